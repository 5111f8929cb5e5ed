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
import { positionOf, type MatchPosition } from './route-problem';
import type { RouteReference, Severity, Witness } from '../../findings';
import { isRemarked, outcomes, requestsKey, type Route } from '../model';
import { objectOf, referenceTo, type RouteList } from '../istio';

/** Maximum number of covering routes that a message names. The finding's routes contain all of them. */
const NAMED = 8;

/** A route that answers no request of a list. It may answer some of another list that it is in. */
export interface DeadRoute {
  /** The VirtualService, by its index in the input. */
  readonly virtualService: number;
  readonly rule: number;
  readonly match: number;
  readonly code: 'KF604' | 'KF610';
  readonly severity: Severity;
  /** What is wrong with the route: the end of a sentence that begins with its name, before a place, and after it. */
  readonly fault: readonly [string, string];
  readonly subject: string;
  readonly help: string;
  readonly positions: readonly MatchPosition[];
  readonly routes: readonly RouteReference[];
  readonly witness?: Witness;
}

/**
 * Returns the routes that answer no request of a list: routes covered by earlier ones, and routes that match nothing.
 * A route that is unreachable only in the current creation order is reported as a conflict (KF601) instead. A route whose
 * requests all have the same outcome from other VirtualServices is redundant, which is a warning.
 * @param budget limits the search for the covering routes; if it is exhausted, they are not named
 */
export function unreachableRoutes(
  list: RouteList,
  { answers, matches, conflicts }: RouteFacts,
  budget: Budget,
): DeadRoute[] {
  const problems = list.dropped.map((route) => droppedRoute(list, route));
  const decidedByOrder = new Set(conflicts.map(({ first, second }) => `${first} ${second}`));
  const younger = new Set(conflicts.map(({ second }) => second));
  let resolving: Resolver | undefined;
  const coverings = new Map<string, Covering>();
  let routesOfMember: MemberRoutes | undefined;
  const { relate } = outcomes();
  const leaving = list.routes.findIndex(leavesRequests);
  const firstLeaving = leaving < 0 ? list.routes.length : leaving;
  list.routes.forEach((route, index) => {
    if (answers[index] === 1) return;
    if (matches[index] === 0) {
      const isReported = isRemarked(route.path) || route.conditions.some(({ texts }) => isRemarked(texts));
      if (!isReported) problems.push(unmatchedRoute(list, route));
      return;
    }
    const requests = (resolving ??= resolver(list));
    // What covers a route covers every later one that is written alike.
    const key = requestsKey(route);
    const known = coverings.get(key);
    const found =
      known === undefined
        ? withinBudget(() => coveringRoutes(list, index, requests, budget))
        : { answer: known };
    const covering = found?.answer;
    if (covering !== undefined) coverings.set(key, covering);
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
      (other) => isSameRule(list.routes[other], route) && answers[other] === 1,
    );
    const isRedundant =
      takers?.every((other) => other.member !== route.member && relate(other, route) === 'same') ?? false;
    const problem = coveredRoute(list, route, covering, isRedundant);
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

function coveredRoute(
  list: RouteList,
  route: Route,
  covering: Covering | undefined,
  isRedundant: boolean,
): DeadRoute {
  const by = (covering?.by ?? []).map((index) => list.routes[index] as Route);
  const more = by.length > NAMED ? ` and ${by.length - NAMED} more` : '';
  const named = by.slice(0, NAMED).map((other) => spellRoute(list, other));
  const takers =
    covering === undefined
      ? 'earlier routes together take all its requests'
      : `${named.join(', ')}${more} ${by.length > 1 ? 'together take' : 'takes'} all its requests first`;
  return {
    ...placeOf(list, route),
    code: 'KF604',
    severity: 'error',
    subject: spellRoute(list, route),
    fault: isRedundant
      ? ['is redundant', `: ${takers}, with the same outcome`]
      : ['is unreachable', `: ${takers}`],
    help: isRedundant ? 'remove it' : 'put it before them, narrow them, or remove it',
    positions: [positionOf(list, route), ...by.map((other) => positionOf(list, other))],
    routes: [referenceTo(list, route), ...by.map((other) => referenceTo(list, other))],
    ...(covering === undefined ? {} : { witness: witnessOf(covering.request) }),
  };
}

function droppedRoute(list: RouteList, route: RouteList['dropped'][number]): DeadRoute {
  const { virtualService, rule, match } = referenceTo(list, route);
  const place = placeOf(list, route);
  return {
    ...place,
    code: 'KF604',
    severity: 'error',
    subject: `rule ${rule} match ${match} of ${virtualService}`,
    fault: ['is unreachable', ': Istio ignores all matches after an earlier one that matches every path'],
    help: 'put it before that match, or leave it out',
    positions: [{ virtualService: place.virtualService, path: ['spec', 'http', rule, 'match', match] }],
    routes: [{ virtualService, rule, match }],
  };
}

function unmatchedRoute(list: RouteList, route: Route): DeadRoute {
  return {
    ...placeOf(list, route),
    code: 'KF610',
    severity: 'error',
    subject: spellRoute(list, route),
    fault: ['matches no request that can reach it', ''],
    help: 'fix the path or the condition that no request meets, or remove the route',
    positions: [positionOf(list, route)],
    routes: [referenceTo(list, route)],
  };
}

function placeOf(
  list: RouteList,
  route: RouteList['dropped'][number],
): Pick<DeadRoute, 'virtualService' | 'rule' | 'match'> {
  return { virtualService: objectOf(list, route) ?? 0, rule: route.rule, match: route.match };
}

function isSameRule(a: Route | undefined, b: Route): boolean {
  return a?.rule === b.rule && a.delegate?.index === b.delegate?.index;
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
