import { createHash } from 'node:crypto';
import { routingRulesOf } from '../../../platform';
import type { ClusterPair, SnapshotCluster, SnapshotFile } from '../../../review/model';

/** Where a cluster of a test is, and by which Istio it routes. */
export interface ClusterOptions {
  /** @default prod */
  readonly environment?: string;
  /** @default prod-us */
  readonly cluster?: string;
  /** @default 1.28.6 */
  readonly istio?: string;
}

/** Contents that were made before, so that equal ones are one object as the program has them. */
const known = new Map<string, SnapshotFile>();

/** A manifest file with some objects in it. */
export function sideFile(...objects: readonly unknown[]): SnapshotFile {
  const hash = createHash('sha1').update(JSON.stringify(objects)).digest('hex');
  const file = known.get(hash) ?? { hash, objects: () => objects };
  known.set(hash, file);
  return file;
}

/** One side of a cluster, its objects a file each. */
export function sideCluster(
  objects: readonly unknown[],
  { environment = 'prod', cluster = 'prod-us', istio = '1.28.6' }: ClusterOptions = {},
): SnapshotCluster {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`unknown Istio ${istio}`);
  const files = objects.map((object): [string, SnapshotFile] => {
    const { metadata } = object as { metadata: { name: string; namespace?: string } };
    const { kind } = object as { kind: string };
    const path = `${environment}/${cluster}/${metadata.namespace ?? ''}/${kind}-${metadata.name}.yaml`;
    return [path, sideFile(object)];
  });
  return { environment, cluster, istio, rules, files: new Map(files) };
}

/** A cluster on both snapshots. */
export function clusterPair(
  before: readonly unknown[],
  after: readonly unknown[],
  options: ClusterOptions & { readonly istioBefore?: string } = {},
): ClusterPair {
  const { environment = 'prod', cluster = 'prod-us' } = options;
  const old = sideCluster(before, { ...options, ...(options.istioBefore && { istio: options.istioBefore }) });
  return { environment, cluster, before: old, after: sideCluster(after, options) };
}
