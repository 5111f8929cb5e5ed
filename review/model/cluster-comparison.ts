import { servedRuleReader, servesRulesAlike } from '../../platform';
import { gatewayOf, objectsOf, type RouteTable } from '../../routing';
import {
  compareLists,
  equivalentBindings,
  isOfGateway,
  keptMembers,
  listPairs,
  sameSource,
  snapshotRoutes,
  tablePairs,
  type ComparedSnapshot,
  type ListComparison,
  type OutcomeNames,
  type SnapshotRoutes,
  type TablePair,
} from './requests';
import { namespaceOfHost, type ClusterName, type ClusterSides, type HostLocation } from './clusters';
import { rolloutsOf, type HostTables, type Rollout } from './rollout';

/** The comparison of one host. */
export interface HostComparison {
  readonly pair: TablePair;
  readonly lists: readonly ListComparison[];
  readonly bindings: ReturnType<typeof equivalentBindings>;
}

/** The comparison of one cluster; clusters with equal routes share it. */
export interface ClusterComparison {
  readonly hosts: readonly HostComparison[];
  /** With the locations of the cluster that was compared. */
  readonly rollouts: readonly Rollout[];
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Why no order is reported for a host with an unsupported or rejected VirtualService. */
const UNCLEAR = 'a VirtualService there has an unsupported match or is rejected: see kfaas check';

/**
 * Compares every host of a cluster.
 * @param renamed the new hosts of renamed Knative Services, by their previous hosts
 * @param pathsOf returns the paths that the review is asked about, by a host
 */
export function compareCluster(
  before: SnapshotRoutes | undefined,
  after: SnapshotRoutes | undefined,
  renamed: ReadonlyMap<string, string>,
  cluster: ClusterName & ClusterSides,
  pathsOf: (host: string) => readonly string[] = () => [],
): ClusterComparison {
  // By different rules, equal bytes may match different requests.
  const kept = keptMembers(before, isReadAlike(before, after) ? after : undefined);
  const [istioBefore, istioAfter] = [before?.cluster.istio, after?.cluster.istio];
  const areVersionsAlike =
    before === undefined || after === undefined || servesRulesAlike(istioBefore, istioAfter);
  const served = (istio: string | undefined) => servedRuleReader(areVersionsAlike ? undefined : istio);
  const [servedBefore, servedAfter] = [served(istioBefore), served(istioAfter)];
  const applied = appliedTables(before, after);
  const rejecting = [...new Set([...rejectingGateways(before), ...rejectingGateways(after)])];
  const tables: HostTables[] = [];
  const hosts = tablePairs(before, after).map((pair): HostComparison => {
    const compared = {
      before: comparedSnapshot(before, pair.host, renamed, servedBefore),
      after: comparedSnapshot(after, pair.host, NO_NAMES, servedAfter),
    };
    const isServedAlike =
      areVersionsAlike && compared.before.names.localGateway === compared.after.names.localGateway;
    const isUnclear =
      pair.isUndecided === true ||
      [...pair.gateways, ...pair.oldGateways].some((gateway) =>
        rejecting.some((rejected) => isOfGateway(gateway, rejected)),
      ) ||
      hasUnclear(before, pair.before) ||
      hasUnclear(after, pair.after);
    const lists = listPairs(pair).map((list) =>
      compareLists(list, compared, { kept, isServedAlike }, isUnclear, pathsOf(pair.host)),
    );
    const doubt = isUnclear && lists.some(({ isSame }) => !isSame) ? UNCLEAR : undefined;
    const where = locationOf(cluster, pair, undefined);
    tables.push({ ...pair, before: pair.served === 'before' ? pair.before : applied(pair), where, doubt });
    return { pair, lists, bindings: equivalentBindings(pair, compared) };
  });
  const names = { before: before?.names() ?? new Set(), after: after?.names() ?? new Set() };
  return { hosts, rollouts: rolloutsOf(tables, names) };
}

/** Returns the location of a pair of tables. */
export function locationOf(
  { environment, cluster, ...sides }: ClusterName & ClusterSides,
  { host, gateways }: Pick<TablePair, 'host' | 'gateways'>,
  port: number | undefined,
): HostLocation {
  return { environment, cluster, namespace: namespaceOfHost(host, sides), host, gateways, port };
}

/**
 * Returns a function that reads the table of a host before the change by the rules of the Istio version after it: an
 * upgrade of Istio is not one of the steps that are applied.
 */
function appliedTables(before: SnapshotRoutes | undefined, after: SnapshotRoutes | undefined) {
  if (before === undefined || after === undefined || isReadAlike(before, after)) {
    return (pair: TablePair): RouteTable | undefined => pair.before;
  }
  const read = snapshotRoutes({ ...before.cluster, rules: after.cluster.rules }, before.ports);
  return ({ before: table }: TablePair): RouteTable | undefined => table && sameSource(read.tables(), table);
}

function isReadAlike(before: SnapshotRoutes | undefined, after: SnapshotRoutes | undefined): boolean {
  return JSON.stringify(before?.cluster.rules) === JSON.stringify(after?.cluster.rules);
}

function comparedSnapshot(
  routes: SnapshotRoutes | undefined,
  host: string,
  renamed: ReadonlyMap<string, string>,
  served: OutcomeNames['served'],
): ComparedSnapshot {
  return { routes, names: { renamed, localGateway: routes?.targetOf(host), served } };
}

/** Whether a table has a VirtualService whose requests are unknown. */
function hasUnclear(routes: SnapshotRoutes | undefined, table: RouteTable | undefined): boolean {
  if (routes === undefined || table === undefined) return false;
  const { unclear } = routes.doubts();
  return (
    unclear.size > 0 && table.members.some((member) => objectsOf(member).some((index) => unclear.has(index)))
  );
}

/** Returns the Gateways whose routes Envoy rejects as a whole. */
function rejectingGateways(routes: SnapshotRoutes | undefined): readonly string[] {
  const rejected = routes?.doubts().rejected;
  if (routes === undefined || rejected === undefined || rejected.size === 0) return [];
  return routes
    .tables()
    .filter(({ members }) => members.some((member) => objectsOf(member).some((index) => rejected.has(index))))
    .map(gatewayOf);
}
