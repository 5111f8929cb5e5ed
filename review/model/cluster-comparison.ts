import { servedRuleReader, servesRulesAlike } from '../../platform';
import type { RouteTable } from '../../routing';
import type { OutcomeNames } from './compared-outcomes';
import { equivalentBindings } from './equivalent-changes';
import { compareLists, type ListComparison } from './host-comparison';
import { namespaceOfHost } from './namespaces';
import type { ClusterName, HostPlace } from './place';
import type { ComparedSide } from './request-changes';
import type { Rollout } from './rollout';
import type { HostTables } from './applied-hosts';
import { rolloutsOf } from './rollouts';
import { keptMembers, sideRoutes, type SideRoutes } from './side-routes';
import { listPairs, tablePairs, type TablePair } from './table-pairs';

/** What was worked out of one host. */
export interface HostComparison {
  readonly pair: TablePair;
  readonly lists: readonly ListComparison[];
  readonly bindings: ReturnType<typeof equivalentBindings>;
}

/** What was worked out of one cluster; clusters that route alike share it. */
export interface ClusterComparison {
  readonly hosts: readonly HostComparison[];
  /** Of the cluster that it was worked out for. */
  readonly rollouts: readonly Rollout[];
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Why the order of applying is not told where it is not known what some VirtualService answers. */
const UNCLEAR = 'a VirtualService there asks for what is not modelled, or is rejected: see kfaas check';

/**
 * Compares every host of a cluster.
 * @param renamed the hosts of Knative Services that go by another name, by their old ones
 */
export function compareCluster(
  before: SideRoutes | undefined,
  after: SideRoutes | undefined,
  renamed: ReadonlyMap<string, string>,
  cluster: ClusterName,
): ClusterComparison {
  // By other rules, the same bytes may match other requests.
  const kept = keptMembers(before, isReadAlike(before, after) ? after : undefined);
  const [old, now] = [before?.cluster.istio, after?.cluster.istio];
  const areVersionsAlike = before === undefined || after === undefined || servesRulesAlike(old, now);
  const served = (istio: string | undefined) => servedRuleReader(areVersionsAlike ? undefined : istio);
  const [servedBefore, servedAfter] = [served(old), served(now)];
  const applied = appliedTables(before, after);
  const rejecting = new Set([...rejectingGateways(before), ...rejectingGateways(after)]);
  const tables: HostTables[] = [];
  const hosts = tablePairs(before, after).map((pair): HostComparison => {
    const sides = {
      before: comparedSide(before, pair.host, renamed, servedBefore),
      after: comparedSide(after, pair.host, NO_NAMES, servedAfter),
    };
    const isServedAlike =
      areVersionsAlike && sides.before.names.localGateway === sides.after.names.localGateway;
    const isUnclear =
      [...pair.gateways, ...pair.oldGateways].some((gateway) => rejecting.has(gateway)) ||
      hasUnclear(before, pair.before) ||
      hasUnclear(after, pair.after);
    const lists = listPairs(pair).map((list) =>
      compareLists(list, sides, { kept, isServedAlike }, isUnclear),
    );
    const doubt = isUnclear && lists.some(({ isSame }) => !isSame) ? UNCLEAR : undefined;
    const where = placeOf(cluster, pair, undefined);
    tables.push({ ...pair, before: pair.served === 'before' ? pair.before : applied(pair), where, doubt });
    return { pair, lists, bindings: equivalentBindings(pair, sides) };
  });
  const standing = { before: before?.names() ?? new Set(), after: after?.names() ?? new Set() };
  return { hosts, rollouts: rolloutsOf(tables, standing) };
}

/** Where the requests of a pair of tables arrive. */
export function placeOf(
  { environment, cluster }: ClusterName,
  { host, gateways }: Pick<TablePair, 'host' | 'gateways'>,
  port: number | undefined,
): HostPlace {
  return { environment, cluster, namespace: namespaceOfHost(host), host, gateways, port };
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
  served: OutcomeNames['served'],
): ComparedSide {
  return { routes, names: { renamed, localGateway: routes?.targetOf(host), served } };
}

/** Whether it is not known of one of a table's VirtualServices which requests it answers. */
function hasUnclear(routes: SideRoutes | undefined, table: RouteTable | undefined): boolean {
  if (routes === undefined || table === undefined) return false;
  const { unclear } = routes.doubts();
  return unclear.size > 0 && table.members.some(({ index }) => unclear.has(index));
}

/** The Gateways of which Envoy rejects every route. */
function rejectingGateways(routes: SideRoutes | undefined): readonly string[] {
  const rejected = routes?.doubts().rejected;
  if (routes === undefined || rejected === undefined || rejected.size === 0) return [];
  return routes
    .tables()
    .filter(({ members }) => members.some(({ index }) => rejected.has(index)))
    .map(({ gateway }) => gateway);
}
