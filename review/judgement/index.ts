export { isDifferent, type Review } from './change-review';
export { type Risk } from './risk';
export { risksOf } from './risks';
