import { holdsText } from '../text';
import type { Route } from '../model';
import type { RouteList } from '../istio';

/** The routes of a list for the requests of one path. */
export interface RoutesAtPath {
  /** The routes that match the path, each for that path alone; their order and references are those of the list. */
  readonly list: RouteList;
  /** Returns the route of the whole list that a route of {@link list} is made from. */
  readonly originalOf: (route: Route) => Route;
}

/**
 * Narrows a route list to the requests of one path, by any method, headers and query parameters.
 * @param path without the query, as Envoy compares it
 */
export function routesAtPath(list: RouteList, path: string): RoutesAtPath {
  const originals = new Map(
    list.routes
      .filter((route) => holdsText(route.path, path))
      .map((route): [Route, Route] => [{ ...route, path: { kind: 'values', values: [path] } }, route]),
  );
  return {
    list: { ...list, routes: [...originals.keys()] },
    originalOf: (route) => originals.get(route) ?? route,
  };
}
