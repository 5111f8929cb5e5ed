export { renderReviewMarkdown, type MarkdownReviewOptions } from './markdown';
