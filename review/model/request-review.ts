import {
  compareCluster,
  locationOf,
  type ClusterComparison,
  type HostComparison,
} from './cluster-comparison';
import {
  joinedChanges,
  connectionChanges,
  meshConnectionChanges,
  type ConnectionChange,
  joinedEquivalents,
  joinedTrees,
  sharedPorts,
  snapshotRoutes,
  unservedRoutes,
  type EquivalentChange,
  type RequestReview,
  type RouteTree,
  type SnapshotRoutes,
  type UnlocatedChange,
  type UnservedRoute,
} from './requests';
import type { ClusterName, ClusterPair, HostLocation, SnapshotCluster } from './clusters';
import { hostOfService, type ServiceChanges } from './objects';
import { groupRollouts, type Rollout } from './rollout';

/** The effects of a change on requests, and the safe orders of applying it. */
export interface RequestsAndRollouts {
  readonly requests: RequestReview;
  readonly rollouts: readonly Rollout[];
  /** Connections that go to other destinations, each once for all clusters. */
  readonly connections: readonly ConnectionChange[];
  /** What is not compared, a sentence each. */
  readonly assumptions: readonly string[];
  /** The functions with a route for one of the paths that were asked about, before or after. */
  readonly asked: ReadonlySet<string>;
}

/** What a review of requests may be told. */
export interface RequestReviewOptions {
  /** Called before each cluster with the number of finished clusters. @default - nobody is told */
  readonly progress?: (done: number) => void;
  /** Returns the paths that the review is asked about on a host of a cluster. @default - it is asked about no path */
  readonly pathsOf?: (cluster: ClusterName, host: string) => readonly string[];
}

/**
 * Returns exactly which requests change their outcome between the snapshots, on every host and listener of every cluster.
 * Each snapshot is read by the rules of its Istio version.
 * @param services the removed and renamed Knative Services
 */
export function requestReview(
  pairs: readonly ClusterPair[],
  services: ServiceChanges,
  { progress = () => undefined, pathsOf }: RequestReviewOptions = {},
): RequestsAndRollouts {
  const known = new Map<string, ClusterComparison>();
  const assumptions = new Set<string>();
  const connections = new Map<string, ConnectionChange>();
  const inMesh = new Set<string>();
  const found = {
    changes: [] as { readonly change: UnlocatedChange; readonly where: HostLocation }[],
    equivalent: [] as EquivalentChange[],
    undecided: [] as HostLocation[],
    orderDependent: [] as RequestReview['orderDependent'][number][],
    trees: [] as RouteTree[],
    rollouts: [] as Rollout[],
    unserved: [] as UnservedRoute[],
    asked: new Set<string>(),
  };
  const compared = { clusters: 0, hosts: 0, routes: 0, alike: 0 };
  pairs.forEach((pair, done) => {
    progress(done);
    if (isUntouched(pair)) {
      if (pair.cluster !== '' || pairs.length === 1) compared.alike += 1;
      return;
    }
    const ports = sharedPorts(pair.before, pair.after);
    const [before, after] = [
      pair.before && snapshotRoutes(pair.before, ports),
      pair.after && snapshotRoutes(pair.after, ports),
    ];
    const like = before === undefined && after !== undefined ? clusterLike(pair, after, pairs) : undefined;
    const names = renamesIn(pair, services);
    const gone = goneIn(pair, services);
    const versions = [istioOf(pair.before), istioOf(pair.after)];
    // Domains lead to other hosts in other clusters.
    const own = pathsOf === undefined ? [] : [pair.environment, pair.cluster];
    const key = JSON.stringify([before?.key, after?.key, [...names], versions, ...own]);
    const comparison =
      known.get(key) ??
      compareCluster(before, after, names, pair, pathsOf && ((host) => pathsOf(pair, host)));
    known.set(key, comparison);
    const { hosts, rollouts } = comparison;
    if (hosts.length > 0) compared.clusters += 1;
    if (like !== undefined) found.equivalent.push(newCluster(pair, like, hosts));
    for (const host of hosts) {
      for (const list of host.lists) {
        const where = locationOf(pair, host.pair, list.port);
        compared.hosts += 1;
        compared.routes += list.routes;
        // There may be more changes than a call accepts as arguments.
        if (like === undefined) for (const change of list.changes) found.changes.push({ change, where });
        for (const name of list.asked) found.asked.add(name);
        for (const change of list.equivalent) found.equivalent.push({ ...change, where: [where] });
        if (!list.isDecided) found.undecided.push(where);
        found.orderDependent.push(...list.orderDependent.map((side) => ({ side, where })));
        if (list.tree !== undefined && like === undefined)
          found.trees.push({ root: list.tree, where: [where] });
      }
      const where = locationOf(pair, host.pair, undefined);
      found.unserved.push(...unservedRoutes(host.pair.after, after, gone, where));
      found.equivalent.push(...host.bindings.map((change) => ({ ...change, where: [where] })));
    }
    found.rollouts.push(...rollouts.map((rollout) => movedTo(rollout, pair)));
    found.equivalent.push(...versionChange(pair, hosts));
    const paths = hosts.length === 0 ? undefined : pathAssumption(pair);
    if (paths !== undefined) assumptions.add(paths);
    for (const name of meshConnectionChanges(before?.objects ?? [], after?.objects ?? [])) inMesh.add(name);
    for (const change of connectionChanges(before?.connections() ?? [], after?.connections() ?? [])) {
      connections.set(JSON.stringify(change), change);
    }
  });
  const changes = joinedChanges(found.changes);
  return {
    requests: {
      verdict: changes.length > 0 ? 'changed' : found.undecided.length > 0 ? 'undecided' : 'same',
      compared,
      changes,
      equivalent: joinedEquivalents(found.equivalent),
      undecided: found.undecided,
      orderDependent: found.orderDependent,
      trees: joinedTrees(found.trees),
      unserved: found.unserved,
    },
    rollouts: groupRollouts(found.rollouts),
    connections: [...connections.values()],
    assumptions: [...assumptions, ...connectionAssumption([...inMesh].sort())],
    asked: found.asked,
  };
}

/**
 * Returns a cluster that both snapshots have, with the routes and the Istio version of a new cluster: every request gets
 * the same answer in both. Clusters of the same environment come first.
 */
function clusterLike(
  { environment }: ClusterPair,
  routes: SnapshotRoutes,
  pairs: readonly ClusterPair[],
): ClusterName | undefined {
  const alike = pairs.filter(
    ({ before, after }) =>
      before !== undefined &&
      after !== undefined &&
      after.istio === routes.cluster.istio &&
      snapshotRoutes(after).key === routes.key,
  );
  return alike.find((pair) => pair.environment === environment) ?? alike[0];
}

/** Reports a new cluster that answers as another one: one line instead of each of its requests. */
function newCluster(
  pair: ClusterPair,
  like: ClusterName,
  hosts: readonly HostComparison[],
): EquivalentChange {
  const where = hosts.map((host) => locationOf(pair, host.pair, undefined));
  return { kind: 'new-cluster', subject: pair.cluster, before: 'none', after: `as ${like.cluster}`, where };
}

/** Whether both snapshots have equal files and versions, so that nothing need be read. */
function isUntouched({ before, after }: ClusterPair): boolean {
  if (before === undefined || after === undefined) return false;
  if (before.istio !== after.istio || before.files.size !== after.files.size) return false;
  return [...before.files].every(([path, { hash }]) => after.files.get(path)?.hash === hash);
}

/** Returns the new hosts of a cluster's renamed Knative Services, by their previous hosts. */
function renamesIn(
  { environment, cluster }: ClusterName,
  { renamed }: ServiceChanges,
): ReadonlyMap<string, string> {
  const own = renamed.filter((service) => service.environment === environment && service.cluster === cluster);
  return new Map(own.map(({ from, to }) => [hostOfService(from), hostOfService(to)]));
}

/** Returns the hosts of a cluster's Knative Services that no longer exist under their names. */
function goneIn({ environment, cluster }: ClusterName, { gone }: ServiceChanges): ReadonlySet<string> {
  const own = gone.filter((service) => service.environment === environment && service.cluster === cluster);
  return new Set(own.map(hostOfService));
}

/** Most VirtualServices that a sentence names. */
const MOST_NAMES = 3;

/** Names VirtualServices with other TLS and TCP routes: only requests are compared. */
function connectionAssumption(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const named = `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
  return [
    `The TLS and TCP routes of ${named} in the mesh differ: what becomes of connections is not compared.`,
  ];
}

/** Reports different path normalization: routes are compared by normalized paths. */
function pathAssumption({ before, after }: ClusterPair): string | undefined {
  const normalizations = [before?.rules.pathNormalization, after?.rules.pathNormalization] as const;
  if (normalizations.includes(undefined) || normalizations[0] === normalizations[1]) return undefined;
  const [istioBefore, istioAfter] = [istioOf(before), istioOf(after)].map(
    (istio) => `Istio ${istio ?? 'of unknown version'}`,
  );
  return `${istioBefore} and ${istioAfter} normalize /./, /../, // and escaped slashes in paths differently before routing: requests with such paths are not compared.`;
}

function versionChange(cluster: ClusterPair, hosts: readonly HostComparison[]) {
  const { before, after } = cluster;
  const [istioBefore, istioAfter] = [istioOf(before), istioOf(after)];
  if (istioBefore === undefined || istioAfter === undefined || istioBefore === istioAfter) return [];
  const where = hosts.map(({ pair }) => locationOf(cluster, pair, undefined));
  return [{ kind: 'versions' as const, subject: 'Istio', before: istioBefore, after: istioAfter, where }];
}

function istioOf(cluster: SnapshotCluster | undefined): string | undefined {
  return cluster?.istio;
}

/** Moves the rollout of a cluster with equal routes to another cluster. */
function movedTo(rollout: Rollout, { environment, cluster }: ClusterName): Rollout {
  const where = rollout.where.map((location) => ({ ...location, environment, cluster }));
  if (rollout.safety !== 'ordered' && rollout.safety !== 'none') return { ...rollout, where };
  const needs = rollout.needs.map((need) => ({ ...need, where: { ...need.where, environment, cluster } }));
  return { ...rollout, needs, where };
}
