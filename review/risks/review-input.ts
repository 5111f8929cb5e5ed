import type { ObjectChange, RequestReview, Rollout } from '../model';

/** All that is judged of a change. */
export interface ReviewInput {
  readonly requests: RequestReview;
  readonly objects: readonly ObjectChange[];
  readonly rollouts: readonly Rollout[];
  /**
   * Every environment of the company, in the order in which a change travels.
   * @default - the order is not known
   */
  readonly environments?: readonly string[];
}
