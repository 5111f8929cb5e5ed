import { withinBudget, type Budget } from './budget';
import { coveringRoutes, type Covering } from './covering-routes';
import { memberRoutes, type MemberRoutes } from './member-routes';
import { spotOf } from './near-conflicts';
import type { RouteProblem } from './problem';
import { isRemarked } from './remark';
import { resolver, type Resolver } from './resolve';
import type { Route } from './route';
import type { RouteFacts } from './route-facts';
import { referenceTo, type RouteList } from './route-table';
import { witnessOf } from './witness';

/** Most covering routes that a message names; all are among its routes. */
const NAMED = 8;

/**
 * Routes that answer no request: dead ones, with the routes that take their requests, and those that match none.
 * Where the order of creation decides, that is another finding.
 * @param budget for finding the covering routes; where it does not suffice, they are not named
 */
export function idleRoutes(
  list: RouteList,
  { answers, matches, conflicts }: RouteFacts,
  budget: Budget,
): RouteProblem[] {
  const problems = list.dropped.map((route) => droppedProblem(list, route));
  const decidedByOrder = new Set(conflicts.map(({ first, second }) => `${first} ${second}`));
  const younger = new Set(conflicts.map(({ second }) => second));
  let resolving: Resolver | undefined;
  let placesOf: MemberRoutes | undefined;
  list.routes.forEach((route, place) => {
    if (answers[place] === 1) return;
    if (matches[place] === 0) {
      const isTold = isRemarked(route.path) || route.conditions.some(({ texts }) => isRemarked(texts));
      if (!isTold) problems.push(unmatched(list, route));
      return;
    }
    const requests = (resolving ??= resolver(list));
    const found = withinBudget(() => coveringRoutes(list, place, requests, budget));
    const covering = found?.answer;
    // In another order the route answers.
    const hangsOnOrder =
      covering === undefined
        ? found !== undefined || younger.has(place)
        : covering.by.some((other) => decidedByOrder.has(`${other} ${place}`));
    if (hangsOnOrder) return;
    // What a delegate does not take goes on to later routes.
    const takers = covering?.by ?? list.routes.keys();
    if ([...takers].some((other) => list.routes[other]?.outcome.delegate !== undefined)) return;
    // Where another match of its rule answers, the rule is not lost.
    placesOf ??= memberRoutes(list);
    const isSpared = placesOf(route.member).some(
      (other) => list.routes[other]?.rule === route.rule && answers[other] === 1,
    );
    const dead = deadProblem(list, route, covering);
    problems.push(isSpared ? { ...dead, severity: 'warning' } : dead);
  });
  return problems;
}

function deadProblem(list: RouteList, route: Route, covering: Covering | undefined): RouteProblem {
  const by = (covering?.by ?? []).map((place) => list.routes[place] as Route);
  const more = by.length > NAMED ? ` and ${by.length - NAMED} more` : '';
  const named = by.slice(0, NAMED).map((other) => spellRoute(list, other));
  const takers =
    covering === undefined
      ? 'routes before it together take them all'
      : `${named.join(', ')}${more} ${by.length > 1 ? 'together take' : 'takes'} them all before`;
  return {
    code: 'KF604',
    severity: 'error',
    message: `${spellRoute(list, route)} answers no request: ${takers}`,
    help: 'put it before them, narrow them, or leave it out',
    spots: [spotOf(list, route), ...by.map((other) => spotOf(list, other))],
    routes: [referenceTo(list, route), ...by.map((other) => referenceTo(list, other))],
    ...(covering === undefined ? {} : { witness: witnessOf(covering.request) }),
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
    message: `${spellRoute(list, route)} matches no request that can reach it`,
    help: 'mend the path or the condition that nothing meets, or leave the route out',
    spots: [spotOf(list, route)],
    routes: [referenceTo(list, route)],
  };
}

/** A route as messages name it. */
export function spellRoute(list: RouteList, route: Route): string {
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
