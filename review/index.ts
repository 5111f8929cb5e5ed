export { isDifferent, risksOf, type Review, type Risk } from './judgement';
export {
  clusterPairs,
  objectChanges,
  readSide,
  serviceChanges,
  requestReview,
  saidIstio,
  type AssumedVersion,
  type ReadSide,
  type SideFile,
} from './model';
export {
  renderReviewGithub,
  renderReviewHtml,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
} from './view';
