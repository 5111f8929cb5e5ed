import type { RouteTable } from '../../routing';
import type { OutcomeNames } from './compared-outcomes';
import { equivalentBindings, joinedEquivalents } from './equivalent-changes';
import { compareLists, type ListComparison } from './host-comparison';
import { namespaceOfHost } from './namespaces';
import type { ClusterName, HostPlace } from './place';
import type { RenamedService } from './renamed-services';
import { joinedChanges, type ComparedSide, type UnplacedChange } from './request-changes';
import type { EquivalentChange, RequestReview } from './request-change';
import { groupRollouts } from './rollout-groups';
import { rolloutOf } from './rollouts';
import type { Rollout } from './rollout';
import type { RouteTree } from './route-tree';
import type { ClusterPair, SideCluster } from './side';
import { keptMembers, sideRoutes, type SideRoutes } from './side-routes';
import { listPairs, tablePairs, type TablePair } from './table-pairs';

/** What a change does to requests, and how it may be applied. */
export interface RequestsAndRollouts {
  readonly requests: RequestReview;
  readonly rollouts: readonly Rollout[];
}

/** What was worked out of one host; clusters that route alike share it. */
interface HostComparison {
  readonly pair: TablePair;
  readonly lists: readonly ListComparison[];
  readonly bindings: ReturnType<typeof equivalentBindings>;
  /** Of the first place that it was worked out for. */
  readonly rollout: Rollout | undefined;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/**
 * Works out exactly which requests change their outcome between the two sides, on every host and listener of every
 * cluster, each side by the rules of its Istio version.
 * @param renamed Knative Services that go by another name and are otherwise alike
 * @param progress is told before each cluster how many are done
 */
export function requestReview(
  pairs: readonly ClusterPair[],
  renamed: readonly RenamedService[],
  progress: (done: number) => void = () => undefined,
): RequestsAndRollouts {
  const known = new Map<string, readonly HostComparison[]>();
  const found = {
    changes: [] as { readonly change: UnplacedChange; readonly where: HostPlace }[],
    equivalent: [] as EquivalentChange[],
    undecided: [] as HostPlace[],
    orderDependent: [] as RequestReview['orderDependent'][number][],
    trees: [] as RouteTree[],
    rollouts: [] as Rollout[],
  };
  const compared = { clusters: 0, hosts: 0, routes: 0, alike: 0 };
  pairs.forEach((pair, done) => {
    progress(done);
    if (isUntouched(pair)) {
      if (pair.cluster !== '' || pairs.length === 1) compared.alike += 1;
      return;
    }
    const [before, after] = [pair.before && sideRoutes(pair.before), pair.after && sideRoutes(pair.after)];
    const names = renamesIn(pair, renamed);
    const key = JSON.stringify([before?.key, after?.key, [...names]]);
    const hosts = known.get(key) ?? compareHosts(before, after, names, pair);
    known.set(key, hosts);
    if (hosts.length > 0) compared.clusters += 1;
    for (const host of hosts) {
      for (const list of host.lists) {
        const where = placeOf(pair, host.pair, list.port);
        compared.hosts += 1;
        compared.routes += list.routes;
        found.changes.push(...list.changes.map((change) => ({ change, where })));
        found.equivalent.push(...list.equivalent.map((change) => ({ ...change, where: [where] })));
        if (!list.isDecided) found.undecided.push(where);
        found.orderDependent.push(...list.orderDependent.map((side) => ({ side, where })));
        if (list.tree !== undefined) found.trees.push({ root: list.tree, where: [where] });
      }
      const where = placeOf(pair, host.pair, undefined);
      found.equivalent.push(...host.bindings.map((change) => ({ ...change, where: [where] })));
      if (host.rollout !== undefined) found.rollouts.push(movedTo(host.rollout, pair));
    }
    found.equivalent.push(...versionChange(pair, hosts));
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
    },
    rollouts: groupRollouts(found.rollouts),
  };
}

/** Whether both sides have the same files and the same rules, so that nothing need be read. */
function isUntouched({ before, after }: ClusterPair): boolean {
  if (before === undefined || after === undefined) return false;
  if (before.istio !== after.istio || before.files.size !== after.files.size) return false;
  return [...before.files].every(([path, { hash }]) => after.files.get(path)?.hash === hash);
}

function compareHosts(
  before: SideRoutes | undefined,
  after: SideRoutes | undefined,
  renamed: ReadonlyMap<string, string>,
  cluster: ClusterName,
): readonly HostComparison[] {
  // By other rules, the same bytes may match other requests.
  const kept = keptMembers(before, isReadAlike(before, after) ? after : undefined);
  const applied = appliedTables(before, after);
  return tablePairs(before, after).map((pair): HostComparison => {
    const sides = {
      before: comparedSide(before, pair.host, renamed),
      after: comparedSide(after, pair.host, NO_NAMES),
    };
    const lists = listPairs(pair).map((list) => compareLists(list, sides, kept));
    const rollout = rolloutOf(applied(pair), pair.after, placeOf(cluster, pair, undefined));
    return { pair, lists, bindings: equivalentBindings(pair, sides), rollout };
  });
}

/**
 * The base side's table of a host as the head side's Istio reads it: where Istio becomes another, it does so at another
 * moment than the manifests are applied, and what it reads otherwise is nothing that is applied.
 */
function appliedTables(before: SideRoutes | undefined, after: SideRoutes | undefined) {
  if (before === undefined || after === undefined || isReadAlike(before, after)) {
    return (pair: TablePair): RouteTable | undefined => pair.before;
  }
  const read = sideRoutes({ ...before.cluster, rules: after.cluster.rules });
  return ({ host, before: table }: TablePair): RouteTable | undefined =>
    read.tables().find((other) => other.host === host && other.gateway === table?.gateway);
}

function isReadAlike(before: SideRoutes | undefined, after: SideRoutes | undefined): boolean {
  return JSON.stringify(before?.cluster.rules) === JSON.stringify(after?.cluster.rules);
}

function comparedSide(
  routes: SideRoutes | undefined,
  host: string,
  renamed: ReadonlyMap<string, string>,
): ComparedSide {
  const names: OutcomeNames = { renamed, localGateway: routes?.targetOf(host) };
  return { routes, names };
}

/** The hosts of a cluster's renamed Knative Services, by their old names. */
function renamesIn(
  { environment, cluster }: ClusterName,
  renamed: readonly RenamedService[],
): ReadonlyMap<string, string> {
  const own = renamed.filter((one) => one.environment === environment && one.cluster === cluster);
  return new Map(own.map(({ from, to }) => [hostOf(from), hostOf(to)]));
}

function hostOf({ namespace, name }: RenamedService['from']): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

function placeOf(
  { environment, cluster }: ClusterName,
  { host, gateways }: TablePair,
  port: number | undefined,
): HostPlace {
  return { environment, cluster, namespace: namespaceOfHost(host), host, gateways, port };
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
