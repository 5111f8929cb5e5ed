import type { Witness } from '../../../findings';
import type { Precedence, RolloutStep } from '../../../routing';
import type { HostLocation } from '../clusters';
import type { RequestSet } from '../requests';

/** A precedence between steps, and the requests that get a foreign outcome in between if it is violated. */
export interface RolloutNeed extends Precedence<RolloutStep> {
  readonly requests: RequestSet;
  readonly witness: Witness;
  readonly where: HostLocation;
}

/** The safe orders of applying the VirtualServices of a host: every request has an outcome from before or after throughout. */
export type Rollout =
  /** Every order is safe. */
  | { readonly safety: 'any'; readonly where: readonly HostLocation[] }
  /** An order is safe if it meets the needs, as `order` does. `isUsual`: creating and changing in any order and then deleting is safe, too, as Argo CD and Flux apply. */
  | {
      readonly safety: 'ordered';
      readonly needs: readonly RolloutNeed[];
      readonly order: readonly RolloutStep[];
      readonly isUsual: boolean;
      readonly where: readonly HostLocation[];
    }
  /** No order is safe. Two pull requests are: one that only adds matches, then one that only removes matches. */
  | {
      readonly safety: 'none';
      readonly needs: readonly RolloutNeed[];
      /** VirtualServices that keep their rules in the first pull request, which appends the new rules. */
      readonly keep: readonly string[];
      readonly where: readonly HostLocation[];
    }
  /** The budget was exhausted, or the Istio version does not merge VirtualServices of one host. */
  | { readonly safety: 'undecided'; readonly why: string; readonly where: readonly HostLocation[] };
