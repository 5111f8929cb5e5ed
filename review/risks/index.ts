export { isDifferent, type Review, type WebAddresses } from './change-review';
export { distinctClusters } from './listed';
export { type Risk } from './risk';
export { risksInOrder, risksOf } from './risks';
