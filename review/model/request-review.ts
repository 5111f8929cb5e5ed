import { compareCluster, placeOf, type ClusterComparison, type HostComparison } from './cluster-comparison';
import { joinedEquivalents } from './equivalent-changes';
import type { ClusterName, HostPlace } from './place';
import { hostOfService, type ServiceChanges } from './service-changes';
import { unservedRoutes, type UnservedRoute } from './unserved-routes';
import { joinedChanges, type UnplacedChange } from './request-changes';
import type { EquivalentChange, RequestReview } from './request-change';
import { groupRollouts } from './rollout-groups';
import type { Rollout } from './rollout';
import type { RouteTree } from './route-tree';
import type { ClusterPair, SideCluster } from './side';
import { sideRoutes } from './side-routes';

/** What a change does to requests, and how it may be applied. */
export interface RequestsAndRollouts {
  readonly requests: RequestReview;
  readonly rollouts: readonly Rollout[];
  /** What is not looked at, a sentence each. */
  readonly assumptions: readonly string[];
}

/**
 * Works out exactly which requests change their outcome between the two sides, on every host and listener of every
 * cluster, each side by the rules of its Istio version.
 * @param services Knative Services that go, and those that go by another name and answer as before
 * @param progress is told before each cluster how many are done
 */
export function requestReview(
  pairs: readonly ClusterPair[],
  services: ServiceChanges,
  progress: (done: number) => void = () => undefined,
): RequestsAndRollouts {
  const known = new Map<string, ClusterComparison>();
  const assumptions = new Set<string>();
  const found = {
    changes: [] as { readonly change: UnplacedChange; readonly where: HostPlace }[],
    equivalent: [] as EquivalentChange[],
    undecided: [] as HostPlace[],
    orderDependent: [] as RequestReview['orderDependent'][number][],
    trees: [] as RouteTree[],
    rollouts: [] as Rollout[],
    unserved: [] as UnservedRoute[],
  };
  const compared = { clusters: 0, hosts: 0, routes: 0, alike: 0 };
  pairs.forEach((pair, done) => {
    progress(done);
    if (isUntouched(pair)) {
      if (pair.cluster !== '' || pairs.length === 1) compared.alike += 1;
      return;
    }
    const [before, after] = [pair.before && sideRoutes(pair.before), pair.after && sideRoutes(pair.after)];
    const names = renamesIn(pair, services);
    const gone = goneIn(pair, services);
    const versions = [istioOf(pair.before), istioOf(pair.after)];
    const key = JSON.stringify([before?.key, after?.key, [...names], versions]);
    const comparison = known.get(key) ?? compareCluster(before, after, names, pair);
    known.set(key, comparison);
    const { hosts, rollouts } = comparison;
    if (hosts.length > 0) compared.clusters += 1;
    for (const host of hosts) {
      for (const list of host.lists) {
        const where = placeOf(pair, host.pair, list.port);
        compared.hosts += 1;
        compared.routes += list.routes;
        // There may be as many as no call takes as arguments.
        for (const change of list.changes) found.changes.push({ change, where });
        for (const change of list.equivalent) found.equivalent.push({ ...change, where: [where] });
        if (!list.isDecided) found.undecided.push(where);
        found.orderDependent.push(...list.orderDependent.map((side) => ({ side, where })));
        if (list.tree !== undefined) found.trees.push({ root: list.tree, where: [where] });
      }
      const where = placeOf(pair, host.pair, undefined);
      found.unserved.push(...unservedRoutes(host.pair.after, after, gone, where));
      found.equivalent.push(...host.bindings.map((change) => ({ ...change, where: [where] })));
    }
    found.rollouts.push(...rollouts.map((rollout) => movedTo(rollout, pair)));
    found.equivalent.push(...versionChange(pair, hosts));
    const paths = hosts.length === 0 ? undefined : otherPaths(pair);
    if (paths !== undefined) assumptions.add(paths);
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
    assumptions: [...assumptions],
  };
}

/** Whether both sides have the same files and the same rules, so that nothing need be read. */
function isUntouched({ before, after }: ClusterPair): boolean {
  if (before === undefined || after === undefined) return false;
  if (before.istio !== after.istio || before.files.size !== after.files.size) return false;
  return [...before.files].every(([path, { hash }]) => after.files.get(path)?.hash === hash);
}

/** The hosts of a cluster's renamed Knative Services, by their old names. */
function renamesIn(
  { environment, cluster }: ClusterName,
  { renamed }: ServiceChanges,
): ReadonlyMap<string, string> {
  const own = renamed.filter((one) => one.environment === environment && one.cluster === cluster);
  return new Map(own.map(({ from, to }) => [hostOfService(from), hostOfService(to)]));
}

/** The hosts of a cluster's Knative Services that are not there any more under their names. */
function goneIn({ environment, cluster }: ClusterName, { gone }: ServiceChanges): ReadonlySet<string> {
  const own = gone.filter((one) => one.environment === environment && one.cluster === cluster);
  return new Set(own.map(hostOfService));
}

/** Says so where paths are changed otherwise before they are routed: routes are compared by the paths that they see. */
function otherPaths({ before, after }: ClusterPair): string | undefined {
  const [old, now] = [before?.rules.pathNormalization, after?.rules.pathNormalization];
  if (old === undefined || now === undefined || old === now) return undefined;
  const [was, is] = [istioOf(before), istioOf(after)].map(
    (istio) => `Istio ${istio ?? 'of unknown version'}`,
  );
  return `${was} and ${is} resolve /./, /../, // and escaped slashes of a path otherwise before they route it: requests with such paths are not looked at.`;
}

function versionChange({ before, after, ...cluster }: ClusterPair, hosts: readonly HostComparison[]) {
  const [old, now] = [istioOf(before), istioOf(after)];
  if (old === undefined || now === undefined || old === now) return [];
  const where = hosts.map(({ pair }) => placeOf(cluster, pair, undefined));
  return [{ kind: 'versions' as const, subject: 'Istio', before: old, after: now, where }];
}

function istioOf(cluster: SideCluster | undefined): string | undefined {
  return cluster?.istio;
}

/** A rollout that was worked out for another cluster that routes alike. */
function movedTo(rollout: Rollout, { environment, cluster }: ClusterName): Rollout {
  const where = rollout.where.map((place) => ({ ...place, environment, cluster }));
  if (rollout.safety !== 'ordered' && rollout.safety !== 'none') return { ...rollout, where };
  const needs = rollout.needs.map((need) => ({ ...need, where: { ...need.where, environment, cluster } }));
  return { ...rollout, needs, where };
}

function joinedTrees(trees: readonly RouteTree[]): readonly RouteTree[] {
  const found = new Map<string, RouteTree>();
  for (const { root, where } of trees) {
    const key = JSON.stringify(root);
    found.set(key, { root, where: [...(found.get(key)?.where ?? []), ...where] });
  }
  return [...found.values()];
}
