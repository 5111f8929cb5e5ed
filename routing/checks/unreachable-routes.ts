import { withinBudget, type Budget } from '../text';
import {
  coveringRoutes,
  memberRoutes,
  resolver,
  witnessOf,
  type Covering,
  type MemberRoutes,
  type Resolver,
  type RouteFacts,
} from '../analysis';
import { positionOf, type RouteProblem } from './route-problem';
import { isRemarked, outcomeKeys, type Route } from '../model';
import { referenceTo, type RouteList } from '../istio';

/** Maximum number of covering routes that a message names. The finding's routes contain all of them. */
const NAMED = 8;

/**
 * Returns the routes that answer no request: routes covered by earlier ones, and routes that match nothing.
 * A route that is unreachable only in the current creation order is reported as a conflict (KF601) instead. A route whose
 * requests all have the same outcome from other VirtualServices is redundant, which is a warning.
 * @param budget limits the search for the covering routes; if it is exhausted, they are not named
 */
export function unreachableRoutes(
  list: RouteList,
  { answers, matches, conflicts }: RouteFacts,
  budget: Budget,
): RouteProblem[] {
  const problems = list.dropped.map((route) => droppedProblem(list, route));
  const decidedByOrder = new Set(conflicts.map(({ first, second }) => `${first} ${second}`));
  const younger = new Set(conflicts.map(({ second }) => second));
  let resolving: Resolver | undefined;
  let routesOfMember: MemberRoutes | undefined;
  const keyOf = outcomeKeys();
  const leaving = list.routes.findIndex(leavesRequests);
  const firstLeaving = leaving < 0 ? list.routes.length : leaving;
  list.routes.forEach((route, index) => {
    if (answers[index] === 1) return;
    if (matches[index] === 0) {
      const isReported = isRemarked(route.path) || route.conditions.some(({ texts }) => isRemarked(texts));
      if (!isReported) problems.push(unmatched(list, route));
      return;
    }
    const requests = (resolving ??= resolver(list));
    const found = withinBudget(() => coveringRoutes(list, index, requests, budget));
    const covering = found?.answer;
    // In another creation order the route is reachable.
    const dependsOnOrder =
      covering === undefined
        ? found !== undefined || younger.has(index)
        : covering.by.some((other) => decidedByOrder.has(`${other} ${index}`));
    if (dependsOnOrder) return;
    const takers = covering?.by.flatMap((other) => list.routes[other] ?? []);
    if (takers?.some(leavesRequests) ?? firstLeaving < index) return;
    // If another match of the rule is reachable, so is the rule.
    routesOfMember ??= memberRoutes(list);
    const isRuleReachable = routesOfMember(route.member).some(
      (other) => list.routes[other]?.rule === route.rule && answers[other] === 1,
    );
    const isRedundant =
      takers?.every((other) => other.member !== route.member && keyOf(other) === keyOf(route)) ?? false;
    const problem = unreachableProblem(list, route, covering, isRedundant);
    problems.push(isRuleReachable || isRedundant ? { ...problem, severity: 'warning' } : problem);
  });
  return problems;
}

/**
 * Whether some requests that a route matches may continue to later routes: those that its delegate does not match, and
 * those that do not meet a condition which is not modelled.
 */
function leavesRequests({ outcome, path }: Route): boolean {
  return outcome.delegate !== undefined || isRemarked(path);
}

function unreachableProblem(
  list: RouteList,
  route: Route,
  covering: Covering | undefined,
  isRedundant: boolean,
): RouteProblem {
  const by = (covering?.by ?? []).map((index) => list.routes[index] as Route);
  const more = by.length > NAMED ? ` and ${by.length - NAMED} more` : '';
  const named = by.slice(0, NAMED).map((other) => spellRoute(list, other));
  const takers =
    covering === undefined
      ? 'earlier routes together take all its requests'
      : `${named.join(', ')}${more} ${by.length > 1 ? 'together take' : 'takes'} all its requests first`;
  return {
    code: 'KF604',
    severity: 'error',
    message: isRedundant
      ? `${spellRoute(list, route)} is redundant: ${takers}, with the same outcome`
      : `${spellRoute(list, route)} is unreachable: ${takers}`,
    help: isRedundant ? 'remove it' : 'put it before them, narrow them, or remove it',
    positions: [positionOf(list, route), ...by.map((other) => positionOf(list, other))],
    routes: [referenceTo(list, route), ...by.map((other) => referenceTo(list, other))],
    ...(covering === undefined ? {} : { witness: witnessOf(covering.request) }),
  };
}

function droppedProblem(list: RouteList, route: RouteList['dropped'][number]): RouteProblem {
  const { virtualService, rule, match } = referenceTo(list, route);
  return {
    code: 'KF604',
    severity: 'error',
    message: `rule ${rule} match ${match} of ${virtualService} is unreachable: Istio ignores all matches after an earlier one that matches every path`,
    help: 'put it before that match, or leave it out',
    positions: [
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
    help: 'fix the path or the condition that no request meets, or remove the route',
    positions: [positionOf(list, route)],
    routes: [referenceTo(list, route)],
  };
}

/** Returns the name of a route in messages. */
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
