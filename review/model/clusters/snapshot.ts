import type { Names } from '../../../base';
import type { RoutingRules } from '../../../routing';
import type { ClusterName } from './location';

/** A manifest file of one snapshot. */
export interface SnapshotFile {
  /** Identifies the content: files with equal hashes have equal bytes. */
  readonly hash: string;
  /** Returns its objects in order, parsed lazily and once for each hash; empty if it cannot be read. */
  readonly objects: () => readonly unknown[];
}

/** The manifests of one cluster in one snapshot. */
export interface SnapshotCluster extends ClusterName {
  /** The cluster's Istio version; undefined if it is unknown. */
  readonly istio: string | undefined;
  /** What the company called things that rendered it, as its declaration says. @default DEFAULT_NAMES */
  readonly names?: Names;
  /** The rules by which its requests are routed. */
  readonly rules: RoutingRules;
  /** By path below the snapshot's folder, with forward slashes. */
  readonly files: ReadonlyMap<string, SnapshotFile>;
}

/** All manifests before or after the reviewed change. */
export interface Snapshot {
  /** Its display name: a revision, a folder, `the working tree`. */
  readonly label: string;
  readonly clusters: readonly SnapshotCluster[];
}

/** A cluster in both snapshots; undefined in a snapshot that does not have it. */
export interface ClusterPair extends ClusterName {
  readonly before: SnapshotCluster | undefined;
  readonly after: SnapshotCluster | undefined;
}
