import {
  ANNOTATION,
  compareText,
  declaredFolder,
  isMapping,
  namesFrom,
  textOf,
  type Names,
} from '../../../base';
import { posix } from 'node:path';
import { routingRulesOf, ROUTING_RULES_RANGE, type RoutingRules } from '../../../platform';
import type { ClusterName } from './location';
import type { ClusterPair, Snapshot, SnapshotCluster, SnapshotFile } from './snapshot';

/** What is known of clusters beside their manifests. */
export interface KnownClusters {
  /** Overrides the version of every cluster. @default - no override */
  readonly given?: string;
  /** The current version of a cluster, by name. */
  readonly known: ReadonlyMap<string, string>;
  /** The names of environments: folders that hold a folder for each cluster. */
  readonly environments: readonly string[];
}

/** The clusters of a snapshot, and the versions that are assumed for them. */
export interface ReadSnapshot extends Snapshot {
  readonly assumed: readonly AssumedVersion[];
}

/** An assumed Istio version of a cluster. */
export interface AssumedVersion {
  readonly cluster: string;
  readonly istio: string;
  /** The unknown version that its manifests declare. @default - they declare none */
  readonly said?: string;
}

/**
 * Splits the manifests of a snapshot by cluster. A cluster is a folder with a declaration of it, at any depth, or
 * `<environment>/<cluster>/…`. All other files form one cluster without a name.
 */
export function readSnapshot(
  label: string,
  files: ReadonlyMap<string, SnapshotFile>,
  istio: KnownClusters,
): ReadSnapshot {
  const declared = new Map<string, DeclaredCluster>();
  for (const [path, file] of files) {
    const folder = declaredFolder(path);
    const cluster = folder === undefined ? undefined : declaredCluster(file);
    if (folder !== undefined && cluster !== undefined) declared.set(folder, cluster);
  }
  const groups = new Map<
    string,
    { name: ClusterName; istio?: string; names?: Names; files: Map<string, SnapshotFile> }
  >();
  for (const [path, file] of files) {
    const declaration = clusterAround(path, declared);
    const name = declaration?.name ?? clusterOf(path, istio.environments);
    const key = keyOf(name);
    const group = groups.get(key) ?? {
      name,
      istio: declaration?.istio,
      names: declaration?.names,
      files: new Map<string, SnapshotFile>(),
    };
    groups.set(key, group);
    group.files.set(path, file);
  }
  const assumed: AssumedVersion[] = [];
  const clusters = [...groups.values()].map((group): SnapshotCluster => {
    const { environment, cluster } = group.name;
    const { names, files: own } = group;
    const version = istio.given ?? group.istio;
    if (version !== undefined) {
      if (routingRulesOf(version) === undefined) {
        assumed.push({ cluster, istio: ROUTING_RULES_RANGE.newest, said: version });
      }
      return { environment, cluster, istio: version, rules: rulesOf(version), names, files: own };
    }
    const known = istio.known.get(cluster);
    const assumedVersion = known ?? ROUTING_RULES_RANGE.newest;
    // Files outside the clusters, such as Argo CD's applications, have no Istio version.
    if (environment !== '' || groups.size === 1) assumed.push({ cluster, istio: assumedVersion });
    return { environment, cluster, istio: known, rules: rulesOf(assumedVersion), names, files: own };
  });
  return { label, clusters, assumed };
}

/**
 * Pairs the clusters of both snapshots by name.
 * @param isByName whether snapshots of a single cluster are paired by name, too; otherwise they are always paired
 * @param environments the names of environments, in the order in which a change travels; others come behind, by name
 */
export function clusterPairs(
  before: Snapshot,
  after: Snapshot,
  { isByName, environments }: { readonly isByName: boolean; readonly environments: readonly string[] },
): readonly ClusterPair[] {
  const [clusterBefore] = before.clusters;
  const [clusterAfter] = after.clusters;
  const areSingle = before.clusters.length === 1 && after.clusters.length === 1;
  if (clusterBefore !== undefined && clusterAfter !== undefined && areSingle && !isByName) {
    const { environment, cluster } = clusterAfter;
    return [{ environment, cluster, before: clusterBefore, after: clusterAfter }];
  }
  const pairs = new Map<string, ClusterPair>();
  for (const cluster of before.clusters) {
    const { environment, cluster: name } = cluster;
    pairs.set(keyOf(cluster), { environment, cluster: name, before: cluster, after: undefined });
  }
  for (const cluster of after.clusters) {
    const { environment, cluster: name } = cluster;
    const known = pairs.get(keyOf(cluster));
    pairs.set(keyOf(cluster), { environment, cluster: name, before: known?.before, after: cluster });
  }
  return [...pairs.values()].sort((a, b) => compareText(sortKey(a, environments), sortKey(b, environments)));
}

/** Returns the Istio version that a file declares for its cluster; undefined for other files and without a version. */
export function saidIstio(file: SnapshotFile): string | undefined {
  return declaredCluster(file)?.istio;
}

function clusterOf(path: string, environments: readonly string[]): ClusterName {
  const [environment = '', cluster = '', ...rest] = path.split('/');
  const isCluster = rest.length > 0 && environments.includes(environment);
  return isCluster ? { environment, cluster } : { environment: '', cluster: '' };
}

/** Returns the cluster whose folder contains a file, at any depth. */
function clusterAround(
  path: string,
  declared: ReadonlyMap<string, DeclaredCluster>,
): DeclaredCluster | undefined {
  if (declared.size === 0) return undefined;
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const found = declared.get(folder);
    if (found !== undefined || folder === '.') return found;
  }
}

/** A cluster as a file of its folder declares it. */
interface DeclaredCluster {
  readonly name: ClusterName;
  readonly istio: string | undefined;
  readonly names: Names;
}

/** Returns the cluster that a file declares in its annotations; undefined for any other file. */
function declaredCluster(file: SnapshotFile): DeclaredCluster | undefined {
  const [object] = file.objects();
  const metadata = isMapping(object) && isMapping(object.metadata) ? object.metadata : undefined;
  const annotations = isMapping(metadata?.annotations) ? metadata.annotations : {};
  const environment = annotations[ANNOTATION.environment];
  const istio = annotations[ANNOTATION.istio];
  // In earlier revisions, the declaration is a kustomization with the name of the cluster.
  const name = annotations[ANNOTATION.cluster] ?? metadata?.name;
  if (typeof environment !== 'string' || typeof name !== 'string') return undefined;
  return {
    name: { environment, cluster: name },
    // YAML reads an unquoted 1.22 as a number.
    istio: typeof istio === 'string' || typeof istio === 'number' ? String(istio) : undefined,
    names: namesFrom(textOf(annotations[ANNOTATION.names])),
  };
}

/** Returns the rules of a version; for an unknown version, those of the newest known one. */
function rulesOf(version: string): RoutingRules {
  const rules = routingRulesOf(version) ?? routingRulesOf(ROUTING_RULES_RANGE.newest);
  if (rules === undefined) throw new Error(`no routing rules for Istio ${ROUTING_RULES_RANGE.newest}`);
  return rules;
}

function keyOf({ environment, cluster }: ClusterName): string {
  return `${environment}/${cluster}`;
}

/** Sorts clusters by the order in which a change is promoted through the environments. */
function sortKey({ environment, cluster }: ClusterName, environments: readonly string[]): string {
  const position = environments.indexOf(environment);
  const rank = String(position === -1 ? environments.length : position).padStart(4, '0');
  return `${rank} ${environment}/${cluster}`;
}
