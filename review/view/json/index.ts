export { renderReviewJson } from './json';
