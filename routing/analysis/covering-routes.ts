/**
 * Counterexample-guided cover: finds the earlier routes that together match every request of an unreachable route.
 *
 * Example: `/a` and `/b` cover the regex `/[ab]`. The first request `/a` adds the route `/a`; the counterexample `/b`,
 * which `/a` does not match, adds `/b`; no counterexample remains.
 *
 * Invariants: every route added answers the last counterexample, so the loop adds each route once and ends. A final
 * pass removes redundant routes, so the cover is minimal under inclusion.
 */
import type { Budget } from '../text';
import type { Resolver } from './resolve';
import { routedRequest, type Route } from '../model';
import type { RouteList } from '../istio';
import { shortestRequest, type Request } from './witness';

/** The routes that match all requests of an unreachable route. */
export interface Covering {
  /** Indexes of the covering routes. No smaller subset covers the route, unless there are more than 64. */
  readonly by: readonly number[];
  /** A request that the unreachable route matches and a covering route answers. */
  readonly request: Request;
}

/** Maximum size of a minimal cover. A message could not show a larger one. */
const COVER_LIMIT = 64;

/**
 * Returns the cover of an unreachable route; undefined if the route is reachable or matches no request.
 * @param unreachable index of a route that matches requests and answers none
 */
export function coveringRoutes(
  list: RouteList,
  unreachable: number,
  resolving: Resolver,
  budget: Budget,
): Covering | undefined {
  const route = list.routes[unreachable];
  if (route === undefined) return undefined;
  const counterexample = (indexes: readonly number[]) =>
    shortestRequest(
      [route],
      indexes.map((index) => list.routes[index] as Route),
      list,
      budget,
    );

  const first = counterexample([]);
  if (first === undefined) return undefined;
  const cover: number[] = [];
  /** For each route of the cover, the routes that match its counterexample. */
  const matching: (readonly number[])[] = [];
  for (let request: Request | undefined = first; request !== undefined; request = counterexample(cover)) {
    if (cover.length >= COVER_LIMIT)
      return { by: overlappingRoutes(list, unreachable, budget), request: first };
    const found = resolving.resolve(routedRequest(request, list.domain));
    const [answering] = found;
    budget.spend(found.length);
    if (answering === undefined || answering >= unreachable || cover.includes(answering)) return undefined;
    cover.push(answering);
    matching.push(found);
  }
  const by = cover.reduce<readonly number[]>((kept, index, position) => {
    const without = kept.filter((other) => other !== index);
    // A route is necessary if no other route of the cover matches its counterexample.
    if (!without.some((other) => matching[position]?.includes(other))) return kept;
    return counterexample(without) === undefined ? without : kept;
  }, cover);
  return { by: [...by].sort((a, b) => a - b), request: first };
}

/** Returns all earlier routes that match a request of the route: a superset of every minimal cover. */
function overlappingRoutes(list: RouteList, unreachable: number, budget: Budget): readonly number[] {
  const route = list.routes[unreachable] as Route;
  return list.routes
    .slice(0, unreachable)
    .flatMap((other, index) =>
      shortestRequest([other, route], [], list, budget) === undefined ? [] : [index],
    );
}
