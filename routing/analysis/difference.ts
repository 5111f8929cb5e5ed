/**
 * Difference of two route lists, by exploring the product of their path languages.
 *
 * Example: before, `/a` goes to v1; after, `/a` goes to v2. The requests with path `/a` are one difference.
 *
 * Invariants: each set of routes that match a common path is compared once; each pair of a route before and a route
 * after is listed at most once, with a request that shows it.
 */
import type { AnswerReference, Witness } from '../../findings';
import { findAssignment, outcomes, type Assignment, type OutcomeRelation, type Route } from '../model';
import type { Budget } from '../text';
import { explore, literalIndex, nearIndex } from '../explore';
import { answerReference, type RouteList } from '../istio';
import { onPath, shortestRequest, witnessOf } from './witness';

/** Requests whose outcome differs between two route lists, grouped by the routes that answer them. */
export interface Difference {
  /** What answers them before; undefined if there is none. */
  readonly before: AnswerReference | undefined;
  /** What answers them after; undefined if there is none. */
  readonly after: AnswerReference | undefined;
  /** The exact set of requests: all routes of `matched` match them, and no route of `except` does. */
  readonly matched: readonly Route[];
  readonly except: readonly Route[];
  readonly witness: Witness;
}

/** Defines a difference and the number of differences to list. */
export interface DifferenceOptions {
  /**
   * Maximum number of differences. If this many are returned, there can be more.
   * @default 10000
   */
  readonly limit?: number;
  /**
   * Compares what a route before and a route after do with the requests that both match.
   * @default - everything in the rules except names and matches
   */
  readonly relate?: (before: Route, after: Route) => OutcomeRelation;
  /**
   * Whether a rule that is the same object in both lists has the same outcome in both.
   * @default true
   */
  readonly isServedAlike?: boolean;
}

/**
 * Returns the requests whose outcome changes from one route list to another on the same host.
 * @throws BudgetExhausted
 */
export function difference(
  before: RouteList,
  after: RouteList,
  budget: Budget,
  { limit = 10_000, relate = outcomes().relate, isServedAlike = true }: DifferenceOptions = {},
): readonly Difference[] {
  const count = before.routes.length;
  const routes = [...before.routes, ...after.routes];
  const found = new Map<string, Difference>();
  const judged = new Set<string>();
  /** Pairs that do the same at the only path where they meet. */
  const same = new Set<string>();
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
  // A single route can be a difference: its requests have no answer in the other list.
  explore(
    literalIndex(routes),
    (route) => routeAt(route).path,
    { accept, isDone: () => false, isSettled: () => false },
    budget,
  );
  return [...found.values()];

  /** Compares the answers of both lists for requests whose path exactly these routes match. */
  function judge(routesBefore: readonly number[], routesAfter: readonly number[]): void {
    for (const a of [...routesBefore, undefined]) {
      for (const b of [...routesAfter, undefined]) {
        budget.spend(1);
        if (a === undefined && b === undefined) continue;
        const relation =
          a === undefined || b === undefined ? 'different' : relationOf(routeAt(a), routeAt(b));
        if (relation === 'same') continue;
        const key = `${a ?? ''} ${b ?? ''}`;
        if (found.has(key) || same.has(key) || found.size >= limit) continue;
        const earlier = [
          ...routesBefore.slice(0, a === undefined ? undefined : routesBefore.indexOf(a)),
          ...routesAfter.slice(0, b === undefined ? undefined : routesAfter.indexOf(b)),
        ];
        if (answers([a, b], earlier) === undefined) continue;
        const described = describe(a, b, relation);
        if (described === undefined) same.add(key);
        else found.set(key, described);
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

  /** Describes the requests of a pair; undefined if both routes do the same with all of them. */
  function describe(
    a: number | undefined,
    b: number | undefined,
    relation: Exclude<OutcomeRelation, 'same'>,
  ): Difference | undefined {
    const matched = [a, b].flatMap((route) => (route === undefined ? [] : [routeAt(route)]));
    const earlier = (route: number) => (route < count ? route < (a ?? count) : route < (b ?? routes.length));
    near ??= nearIndex(routes);
    const except = near(matched.map(({ path }) => path))
      .filter(earlier)
      .map(routeAt);
    const [first] = matched;
    if (relation !== 'different' && first !== undefined)
      except.push({ ...first, ...onPath(relation.exceptAt) });
    const request = shortestRequest(matched, except, before, budget);
    if (request === undefined) {
      if (relation === 'different') throw new Error('a difference without a request');
      return undefined;
    }
    const met = except.filter(
      (route) => shortestRequest([...matched, route], [], before, budget) !== undefined,
    );
    return {
      before: a === undefined ? undefined : answerReference(before, routeAt(a)),
      after: b === undefined ? undefined : answerReference(after, routeAt(b)),
      matched,
      except: met,
      witness: witnessOf(request),
    };
  }

  function relationOf(a: Route, b: Route): OutcomeRelation {
    // Objects in both lists are usually read once, so that identity is a fast test.
    const isSameMatch = isServedAlike && a.outcome === b.outcome && a.rule === b.rule && a.match === b.match;
    return isSameMatch ? 'same' : relate(a, b);
  }

  function routeAt(route: number): Route {
    return routes[route] as Route;
  }
}
