import type { Budget } from './budget';
import type { Resolver } from './resolve';
import { routedRequest, type Route } from './route';
import type { RouteList } from './route-table';
import { shortestRequest, type Request } from './witness';

/** Which routes take all requests of a dead one. */
export interface Covering {
  /** Places of the covering routes; none of them can be left out. */
  readonly by: readonly number[];
  /** A request that the dead route matches and one of them answers. */
  readonly request: Request;
}

/** From how many covering routes on the smallest set is not sought: no message could show it. */
const MANY = 64;

/**
 * Finds earlier routes that together take every request of a route: as long as a request is left over, the route
 * that answers it joins; what turns out not to be needed leaves again.
 * @param dead place of a route that matches requests and answers none
 */
export function coveringRoutes(
  list: RouteList,
  dead: number,
  resolving: Resolver,
  budget: Budget,
): Covering | undefined {
  const route = list.routes[dead];
  if (route === undefined) return undefined;
  const leftOver = (places: readonly number[]) =>
    shortestRequest(
      [route],
      places.map((place) => list.routes[place] as Route),
      list,
      budget,
    );

  const first = leftOver([]);
  if (first === undefined) return undefined;
  const joined: number[] = [];
  /** For each that joined, the routes that match the request for which it did. */
  const matching: (readonly number[])[] = [];
  for (let request: Request | undefined = first; request !== undefined; request = leftOver(joined)) {
    if (joined.length >= MANY) return { by: allThatMeet(list, dead, budget), request: first };
    const found = resolving.resolve(routedRequest(request, list.domain));
    const [answering] = found;
    budget.spend(found.length);
    if (answering === undefined || answering >= dead || joined.includes(answering)) return undefined;
    joined.push(answering);
    matching.push(found);
  }
  const by = joined.reduce<readonly number[]>((kept, place, at) => {
    const without = kept.filter((other) => other !== place);
    // Where none of the others matches the request for which it joined, it is needed.
    if (!without.some((other) => matching[at]?.includes(other))) return kept;
    return leftOver(without) === undefined ? without : kept;
  }, joined);
  return { by: [...by].sort((a, b) => a - b), request: first };
}

/** All earlier routes that match some request of a route: what takes all of them is among these. */
function allThatMeet(list: RouteList, dead: number, budget: Budget): readonly number[] {
  const route = list.routes[dead] as Route;
  return list.routes
    .slice(0, dead)
    .flatMap((other, place) =>
      shortestRequest([other, route], [], list, budget) === undefined ? [] : [place],
    );
}
