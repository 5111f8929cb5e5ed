import { takesValue, type Condition } from './condition';
import { holdsText } from './language';
import type { Route, RoutedRequest } from './route';
import type { RouteList } from './route-table';

/** The routes that come nearest to a request that none matches. */
export interface NearestRoutes {
  /** Routes whose path matches, with the conditions that do not hold. */
  readonly byPath: readonly { readonly route: Route; readonly failed: readonly Condition[] }[];
  /** Routes of plain paths that share the longest beginning with the request's: no path twice. */
  readonly byBeginning: readonly Route[];
}

/** Most routes whose paths begin alike. */
const LIMIT = 3;

/** Finds the routes that come nearest to a request. */
export function nearestRoutes({ routes }: Pick<RouteList, 'routes'>, request: RoutedRequest): NearestRoutes {
  const byPath = routes
    .filter(({ path }) => holdsText(path, request.path))
    .map((route) => ({
      route,
      failed: route.conditions.filter(
        (condition) => !takesValue(condition, request.valueOf(condition.dimension)),
      ),
    }));
  const seen = new Set(byPath.map(({ route }) => plainTextOf(route)));
  const begun = routes.flatMap((route) => {
    const text = plainTextOf(route);
    if (text === undefined || seen.has(text)) return [];
    seen.add(text);
    const shared = sharedLength(text, request.path);
    // Every path begins with a slash.
    return shared > 1 ? [{ route, shared, rest: text.length - shared }] : [];
  });
  begun.sort((a, b) => b.shared - a.shared || a.rest - b.rest);
  return { byPath, byBeginning: begun.slice(0, LIMIT).map(({ route }) => route) };
}

function plainTextOf({ path }: Route): string | undefined {
  if (path.kind === 'values') return path.values[0];
  return path.kind === 'prefix' || path.kind === 'folded' ? path.text : undefined;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
