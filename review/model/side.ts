import type { RoutingRules } from '../../routing';
import type { ClusterName } from './place';

/** A manifest file of one side. */
export interface SideFile {
  /** Stands for the content: files with the same hash have the same bytes. */
  readonly hash: string;
  /** Its objects, in their order; parsed when first asked for, and once for all files of the same hash. Empty where it cannot be read. */
  readonly objects: () => readonly unknown[];
}

/** The manifests of one cluster on one side. */
export interface SideCluster extends ClusterName {
  /** Istio's version there; undefined where nobody says. */
  readonly istio: string | undefined;
  /** By whose rules its requests are routed. */
  readonly rules: RoutingRules;
  /** By their paths below the side's folder, with forward slashes. */
  readonly files: ReadonlyMap<string, SideFile>;
}

/** One side of a review: all manifests as they are before, or after. */
export interface Side {
  /** What people call it: a revision, a folder, `the working tree`. */
  readonly label: string;
  readonly clusters: readonly SideCluster[];
}

/** A cluster on both sides; undefined where a side does not have it. */
export interface ClusterPair extends ClusterName {
  readonly before: SideCluster | undefined;
  readonly after: SideCluster | undefined;
}
