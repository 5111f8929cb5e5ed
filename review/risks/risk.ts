import type { Finding } from '../../findings';
import type { ClusterName } from '../model';

/** Something about a change that a reviewer should not miss. */
export interface Risk extends Finding {
  /** The message without its clusters, for a view that shows them beside it. */
  readonly headline: string;
  /** Teams whose functions it concerns, sorted; empty where it is about no function. */
  readonly teams: readonly string[];
  /** Clusters in which it holds. */
  readonly where: readonly ClusterName[];
  /** The changes that it was seen in, by their places in the review's lists. */
  readonly requestChanges: readonly number[];
  readonly objectChanges: readonly number[];
}
