import type { Witness } from '../findings';
import { findAssignment, type Assignment } from './assignment';
import type { Budget } from './budget';
import { explore } from './explore';
import { literalIndex } from './literal-index';
import { nearIndex } from './near-index';
import { outcomeKeys } from './outcome';
import type { Route } from './route';
import { referenceTo, type RouteList } from './route-table';
import type { RouteReference } from '../findings';
import { shortestRequest, witnessOf } from './witness';

/** Requests whose outcome differs between two route lists: those that one route answers in each. */
export interface Difference {
  /** The route that answers them before; undefined where none does. */
  readonly before: RouteReference | undefined;
  /** The route that answers them after; undefined where none does. */
  readonly after: RouteReference | undefined;
  /** Exactly which requests: what the first list of routes match and none of the second does. */
  readonly matched: readonly Route[];
  readonly except: readonly Route[];
  readonly witness: Witness;
}

/** What counts as a difference, and how many are listed. */
export interface DifferenceOptions {
  /**
   * Most differences that are listed; where so many come back, there may be more.
   * @default 10000
   */
  readonly limit?: number;
  /**
   * A text that two routes share exactly if the same becomes of a request by either.
   * @default - everything in their rules counts, names and matches aside
   */
  readonly keyOf?: (route: Route, side: 'before' | 'after') => string;
  /**
   * Whether a rule that is the same object on both sides does the same on both.
   * @default true
   */
  readonly isServedAlike?: boolean;
}

/**
 * Works out which requests change their outcome from one route list to another, on the same host.
 * @throws BudgetExhausted
 */
export function difference(
  before: RouteList,
  after: RouteList,
  budget: Budget,
  { limit = 10_000, keyOf = outcomeKeys(), isServedAlike = true }: DifferenceOptions = {},
): readonly Difference[] {
  const count = before.routes.length;
  const routes = [...before.routes, ...after.routes];
  const found = new Map<string, Difference>();
  const judged = new Set<string>();
  let near: ReturnType<typeof nearIndex> | undefined;
  const accept = (together: readonly number[]) => {
    const key = together.join();
    if (judged.has(key) || found.size >= limit) return;
    judged.add(key);
    judge(
      together.filter((route) => route < count),
      together.filter((route) => route >= count),
    );
  };
  // Even a single route may be a difference: its requests have no answer on the other side.
  explore(
    literalIndex(routes),
    (route) => routeAt(route).path,
    { accept, isDone: () => false, isSettled: () => false },
    budget,
  );
  return [...found.values()];

  /** Compares the answers of both sides for requests that just these routes match by their path. */
  function judge(old: readonly number[], now: readonly number[]): void {
    for (const a of [...old, undefined]) {
      for (const b of [...now, undefined]) {
        budget.spend(1);
        if (a === undefined && b === undefined) continue;
        if (a !== undefined && b !== undefined && leadsAlike(routeAt(a), routeAt(b))) continue;
        const key = `${a ?? ''} ${b ?? ''}`;
        if (found.has(key) || found.size >= limit) continue;
        const earlier = [
          ...old.slice(0, a === undefined ? undefined : old.indexOf(a)),
          ...now.slice(0, b === undefined ? undefined : now.indexOf(b)),
        ];
        if (answers([a, b], earlier) === undefined) continue;
        found.set(key, describe(a, b));
      }
    }
  }

  function answers(
    pair: readonly (number | undefined)[],
    earlier: readonly number[],
  ): Assignment | undefined {
    const met = pair.flatMap((route) => (route === undefined ? [] : routeAt(route).conditions));
    const failed = earlier.map((route) => routeAt(route).conditions);
    return findAssignment(met, failed, before.domain, budget);
  }

  function describe(a: number | undefined, b: number | undefined): Difference {
    const matched = [a, b].flatMap((route) => (route === undefined ? [] : [routeAt(route)]));
    const earlier = (place: number) => (place < count ? place < (a ?? count) : place < (b ?? routes.length));
    near ??= nearIndex(routes);
    const except = near(matched.map(({ path }) => path))
      .filter(earlier)
      .map(routeAt);
    const request = shortestRequest(matched, except, before, budget);
    if (request === undefined) throw new Error('a difference without a request');
    const met = except.filter(
      (route) => shortestRequest([...matched, route], [], before, budget) !== undefined,
    );
    return {
      before: a === undefined ? undefined : referenceTo(before, routeAt(a)),
      after: b === undefined ? undefined : referenceTo(after, routeAt(b)),
      matched,
      except: met,
      witness: witnessOf(request),
    };
  }

  function leadsAlike(a: Route, b: Route): boolean {
    // Objects that are on both sides are mostly read once.
    const isOne = isServedAlike && a.outcome === b.outcome && a.rule === b.rule && a.match === b.match;
    return isOne || keyOf(a, 'before') === keyOf(b, 'after');
  }

  function routeAt(route: number): Route {
    return routes[route] as Route;
  }
}
