import type { Witness } from '../../findings';
import { withinBudget, type Budget } from '../text';
import { CONFLICT_LIMIT, conflictWitness, routeFacts, type Conflict, type Standing } from '../analysis';
import { spellRoute, unreachableRoutes, type DeadRoute } from './unreachable-routes';
import { positionOf, type RouteProblem } from './route-problem';
import type { Route } from '../model';
import { referenceTo, type ReadVirtualService, type RouteList, type RouteTable } from '../istio';

/**
 * Whether every request of a table reaches the same outcome for every creation order of its VirtualServices:
 * proved, broken (a request shows it), or undecided.
 */
export type OrderIndependence = 'proved' | 'broken' | 'undecided';

/**
 * Finds conflicts between the VirtualServices of a table, and its unreachable routes.
 * @param budget limits the verdict; if it is exhausted, the conflicts found so far are reported
 * @param witnessBudget limits the search for witnesses and covering routes; if it is exhausted, they are left out
 * @param isStanding whose conflicts with each other are listed in part
 */
export function orderProblems(
  table: RouteTable,
  list: RouteList,
  budget: Budget,
  witnessBudget: Budget,
  isStanding?: Standing,
): {
  readonly verdict: OrderIndependence;
  readonly problems: readonly RouteProblem[];
  /** Undefined where the budget did not suffice. */
  readonly dead: readonly DeadRoute[] | undefined;
} {
  const facts = routeFacts(list, budget, isStanding);
  const { answers, conflicts, more, isWhole } = facts;
  const witness = conflictWitness(list, witnessBudget);
  const problems = conflicts.map((conflict) => {
    const isUnreachable = isWhole && answers[conflict.second] === 0;
    return conflictProblem(
      table,
      list,
      conflict,
      isUnreachable,
      withinBudget(() => witness(conflict))?.answer,
    );
  });
  if (more) problems.push(moreConflicts(table));
  if (!isWhole) problems.push(undecidedProblem(table));
  const verdict = conflicts.length > 0 ? 'broken' : isWhole ? 'proved' : 'undecided';
  const dead = isWhole ? unreachableRoutes(list, facts, witnessBudget) : undefined;
  return { verdict, problems, dead };
}

function conflictProblem(
  table: RouteTable,
  list: RouteList,
  { first, second }: Conflict,
  isUnreachable: boolean,
  witness: Witness | undefined,
): RouteProblem {
  const [a, b] = [list.routes[first] as Route, list.routes[second] as Route];
  const [older, younger] = [a, b].map((route) => spellRoute(list, route));
  const consequence = isUnreachable ? '; in the current order, the second is unreachable' : '';
  return {
    code: 'KF601',
    severity: 'error',
    message: `on ${table.host}, ${older} and ${younger} match the same request, and the ${deciding(list, a, b)} created first answers it${spellToday(list, a, b)}${consequence}`,
    help: 'make their matches disjoint, or write both rules into one VirtualService in the intended order',
    positions: [positionOf(list, a), positionOf(list, b)],
    routes: [referenceTo(list, a), referenceTo(list, b)],
    ...(witness === undefined ? {} : { witness }),
  };
}

/** Says which of two VirtualServices answers today, where their creation times tell it. */
function spellToday({ members }: Pick<RouteList, 'members'>, a: Route, b: Route): string {
  if (deciding({ members }, a, b) !== 'VirtualService') return '';
  return spellOlder(members[a.member], members[b.member]);
}

/** Names the older of two VirtualServices, the first, where their creation times differ. */
export function spellOlder(
  first: ReadVirtualService | undefined,
  second: ReadVirtualService | undefined,
): string {
  if (first?.created === undefined || second?.created === undefined) return '';
  if (first.created === second.created) return '';
  const created = new Date(first.created).toISOString().replace('.000', '');
  return ` (today ${first.namespace}/${first.name}, created at ${created})`;
}

/** What is older where a VirtualService answers first: where Gateways share a listener, those of the older one come first. */
function deciding({ members }: Pick<RouteList, 'members'>, a: Route, b: Route): string {
  const [first, second] = [members[a.member], members[b.member]];
  const isCommon = first?.gateways.some((gateway) => second?.gateways.includes(gateway)) ?? true;
  return isCommon && first?.index !== second?.index ? 'VirtualService' : 'VirtualService of the Gateway';
}

function moreConflicts({ host, members }: RouteTable): RouteProblem {
  const [first] = members;
  return {
    code: 'KF601',
    severity: 'error',
    message: `on ${host}, more routes depend on the order of creation than the ${CONFLICT_LIMIT} that are shown`,
    help: 'fix those that are shown and check again',
    positions: first === undefined ? [] : [{ virtualService: first.index, path: ['spec', 'hosts'] }],
  };
}

/** Returns the problem for a table whose check exhausted its budget. */
export function undecidedProblem({ gateway, host, members }: RouteTable): RouteProblem {
  const [first] = members;
  return {
    code: 'KF612',
    severity: 'error',
    message: `whether the creation order decides on ${host} (gateway ${gateway}) is not decided: its routes exceed the work limit of a check`,
    help: 'start each regex with literal text that no other route has, narrow its repetitions, and distinguish routes of one path by exact values',
    positions: first === undefined ? [] : [{ virtualService: first.index, path: ['spec', 'hosts'] }],
  };
}
