export { renderReviewHtml } from './html';
