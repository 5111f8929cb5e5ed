import type { Witness } from '../findings';
import { withinBudget, type Budget } from './budget';
import type { OrderIndependence } from './check-tables';
import { conflictWitness } from './conflict-witness';
import { idleRoutes, spellRoute } from './idle-routes';
import { spotOf } from './near-conflicts';
import type { RouteProblem } from './problem';
import type { Route } from './route';
import { CONFLICT_LIMIT, routeFacts, type Conflict } from './route-facts';
import { referenceTo, type RouteList, type RouteTable } from './route-table';

/**
 * Judges a table by which routes meet: conflicts between VirtualServices, and routes that answer nothing.
 * @param budget for the verdict; where it does not suffice, the conflicts found until then are told
 * @param shown for what shows it: requests for conflicts and the routes that take a dead one's; where it does not
 * suffice, they are left out
 */
export function orderProblems(
  table: RouteTable,
  list: RouteList,
  budget: Budget,
  shown: Budget,
): { readonly verdict: OrderIndependence; readonly problems: readonly RouteProblem[] } {
  const facts = routeFacts(list, budget);
  const { answers, conflicts, more, isWhole } = facts;
  const witness = conflictWitness(list, shown);
  const problems = conflicts.map((conflict) => {
    const isDead = isWhole && answers[conflict.second] === 0;
    return conflictProblem(table, list, conflict, isDead, withinBudget(() => witness(conflict))?.answer);
  });
  if (more) problems.push(moreConflicts(table));
  if (isWhole) problems.push(...idleRoutes(list, facts, shown));
  else problems.push(undecidedProblem(table));
  const verdict = conflicts.length > 0 ? 'broken' : isWhole ? 'proved' : 'undecided';
  return { verdict, problems };
}

function conflictProblem(
  table: RouteTable,
  list: RouteList,
  { first, second }: Conflict,
  isDead: boolean,
  witness: Witness | undefined,
): RouteProblem {
  const [a, b] = [list.routes[first] as Route, list.routes[second] as Route];
  const [older, younger] = [a, b].map((route) => spellRoute(list, route));
  const dead = isDead ? '; as things are, the second answers no request' : '';
  return {
    code: 'KF601',
    severity: 'error',
    message: `on ${table.host}, ${older} and ${younger} match the same request, and the VirtualService created first answers it${dead}`,
    help: 'make their matches disjoint, or write both rules into one VirtualService in the order that you mean',
    spots: [spotOf(list, a), spotOf(list, b)],
    routes: [referenceTo(list, a), referenceTo(list, b)],
    ...(witness === undefined ? {} : { witness }),
  };
}

function moreConflicts({ host, members }: RouteTable): RouteProblem {
  const [first] = members;
  return {
    code: 'KF601',
    severity: 'error',
    message: `on ${host}, more routes hang on the order of creation than the ${CONFLICT_LIMIT} that are shown`,
    help: 'mend those that are shown and check again',
    spots: first === undefined ? [] : [{ virtualService: first.index, path: ['spec', 'hosts'] }],
  };
}

/** What is said of a table that the budget did not suffice for. */
export function undecidedProblem({ gateway, host, members }: RouteTable): RouteProblem {
  const [first] = members;
  return {
    code: 'KF612',
    severity: 'error',
    message: `whether the order of creation decides on ${host} (gateway ${gateway}) is not decided: its routes need more work than a check may take`,
    help: 'make regexes begin with plain text that no other route has, narrow what they repeat, and tell routes of one path apart by exact values',
    spots: first === undefined ? [] : [{ virtualService: first.index, path: ['spec', 'hosts'] }],
  };
}
