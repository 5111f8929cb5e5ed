import type { Standing } from '../analysis';
import { tableBudget, withinBudget } from '../text';
import { checkConnections } from './check-connections';
import { deadRouteProblems, type JudgedList, type ListenerPlace } from './dead-routes';
import { nearConflicts } from './near-conflicts';
import { orderProblems, undecidedProblem, type OrderIndependence } from './order-problems';
import { pathAdvice } from './path-advice';
import type { RouteProblem } from './route-problem';
import { problemOf } from './remark-problems';
import { objectsOf, type RouteList, type RouteTable, type RouteTables } from '../istio';
import { leavesUnknown, type RoutingRules } from '../model';
import type { CheckedTable, TableCheck } from './table-check';
import { unmergedProblem } from './unmerged';

/**
 * Checks route tables. Returns one verdict for each table, and all problems.
 * @param isStanding whose conflicts with each other are listed in part; by default all conflicts are listed
 */
export function checkTables(
  { tables, connections, meshConnections, remarks, refusing }: RouteTables,
  rules: RoutingRules,
  isStanding?: Standing,
): TableCheck {
  const problems: RouteProblem[] = remarks.map(problemOf);
  const unknown = new Set(remarks.filter(leavesUnknown).map(({ index }) => index));
  const verdictByList = new Map<RouteList, OrderIndependence>();
  const judgedLists = new Map<RouteList, JudgedList & { readonly places: ListenerPlace[] }>();
  const isNew = newForSource();
  const served = tables.filter((table) => table.members.length > 0 && !routesConnectionsAlone(table));
  const checked = served.map((table): CheckedTable => {
    const verdicts = table.listeners.map(({ port, list: whole, routed: list }): OrderIndependence => {
      // Where all requests are redirected to HTTPS, no route answers any, in every order.
      if (list === undefined) return isUnknown(table) ? 'undecided' : 'proved';
      const place = { gateway: table.gateway, host: table.host, port, partOf: table.source?.gateway };
      judgedLists.get(list)?.places.push(place);
      let verdict = verdictByList.get(list);
      if (verdict !== undefined && table.merged) return verdict;
      const found = judge(table, port, list);
      const judged = whole === list ? found : { ...found, problems: found.problems.map(asByHttps) };
      problems.push(...(table.source === undefined ? judged.problems : judged.problems.filter(isNew(table))));
      if (!judgedLists.has(list)) judgedLists.set(list, { list, dead: judged.dead, places: [place] });
      verdict = judged.verdict === 'proved' && isUnknown(table) ? 'undecided' : judged.verdict;
      verdictByList.set(list, verdict);
      return verdict;
    });
    const { gateway, host, listeners, source } = table;
    const routes = listeners.find(({ routed }) => routed !== undefined)?.routed?.routes.length ?? 0;
    return { gateway, host, routes, orderIndependent: servedOr(source?.gateway ?? gateway, worst(verdicts)) };
  });
  problems.push(...deadRouteProblems([...judgedLists.values()]));
  const ofConnections = checkConnections({ connections, meshConnections }, unknown, servedOr);
  problems.push(...ofConnections.problems);
  return { tables: [...checked, ...ofConnections.tables], problems };

  function isUnknown({ members }: RouteTable): boolean {
    return members.some((member) => objectsOf(member).some((index) => unknown.has(index)));
  }

  /** Nothing is proved of a Gateway whose servers Istio may refuse. */
  function servedOr(gateway: string, verdict: OrderIndependence): OrderIndependence {
    return verdict === 'proved' && refusing.has(gateway) ? 'undecided' : verdict;
  }

  function judge(table: RouteTable, port: number | undefined, list: RouteList) {
    const budget = () => tableBudget(list.routes.length);
    const { verdict, problems: found, dead } = orderProblems(table, list, budget(), budget(), isStanding);
    const judged = {
      verdict,
      dead,
      problems: [...found, ...pathAdvice(list, table.merged), ...nearConflicts(list)],
    };
    if (table.merged) return judged;
    const unmerged = withinBudget(() => unmergedProblem(table, port, rules, budget()));
    if (unmerged?.answer !== undefined) {
      return { ...judged, verdict: 'broken' as const, problems: [unmerged.answer, ...judged.problems] };
    }
    if (unmerged !== undefined || verdict !== 'proved') return judged;
    return {
      ...judged,
      verdict: 'undecided' as const,
      problems: [undecidedProblem(table), ...judged.problems],
    };
  }
}

/** Shows a problem of routes behind a redirect to HTTPS: the request comes from a trusted proxy that got it by HTTPS. */
function asByHttps(problem: RouteProblem): RouteProblem {
  const { witness } = problem;
  if (witness === undefined) return problem;
  const headers = { 'x-forwarded-proto': 'https', ...witness.headers };
  return { ...problem, witness: { ...witness, headers } };
}

/** Tells whether a problem of a host was not found for other proxies: what is the same for all is reported once. */
function newForSource() {
  const seen = new Set<string>();
  return ({ host, gateway, source }: RouteTable) =>
    ({ code, positions }: RouteProblem): boolean => {
      const key = JSON.stringify([host, source?.gateway ?? gateway, code, positions]);
      return seen.size < seen.add(key).size;
    };
}

/** Whether the VirtualServices of a table have TLS or TCP routes, and none for requests. */
function routesConnectionsAlone({ members, listeners }: RouteTable): boolean {
  return (
    members.some(({ connections }) => connections.length > 0) &&
    listeners.every(
      ({ routed }) => routed !== undefined && routed.routes.length + routed.dropped.length === 0,
    )
  );
}

function worst(verdicts: readonly OrderIndependence[]): OrderIndependence {
  return (
    verdicts.find((verdict) => verdict === 'broken') ??
    verdicts.find((verdict) => verdict === 'undecided') ??
    'proved'
  );
}
