export { renderReviewGithub } from './github';
export { renderReviewHtml } from './html';
export { renderReviewHuman, type HumanReviewOptions } from './human';
export { renderReviewJson } from './json';
export { renderReviewMarkdown, type MarkdownReviewOptions } from './markdown';
export { verdictSentence } from './text';
