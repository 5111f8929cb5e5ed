import type { Witness } from '../findings';
import { findAssignment, type Assignment } from './assignment';
import type { Budget } from './budget';
import { explore } from './explore';
import { literalIndex } from './literal-index';
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

/** Most differences that are listed where nobody says otherwise. */
const LIMIT = 10_000;

/**
 * Works out which requests change their outcome from one route list to another, on the same host.
 * @param limit most differences that are listed
 * @throws BudgetExhausted
 */
export function difference(
  before: RouteList,
  after: RouteList,
  budget: Budget,
  limit = LIMIT,
): readonly Difference[] {
  const count = before.routes.length;
  const routes = [...before.routes, ...after.routes];
  const keyOf = outcomeKeys();
  const found = new Map<string, Difference>();
  const judged = new Set<string>();
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
        if (a !== undefined && b !== undefined && outcomeOf(a) === outcomeOf(b)) continue;
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
    const except = [
      ...before.routes.slice(0, a),
      ...after.routes.slice(0, b === undefined ? undefined : b - count),
    ];
    const request = shortestRequest(matched, except, before, budget);
    if (request === undefined) throw new Error('a difference without a request');
    const near = except.filter(
      (route) => shortestRequest([...matched, route], [], before, budget) !== undefined,
    );
    return {
      before: a === undefined ? undefined : referenceTo(before, routeAt(a)),
      after: b === undefined ? undefined : referenceTo(after, routeAt(b)),
      matched,
      except: near,
      witness: witnessOf(request),
    };
  }

  function outcomeOf(route: number): string {
    return keyOf(routeAt(route));
  }

  function routeAt(route: number): Route {
    return routes[route] as Route;
  }
}
