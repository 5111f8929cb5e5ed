import type { Finding } from '../../findings';
import type { ObjectChange, RequestReview, Rollout } from '../model';
import type { Risk } from './risk';

/** Everything that is to be said of a change. */
export interface Review {
  /** What the two sides are called. */
  readonly base: string;
  readonly head: string;
  /** What keeps files from being read; what is in them is not judged. */
  readonly problems: readonly Finding[];
  /** On what the verdict rests beside the manifests, a sentence each: assumed versions, files that were not read. */
  readonly assumptions: readonly string[];
  readonly requests: RequestReview;
  readonly objects: readonly ObjectChange[];
  /** The most severe first. */
  readonly risks: readonly Risk[];
  readonly rollouts: readonly Rollout[];
}

/** Whether anything differs at all. */
export function isDifferent({ requests, objects }: Review): boolean {
  return requests.verdict !== 'same' || requests.equivalent.length > 0 || objects.length > 0;
}
