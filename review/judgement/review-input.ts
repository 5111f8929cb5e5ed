import type { ObjectChange, RequestReview, Rollout } from '../model';

/** All that is judged of a change. */
export interface ReviewInput {
  readonly requests: RequestReview;
  readonly objects: readonly ObjectChange[];
  readonly rollouts: readonly Rollout[];
}
