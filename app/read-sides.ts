import type { Environment } from '../inventory';
import { contentKey, type GitProblem, type ManifestStore } from '../manifests';
import {
  clusterPairs,
  readSnapshot,
  type ClusterPair,
  type ReadSnapshot,
  type SnapshotFile,
} from '../review';
import type { DumpScope, OpenedSnapshot, OpenedSnapshots } from '../snapshots';

/** Two sides, taken apart by clusters. */
export interface ReadSides {
  readonly sides: OpenedSnapshots;
  readonly before: ReadSnapshot;
  readonly after: ReadSnapshot;
  readonly pairs: readonly ClusterPair[];
}

/** What is known of the clusters of both sides, and which of them are reviewed. */
export interface ReadOptions {
  /** The Istio version whose rules hold on both sides. @default - each cluster's own */
  readonly istio: string | undefined;
  /** The environments of the company, in the order in which a change travels. */
  readonly environments: readonly Environment[];
  /** The names of the clusters that are reviewed. @default - all are */
  readonly clusters: readonly string[] | undefined;
}

/**
 * Reads both sides. A dump of a cluster does not say which one it is of: it is compared with the only cluster of the
 * other side, and is taken to be served by the same Istio.
 */
export function readSides(
  sides: OpenedSnapshots,
  store: ManifestStore,
  { istio, environments, clusters }: ReadOptions,
): ReadSides | GitProblem {
  const { base, head } = sides;
  const { before, after } = readBoth(sides, store, environments, istio);
  const paired = (first: ReadSnapshot, second: ReadSnapshot) =>
    pairedSides(sides, first, second, environments);
  if ((base.isDump === true) === (head.isDump === true)) return paired(before, after);
  const [dump, other] = base.isDump === true ? [before, after] : [after, before];
  const named = other.clusters.filter(({ cluster }) => clusters?.includes(cluster) ?? true);
  const known = other.clusters.map((one) => one.cluster).filter((name) => name !== '');
  const [cluster] = named;
  if (cluster === undefined && clusters !== undefined) {
    const choice = known.length === 0 ? '' : `: choose one of ${known.join(', ')}`;
    return { problem: `${other.label} has no cluster ${clusters.join(', ')}${choice}` };
  }
  if (cluster === undefined || named.length > 1) {
    const example = known.length === 0 ? 'its folder' : `--cluster ${known.join(' or ')}`;
    return {
      problem: `${dump.label} is a dump of one cluster, and ${other.label} has several: name one by ${example}`,
    };
  }
  const files = new Map(dump.clusters.flatMap((one) => [...one.files]));
  const dumped = { ...dump, assumed: [], clusters: [{ ...cluster, files }] };
  const single = { ...other, clusters: named };
  const [first, second] = base.isDump === true ? [dumped, single] : [single, dumped];
  return paired(first, second);
}

/** Reads both sides, which are not dumps, by the rules of each cluster's Istio. */
export function readProject(
  sides: OpenedSnapshots,
  store: ManifestStore,
  environments: readonly Environment[],
): ReadSides {
  const { before, after } = readBoth(sides, store, environments);
  return pairedSides(sides, before, after, environments);
}

function pairedSides(
  sides: OpenedSnapshots,
  before: ReadSnapshot,
  after: ReadSnapshot,
  environments: readonly Environment[],
): ReadSides {
  const order = environments.map(({ name }) => name);
  const pairs = clusterPairs(before, after, { isByName: sides.isByName, environments: order });
  return { sides, before, after, pairs };
}

function readBoth(
  { base, head, scope }: OpenedSnapshots,
  store: ManifestStore,
  environments: readonly Environment[],
  istio?: string,
): { readonly before: ReadSnapshot; readonly after: ReadSnapshot } {
  const known = new Map(
    environments.flatMap(({ clusters }) =>
      clusters.map(({ name, platform }) => [name, platform.istio] as const),
    ),
  );
  const read = ({ label, tree }: OpenedSnapshot) => {
    const snapshot = readSnapshot(label, filesOf(tree.files, store), {
      given: istio,
      known,
      environments: environments.map(({ name }) => name),
    });
    return scope === undefined ? snapshot : scopedSnapshot(snapshot, scope);
  };
  return { before: read(base), after: read(head) };
}

/** Leaves out what a dump is not compared by; the declaration of a cluster, which it may not hold, was read before. */
function scopedSnapshot(snapshot: ReadSnapshot, { keeps }: DumpScope): ReadSnapshot {
  const scoped = ({ hash, objects }: SnapshotFile): SnapshotFile => ({
    hash,
    objects: () => objects().filter(keeps),
  });
  const clusters = snapshot.clusters.map((cluster) => ({
    ...cluster,
    files: new Map([...cluster.files].map(([path, file]) => [path, scoped(file)])),
  }));
  return { ...snapshot, clusters };
}

/** The files of a snapshot; each content is parsed when it is first asked for, whichever files and sides have it. */
function filesOf(
  files: ReadonlyMap<string, string>,
  store: ManifestStore,
): ReadonlyMap<string, SnapshotFile> {
  const known = new Map<string, SnapshotFile>();
  return new Map(
    [...files].map(([path, hash]): [string, SnapshotFile] => {
      const key = contentKey(hash, path);
      const file = known.get(key) ?? { hash: key, objects: () => store.parsed(hash, path).objects };
      known.set(key, file);
      return [path, file];
    }),
  );
}
