import { posix } from 'node:path';
import { declarationFile, isMapping, mappingOf, textOf, type Mapping } from '../base';
import type { ManifestStore, ManifestTree } from '../manifests';
import { groupKindOf, type LiveCluster, type OpenedSnapshot, type OpenedSnapshots } from '../snapshots';
import { hostsOf, objectKey, sortLive, type LiveObjects } from './live-objects';

/** A cluster as it is, beside what its manifests say. */
export interface LiveComparison {
  readonly live: LiveCluster;
  readonly sorted: LiveObjects;
  /** KFaas' own objects as they are, by {@link objectKey}. */
  readonly standing: ReadonlyMap<string, Mapping>;
  /** The objects of the manifests, by {@link objectKey}. */
  readonly rendered: ReadonlyMap<string, Mapping>;
  /** The hosts of KFaas on this cluster, in full. */
  readonly hosts: ReadonlySet<string>;
}

/** The file of a side that holds what is not in the manifests. */
const LIVE_FILE = 'live.json';

/** Compares each cluster with its folder of the manifests. */
export function compareLive(
  lives: readonly LiveCluster[],
  { files }: ManifestTree,
  store: ManifestStore,
): readonly LiveComparison[] {
  return lives.map((live) => {
    const folder = folderOf(live);
    const own = [...files].filter(([path]) => path.startsWith(folder));
    const objects = own.flatMap(([path, hash]) => store.parsed(hash, path).objects.filter(isMapping));
    const rendered = new Map(objects.map((object) => [objectKey(object), object]));
    const hosts = hostsOf(objects.filter(isVirtualService));
    const sorted = sortLive(live, new Set(rendered.keys()), hosts);
    const standing = new Map(sorted.own.map((object) => [objectKey(object), object]));
    return { live, rendered, hosts, sorted, standing };
  });
}

/**
 * Makes two sides of it: the clusters as they are, and as they would be with the manifests applied and everything pruned that KFaas rendered
 * once. What others wrote stays. A VirtualService that stays keeps the time of its creation, which may decide who answers; one that is
 * missing will be younger than all others.
 */
export function liveSides(
  comparisons: readonly LiveComparison[],
  head: OpenedSnapshot,
  store: ManifestStore,
): OpenedSnapshots {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const comparison of comparisons) {
    const { live, sorted, standing } = comparison;
    const file = posix.join(folderOf(live), LIVE_FILE);
    const declaration = posix.join(folderOf(live), declarationFile(live.system));
    const declared = standing.get(`/Namespace /${live.system}`);
    const others = sorted.own.filter((object) => object !== declared);
    if (declared !== undefined) before.set(declaration, kept(store, declaration, 'now', [declared]));
    before.set(file, kept(store, file, 'now', [...others.filter(isCompared(live)), ...sorted.routing]));
    after.set(file, kept(store, file, 'then', sorted.routing));
    for (const [path, hash] of appliedFiles(comparison, head.tree, store)) after.set(path, hash);
  }
  const clusters = comparisons.map(({ live }) => live.cluster);
  const sources = [...new Set(comparisons.map(({ live }) => live.source))];
  return {
    base: {
      label:
        sources.length === 1 ? `${clusters.join()} (${sources.join()})` : `${clusters.length} live clusters`,
      folder: head.folder,
      tree: { files: before, unread: [] },
      projectFile: () => undefined,
    },
    head: { ...head, tree: { ...head.tree, files: after } },
    isByName: true,
    remarks: [],
  };
}

/** The files of a cluster's manifests, with what an API server would add to their VirtualServices. */
function appliedFiles(
  { live, standing }: LiveComparison,
  { files }: ManifestTree,
  store: ManifestStore,
): readonly (readonly [string, string])[] {
  const folder = folderOf(live);
  const later = youngest(live.objects);
  return [...files]
    .filter(([path]) => path.startsWith(folder))
    .map(([path, hash]) => {
      const objects = store.parsed(hash, path).objects.filter(isMapping).filter(isCompared(live));
      const applied = objects.map((object) =>
        isVirtualService(object) ? created(object, standing.get(objectKey(object)), later) : object,
      );
      const stamped = kept(store, path, hash, applied);
      store.keep(stamped, store.textOf(hash) ?? '');
      return [path, stamped];
    });
}

/** The object with the identity of the one that stands in the cluster. */
function created(object: Mapping, stands: Mapping | undefined, later: string): Mapping {
  const { uid, creationTimestamp } = mappingOf(stands?.metadata);
  const server =
    stands === undefined
      ? { uid: '', creationTimestamp: later }
      : { uid: textOf(uid) ?? '', creationTimestamp };
  return { ...object, metadata: { ...mappingOf(object.metadata), ...server } };
}

/** A second after the youngest of some objects was created. */
function youngest(objects: readonly Mapping[]): string {
  let latest = 0;
  for (const { metadata } of objects) {
    const created = Date.parse(textOf(mappingOf(metadata).creationTimestamp) ?? '');
    if (created > latest) latest = created;
  }
  return new Date(latest + 1000).toISOString();
}

/** Whether an object's kind was read: of others, nothing can be said. */
function isCompared({ kinds }: LiveCluster): (object: Mapping) => boolean {
  return (object) => kinds.has(groupKindOf(object)) || groupKindOf(object) === DECLARATION;
}

/** What declares a cluster in its folder. */
const DECLARATION = 'kustomize.config.k8s.io/Kustomization';

function isVirtualService(object: Mapping): boolean {
  return groupKindOf(object) === 'networking.istio.io/VirtualService';
}

function folderOf({ environment, cluster }: LiveCluster): string {
  return `${environment}/${cluster}/`;
}

/** Keeps objects under a number of their own. */
function kept(store: ManifestStore, file: string, name: string, objects: readonly Mapping[]): string {
  const hash = `live ${name} ${file}`;
  store.keepParsed(hash, file, objects);
  return hash;
}
