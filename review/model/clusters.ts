import { posix } from 'node:path';
import { ENVIRONMENT_NAMES } from '../../environments';
import { routingRulesOf, ROUTING_RULES_RANGE, type RoutingRules } from '../../platform';
import { isMapping } from '../../routing';
import type { ClusterName } from './place';
import type { ClusterPair, Side, SideCluster, SideFile } from './side';

/** The file that says which cluster a folder is for, and by which versions it was rendered. */
const KUSTOMIZATION = 'kustomization.yaml';

/** How clusters get their Istio version where their manifests do not say it. */
export interface IstioVersions {
  /** The version of every cluster, whatever its manifests say. @default - each its own */
  readonly given?: string;
  /** The version that a cluster has now, by its name. */
  readonly known: ReadonlyMap<string, string>;
}

/** The clusters of a side, and on what their versions rest beside its manifests. */
export interface ReadSide extends Side {
  readonly assumed: readonly AssumedVersion[];
}

/** An Istio version that is taken for a cluster's. */
export interface AssumedVersion {
  readonly cluster: string;
  readonly istio: string;
  /** The version that its manifests say, and that is not known. @default - they say none */
  readonly said?: string;
}

/**
 * Takes the manifests of a side apart by clusters: each folder whose kustomization says so is one, at whatever depth, and
 * so is `<environment>/<cluster>/…`; whatever stands elsewhere is one cluster without a name.
 */
export function readSide(
  label: string,
  files: ReadonlyMap<string, SideFile>,
  istio: IstioVersions,
): ReadSide {
  const said = new Map<string, SaidCluster>();
  for (const [path, file] of files) {
    const found = posix.basename(path) === KUSTOMIZATION ? saidBy(file) : undefined;
    if (found !== undefined) said.set(posix.dirname(path), found);
  }
  const groups = new Map<string, { name: ClusterName; istio?: string; files: Map<string, SideFile> }>();
  for (const [path, file] of files) {
    const home = homeOf(path, said);
    const name = home?.name ?? clusterOf(path);
    const key = keyOf(name);
    const group = groups.get(key) ?? { name, istio: home?.istio, files: new Map<string, SideFile>() };
    groups.set(key, group);
    group.files.set(path, file);
  }
  const assumed: AssumedVersion[] = [];
  const clusters = [...groups.values()].map((group): SideCluster => {
    const { environment, cluster } = group.name;
    const version = istio.given ?? group.istio;
    if (version !== undefined) {
      if (routingRulesOf(version) === undefined) {
        assumed.push({ cluster, istio: ROUTING_RULES_RANGE.newest, said: version });
      }
      return { environment, cluster, istio: version, rules: rulesOf(version), files: group.files };
    }
    const now = istio.known.get(cluster);
    const taken = now ?? ROUTING_RULES_RANGE.newest;
    // What stands beside the clusters, such as what Argo CD is told of them, has no Istio.
    if (environment !== '' || groups.size === 1) assumed.push({ cluster, istio: taken });
    return { environment, cluster, istio: now, rules: rulesOf(taken), files: group.files };
  });
  return { label, clusters, assumed };
}

/**
 * Pairs the clusters of both sides by their names.
 * @param isByName whether two sides of one cluster each are compared only if it bears the same name
 */
export function clusterPairs(
  before: Side,
  after: Side,
  { isByName }: { readonly isByName: boolean },
): readonly ClusterPair[] {
  const [old] = before.clusters;
  const [now] = after.clusters;
  const areSingle = before.clusters.length === 1 && after.clusters.length === 1;
  if (old !== undefined && now !== undefined && areSingle && !isByName) {
    return [{ environment: now.environment, cluster: now.cluster, before: old, after: now }];
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
  return [...pairs.values()].sort((a, b) => compare(orderOf(a), orderOf(b)));
}

/** The Istio version that the kustomization of a cluster's folder says; undefined where it says none, or is another's. */
export function saidIstio(file: SideFile): string | undefined {
  return saidBy(file)?.istio;
}

function clusterOf(path: string): ClusterName {
  const [environment = '', cluster = '', ...rest] = path.split('/');
  const isCluster = rest.length > 0 && ENVIRONMENT_NAMES.some((name) => name === environment);
  return isCluster ? { environment, cluster } : { environment: '', cluster: '' };
}

/** What is said of the cluster in whose folder, or below it, a file stands. */
function homeOf(path: string, said: ReadonlyMap<string, SaidCluster>): SaidCluster | undefined {
  if (said.size === 0) return undefined;
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const found = said.get(folder);
    if (found !== undefined || folder === '.') return found;
  }
}

/** What a kustomization says of the cluster of its folder. */
interface SaidCluster {
  readonly name: ClusterName;
  readonly istio: string | undefined;
}

/** What a kustomization of KFaas says of its cluster; undefined for any other file. */
function saidBy(file: SideFile): SaidCluster | undefined {
  const [object] = file.objects();
  const metadata = isMapping(object) && isMapping(object.metadata) ? object.metadata : undefined;
  const annotations = isMapping(metadata?.annotations) ? metadata.annotations : {};
  const environment = annotations['kfaas.io/environment'];
  const istio = annotations['kfaas.io/istio'];
  if (typeof environment !== 'string' || typeof metadata?.name !== 'string') return undefined;
  return {
    name: { environment, cluster: metadata.name },
    // Without quotes, YAML reads 1.22 as a number.
    istio: typeof istio === 'string' || typeof istio === 'number' ? String(istio) : undefined,
  };
}

/** The rules of a version; of one that is not known, those of the newest that is. */
function rulesOf(version: string): RoutingRules {
  const rules = routingRulesOf(version) ?? routingRulesOf(ROUTING_RULES_RANGE.newest);
  if (rules === undefined) throw new Error(`no routing rules for Istio ${ROUTING_RULES_RANGE.newest}`);
  return rules;
}

function keyOf({ environment, cluster }: ClusterName): string {
  return `${environment}/${cluster}`;
}

/** Environments in the order in which a change travels. */
function orderOf({ environment, cluster }: ClusterName): string {
  const place = ENVIRONMENT_NAMES.findIndex((name) => name === environment);
  return `${place === -1 ? ENVIRONMENT_NAMES.length : place} ${environment}/${cluster}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
