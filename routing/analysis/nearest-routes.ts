import { takesValue, type Condition, type Route, type RoutedRequest } from '../model';
import { holdsText } from '../text';
import type { RouteList } from '../istio';

/** The routes most similar to a request that no route matches. */
export interface NearestRoutes {
  /** Routes whose path matches, with the conditions that fail. */
  readonly byPath: readonly { readonly route: Route; readonly failed: readonly Condition[] }[];
  /** Routes whose literal paths share the longest prefix with the request's path. Each path occurs once. */
  readonly byBeginning: readonly Route[];
}

/** Maximum number of routes in `byBeginning`. */
const LIMIT = 3;

/** Returns the routes most similar to a request. */
export function nearestRoutes({ routes }: Pick<RouteList, 'routes'>, request: RoutedRequest): NearestRoutes {
  const byPath = routes
    .filter(({ path }) => holdsText(path, request.path))
    .map((route) => ({
      route,
      failed: route.conditions.filter(
        (condition) => !takesValue(condition, request.valueOf(condition.dimension)),
      ),
    }));
  const seen = new Set(byPath.map(({ route }) => literalText(route)));
  const begun = routes.flatMap((route) => {
    const text = literalText(route);
    if (text === undefined || seen.has(text)) return [];
    seen.add(text);
    const shared = sharedLength(text, request.path);
    // Every path begins with a slash.
    return shared > 1 ? [{ route, shared, rest: text.length - shared }] : [];
  });
  begun.sort((a, b) => b.shared - a.shared || a.rest - b.rest);
  return { byPath, byBeginning: begun.slice(0, LIMIT).map(({ route }) => route) };
}

function literalText({ path }: Route): string | undefined {
  if (path.kind === 'values') return path.values[0];
  return path.kind === 'prefix' || path.kind === 'folded' ? path.text : undefined;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
