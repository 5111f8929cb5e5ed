import { difference, objectOf, routesAtPath, tableBudget, type Difference } from '../../../routing';
import type { ComparedOutcomes } from './compared-outcomes';
import type { ComparedSnapshot } from './request-changes';
import type { ListPair } from './table-pairs';

/** What a review is asked about some paths of a host. */
export interface PathFocus {
  /** Returns whether a difference of the whole lists changes a request with one of the paths. */
  readonly has: (found: Difference) => boolean;
  /** The functions with a route for one of the paths, before or after. */
  readonly functions: readonly string[];
}

/**
 * Finds the differences of two lists that change requests with given paths. It compares the lists again, with the
 * routes of each path alone, so that the answer is exact for all methods, headers and query parameters.
 * @param paths without queries, as Envoy compares them
 * @throws BudgetExhausted
 */
export function pathFocus(
  lists: ListPair,
  paths: readonly string[],
  compared: { readonly before: ComparedSnapshot; readonly after: ComparedSnapshot },
  { relate }: ComparedOutcomes,
  isServedAlike: boolean,
): PathFocus {
  const changed = new Set<string>();
  const functions = new Set<string>();
  for (const path of paths) {
    const at = { before: routesAtPath(lists.before, path), after: routesAtPath(lists.after, path) };
    for (const side of ['before', 'after'] as const) {
      const { list } = at[side];
      for (const route of list.routes) {
        if (route.redirector !== undefined) continue;
        const name = compared[side].routes?.functionOf(objectOf(list, route) ?? -1, route.rule);
        if (name !== undefined) functions.add(name);
      }
    }
    const budget = tableBudget(at.before.list.routes.length + at.after.list.routes.length);
    const found = difference(at.before.list, at.after.list, budget, {
      relate: (a, b) => relate(at.before.originalOf(a), at.after.originalOf(b)),
      isServedAlike,
    });
    for (const one of found) changed.add(pairOf(one));
  }
  return { has: (found) => changed.has(pairOf(found)), functions: [...functions] };
}

function pairOf({ before, after }: Difference): string {
  return JSON.stringify([before ?? null, after ?? null]);
}
