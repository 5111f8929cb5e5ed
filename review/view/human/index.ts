export { renderReviewHuman, type HumanReviewOptions } from './human';
