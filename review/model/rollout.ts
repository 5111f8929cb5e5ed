import type { Witness } from '../../findings';
import type { HostPlace } from './place';
import type { RequestSet } from './request-change';

/** One thing that is done to a cluster: a VirtualService is created, changed or deleted. Each is done at once. */
export interface RolloutStep {
  readonly action: 'create' | 'change' | 'delete';
  /** `<namespace>/<name>` */
  readonly virtualService: string;
}

/** Requests that are lost for a while where steps are done in the wrong order. */
export interface RolloutNeed {
  /** One of these must be done … */
  readonly first: readonly RolloutStep[];
  /** … before the last of these. */
  readonly then: readonly RolloutStep[];
  readonly requests: RequestSet;
  readonly witness: Witness;
  readonly where: HostPlace;
}

/** In which order the VirtualServices of a host may be applied, so that every request has its old or its new outcome throughout. */
export type Rollout =
  /** In any order. */
  | { readonly safety: 'any'; readonly where: readonly HostPlace[] }
  /** Only so that the needs are met: `order` does. `isUsual` where creating and changing in any order, and then deleting, does too: so do Argo CD and Flux. */
  | {
      readonly safety: 'ordered';
      readonly needs: readonly RolloutNeed[];
      readonly order: readonly RolloutStep[];
      readonly isUsual: boolean;
      readonly where: readonly HostPlace[];
    }
  /** In no order. Two pull requests are safe: one that only adds matches, and then one that only takes away. */
  | {
      readonly safety: 'none';
      readonly needs: readonly RolloutNeed[];
      /** VirtualServices that keep their old rules, behind which the first pull request puts their new ones. */
      readonly keep: readonly string[];
      readonly where: readonly HostPlace[];
    }
  /** The budget did not suffice, or the Istio version does not merge VirtualServices of one host. */
  | { readonly safety: 'undecided'; readonly why: string; readonly where: readonly HostPlace[] };
