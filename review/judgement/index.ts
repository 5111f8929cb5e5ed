export { isDifferent, type Review } from './change-review';
export { inClusters } from './listed';
export { type Risk } from './risk';
export { risksOf } from './risks';
