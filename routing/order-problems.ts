import type { Witness } from '../findings';
import type { Budget } from './budget';
import type { OrderIndependence } from './check-tables';
import { conflictWitness } from './conflict-witness';
import { coveringRoutes } from './covering-routes';
import { memberRoutes, type MemberRoutes } from './member-routes';
import { spotOf } from './near-conflicts';
import type { RouteProblem } from './problem';
import { resolver, type Resolver } from './resolve';
import type { Route } from './route';
import { CONFLICT_LIMIT, routeFacts, type Conflict } from './route-facts';
import { referenceTo, type RouteList, type RouteTable } from './route-table';
import { witnessOf } from './witness';

/** Judges a table by which routes meet: conflicts between VirtualServices, and routes that answer nothing. */
export function orderProblems(
  table: RouteTable,
  list: RouteList,
  budget: Budget,
): { readonly verdict: OrderIndependence; readonly problems: readonly RouteProblem[] } {
  const { answers, matches, conflicts, more } = routeFacts(list, budget);
  const witness = conflictWitness(list, budget);
  const problems = conflicts.map((conflict) =>
    conflictProblem(table, list, conflict, answers, witness(conflict)),
  );
  if (more) problems.push(moreConflicts(table));
  const decidedByOrder = new Set(conflicts.map(({ first, second }) => `${first} ${second}`));
  let resolving: Resolver | undefined;
  let placesOf: MemberRoutes | undefined;
  list.routes.forEach((route, place) => {
    if (answers[place] === 1) return;
    if (matches[place] === 0) {
      const isRemarked = route.path.kind !== 'regex' && !isReachable(route);
      if (!isRemarked) problems.push(unmatched(list, route));
      return;
    }
    resolving ??= resolver(list);
    const covering = coveringRoutes(list, place, resolving, budget);
    // Where the order decides, that is the finding: in another order the route answers.
    if (covering?.by.some((other) => decidedByOrder.has(`${other} ${place}`)) !== false) return;
    // What a delegate does not take goes on to later routes.
    if (covering.by.some((other) => list.routes[other]?.outcome.delegate !== undefined)) return;
    // Where another match of its rule answers, the rule is not lost.
    placesOf ??= memberRoutes(list);
    const isSpared = placesOf(route.member).some(
      (other) => list.routes[other]?.rule === route.rule && answers[other] === 1,
    );
    const dead = deadProblem(list, route, covering.by, witnessOf(covering.request));
    problems.push(isSpared ? { ...dead, severity: 'warning' } : dead);
  });
  for (const route of list.dropped) problems.push(droppedProblem(list, route));
  return { verdict: conflicts.length > 0 ? 'broken' : 'proved', problems };
}

/** Whether the reader has found nothing to say of a plain path. */
function isReachable({ path }: Route): boolean {
  const texts = path.kind === 'values' ? path.values : 'text' in path ? [path.text] : [];
  return texts.some((text) => text === '' || /^\/[!"$->@-~]*$/.test(text));
}

function conflictProblem(
  table: RouteTable,
  list: RouteList,
  { first, second }: Conflict,
  answers: Uint8Array,
  witness: Witness | undefined,
): RouteProblem {
  const [a, b] = [list.routes[first] as Route, list.routes[second] as Route];
  const [older, younger] = [a, b].map((route) => spell(list, route));
  const dead = answers[second] === 0 ? '; as things are, the second answers no request' : '';
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

function deadProblem(
  list: RouteList,
  route: Route,
  by: readonly number[],
  witness: RouteProblem['witness'],
): RouteProblem {
  const covering = by.map((place) => list.routes[place] as Route);
  const names = covering.map((other) => spell(list, other)).join(', ');
  return {
    code: 'KF604',
    severity: 'error',
    message: `${spell(list, route)} answers no request: ${names} ${covering.length > 1 ? 'together take' : 'takes'} them all before`,
    help: 'put it before them, narrow them, or leave it out',
    spots: [spotOf(list, route), ...covering.map((other) => spotOf(list, other))],
    routes: [referenceTo(list, route), ...covering.map((other) => referenceTo(list, other))],
    ...(witness === undefined ? {} : { witness }),
  };
}

function droppedProblem(list: RouteList, route: RouteList['dropped'][number]): RouteProblem {
  const { virtualService, rule, match } = referenceTo(list, route);
  return {
    code: 'KF604',
    severity: 'error',
    message: `rule ${rule} match ${match} of ${virtualService} answers no request: Istio ends the VirtualService at a match before it that takes every path`,
    help: 'put it before that match, or leave it out',
    spots: [
      {
        virtualService: list.members[route.member]?.index ?? 0,
        path: ['spec', 'http', rule, 'match', match],
      },
    ],
    routes: [{ virtualService, rule, match }],
  };
}

function unmatched(list: RouteList, route: Route): RouteProblem {
  return {
    code: 'KF610',
    severity: 'error',
    message: `${spell(list, route)} matches no request that can reach it`,
    help: 'mend the path or the condition that nothing meets, or leave the route out',
    spots: [spotOf(list, route)],
    routes: [referenceTo(list, route)],
  };
}

/** A route as messages name it. */
function spell(list: RouteList, route: Route): string {
  const { virtualService, rule, match } = referenceTo(list, route);
  return `rule ${rule} match ${match} of ${virtualService} (${spellPath(route)})`;
}

function spellPath({ path, conditions }: Route): string {
  const text =
    path.kind === 'values'
      ? `exact ${path.values.join(' or ')}`
      : path.kind === 'regex'
        ? `regex ${path.source}`
        : path.kind === 'any'
          ? 'any path'
          : `${path.kind === 'folded' && !path.open ? 'exact' : 'prefix'} ${path.text === '' ? '""' : path.text}`;
  return conditions.length > 0 ? `${text}, with conditions` : text;
}
