import { shortestRequest, type Budget, type Route, type RouteList } from '../routing';

/** A request that shows the relation of two rules. */
export type Shown = NonNullable<ReturnType<typeof shortestRequest>>;

/** The relation of the requests of a rule a to those of a rule b. */
export type Relation =
  | { readonly kind: 'equal' }
  /** All of a's are b's, and b has others. */
  | { readonly kind: 'narrower' }
  | { readonly kind: 'broader' }
  /** Each has requests that the other does not have. */
  | { readonly kind: 'crossing'; readonly onlyA: Shown; readonly onlyB: Shown };

/** Compares two rules that have requests in common, each by its routes: its matches are alternatives. */
export function relationOf(
  a: readonly Route[],
  b: readonly Route[],
  list: Pick<RouteList, 'domain'>,
  budget: Budget,
): Relation {
  const onlyA = outside(a, b);
  const onlyB = outside(b, a);
  if (onlyA === undefined) return { kind: onlyB === undefined ? 'equal' : 'narrower' };
  return onlyB === undefined ? { kind: 'broader' } : { kind: 'crossing', onlyA, onlyB };

  /** A request of some routes that none of the others matches. */
  function outside(routes: readonly Route[], others: readonly Route[]): Shown | undefined {
    for (const route of routes) {
      const found = shortestRequest([route], others, list, budget);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
