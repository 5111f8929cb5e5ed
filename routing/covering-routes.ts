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
  for (let request: Request | undefined = first; request !== undefined; request = leftOver(joined)) {
    const [answering] = resolving.resolve(routedRequest(request, list.domain));
    if (answering === undefined || answering >= dead || joined.includes(answering)) return undefined;
    joined.push(answering);
  }
  const by = joined.reduce<readonly number[]>((kept, place) => {
    const without = kept.filter((other) => other !== place);
    return leftOver(without) === undefined ? without : kept;
  }, joined);
  return { by: [...by].sort((a, b) => a - b), request: first };
}
