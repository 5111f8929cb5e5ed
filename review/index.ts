export {
  clusterPairs,
  focusedObjects,
  focusedRequests,
  functionRollouts,
  matchObjects,
  objectChanges,
  readSnapshot,
  requestReview,
  saidIstio,
  serviceChanges,
  type AssumedVersion,
  type ClusterPair,
  type ReadSnapshot,
  type RequestReviewOptions,
  type SnapshotFile,
} from './model';
export {
  distinctClusters,
  isDifferent,
  risksInOrder,
  risksOf,
  type Review,
  type Risk,
  type WebAddresses,
} from './risks';
export {
  renderReviewGithub,
  renderReviewHtml,
  renderReviewHuman,
  renderReviewJson,
  renderReviewMarkdown,
} from './view';
