import { conditionsKey, findAssignment, outcomes, type Assignment, type Route } from '../model';
import { withinBudget, type Budget } from '../text';
import { explore, literalIndex } from '../explore';
import { conflictWitness } from './conflict-witness';
import { overlapCandidates } from './overlap-candidates';
import { isAlwaysBefore, settlesOrder, waysToBeFirst, type Before, type RouteList } from '../istio';

/** Two routes of different VirtualServices that match the same request: the older VirtualService answers it. */
export interface Conflict {
  /** Indexes in the list, ascending. */
  readonly first: number;
  readonly second: number;
  /** The only path that both turn into the same one, where there is one. */
  readonly exceptAt?: string;
}

/** Facts about the routes of a list, from their paths and conditions. */
export interface RouteFacts {
  /** For each route, whether it answers a request. */
  readonly answers: Uint8Array;
  /** For each route, whether it matches a request. */
  readonly matches: Uint8Array;
  /** Overlapping pairs with different outcomes: the creation order of their VirtualServices decides. */
  readonly conflicts: readonly Conflict[];
  /** Whether there are more conflicts than listed. */
  readonly more: boolean;
  /** Whether the budget sufficed. If not, positive facts hold, and all others are unknown. */
  readonly isWhole: boolean;
}

/** Maximum number of conflicts listed for one table. */
export const CONFLICT_LIMIT = 10_000;

/** Maximum number of conflicts among the VirtualServices that were there before, listed for one table. */
export const STANDING_LIMIT = 100;

/**
 * Returns whether a VirtualService, by its index in the input, was there before the others. What such VirtualServices have in common with
 * each other is no news. What they have in common with the others is a conflict even where something beside the age settles the order:
 * before, the others were not there.
 */
export type Standing = (index: number) => boolean;

const NOTHING_BEFORE: readonly Before[] = [() => false];

function nothingBefore(): readonly Before[] {
  return NOTHING_BEFORE;
}

/** Number of routes of one path above which equal conditions are looked for. */
const FEW = 16;

/**
 * Finds the routes that answer requests, and the pairs of routes that depend on the order of their VirtualServices.
 * @param isStanding whose conflicts with each other are listed up to {@link STANDING_LIMIT}, and beyond it passed over; by default
 * all conflicts count alike
 */
export function routeFacts(list: RouteList, budget: Budget, isStanding?: Standing): RouteFacts {
  const { routes, domain } = list;
  const answers = new Uint8Array(routes.length);
  const matches = new Uint8Array(routes.length);
  const conflicts = new Map<number, Conflict>();
  const { keyOf, relate } = outcomes();
  const almostSame = new Map<number, Conflict>();
  const isAgeAll = !settlesOrder(list);
  const judged = new Set<string>();
  const conditionKeys: string[] = [];
  const standing = list.members.map(({ index }) => isStanding?.(index) === true);
  let standingConflicts = 0;
  let more = false;
  // Catch-alls come after all other routes.
  const firstCatchAll = routes.at(-1)?.catchAll === true ? routes.findIndex(({ catchAll }) => catchAll) : -1;
  const others = firstCatchAll === -1 ? routes : routes.slice(0, firstCatchAll);
  /** Whether a request matches only catch-alls. */
  let leavesSome = false;

  const done = withinBudget(() => {
    explore(literalIndex(others), (route) => routeAt(route).path, { accept, isDone, isSettled }, budget);
    if (firstCatchAll !== -1) judgeCatchAlls();
    confirmAlmostSame();
  });
  return { answers, matches, conflicts: [...conflicts.values()], more, isWhole: done !== undefined };

  function accept(together: readonly number[]): void {
    const [only] = together;
    if (together.length > 1) {
      const key = together.join();
      if (judged.has(key)) return;
      judged.add(key);
      budget.spend(together.length);
      judge(together);
    } else if (only === undefined) {
      leavesSome = true;
    } else if (answers[only] === 0 && routeAt(only).conditions.length === 0) {
      answers[only] = 1;
      matches[only] = 1;
    } else if (answers[only] === 0 || (!leavesSome && firstCatchAll !== -1)) {
      judge(together);
    }
  }

  function isDone(together: readonly number[]): boolean {
    if (firstCatchAll !== -1 && !leavesSome) return false;
    return together.every((route) => answers[route] === 1);
  }

  /** Whether the routes are done and contain no unknown conflict. */
  function isSettled(together: readonly number[]): boolean {
    const [first] = together;
    if (first === undefined || !isDone(together)) return false;
    const { member } = routeAt(first);
    return more || together.every((route) => routeAt(route).member === member);
  }

  /** Evaluates routes that match a common path. */
  function judge(together: readonly number[]): void {
    const before = overlapCandidates(together, routeAt);
    const broad = together.findIndex((route) => routeAt(route).conditions.length === 0);
    const mayConflict = hangsOnOrder(together);
    const asked = new Set<string>();
    together.forEach((route, position) => {
      const { conditions } = routeAt(route);
      // An earlier route that asks for the same takes all.
      const isTaken = together.length > FEW && asked.size === asked.add(conditionsAt(route)).size;
      const mayAnswer = answers[route] === 0 && (broad === -1 || position <= broad) && !isTaken;
      if (!mayAnswer && !mayConflict && matches[route] === 1) return;
      if (matches[route] === 0 && meet(conditions, []) !== undefined) matches[route] = 1;
      const comparesPairs = mayConflict && !more;
      if (matches[route] === 0 || !(mayAnswer || comparesPairs)) return;
      const earlier = before(position);
      budget.spend(earlier.length);
      if (mayAnswer) {
        const taken = earlier.map((other) => routeAt(other).conditions);
        if (meet(conditions, taken) !== undefined) answers[route] = 1;
      }
      if (comparesPairs) for (const other of earlier) judgePair(other, route, together);
    });
    if (broad !== -1 || firstCatchAll === -1 || leavesSome) return;
    const all = together.map((route) => routeAt(route).conditions);
    leavesSome = meet([], all) !== undefined;
  }

  /** Whether the routes belong to several VirtualServices and have different outcomes. */
  function hangsOnOrder([first, ...others]: readonly number[]): boolean {
    if (first === undefined || more) return false;
    const { member } = routeAt(first);
    if (others.every((route) => routeAt(route).member === member)) return false;
    return others.some((route) => outcomeOf(route) !== outcomeOf(first));
  }

  function judgePair(first: number, second: number, together: readonly number[]): void {
    const [a, b] = [routeAt(first), routeAt(second)];
    if (more || a.member === b.member) return;
    const areStanding = standing[a.member] === true && standing[b.member] === true;
    if (areStanding && standingConflicts >= STANDING_LIMIT) return;
    const isNews = standing[a.member] !== standing[b.member];
    if (!isNews && (isBefore(a.member, b.member) || isBefore(b.member, a.member))) return;
    const key = first * routes.length + second;
    if (conflicts.has(key) || almostSame.has(key) || outcomeOf(first) === outcomeOf(second)) return;
    const relation = relate(a, b);
    if (relation === 'same') return;
    const waysOf = isNews || isAgeAll ? nothingBefore : settledWays;
    if (!mayBothBeFirst(first, second, together, waysOf)) return;
    if (relation !== 'different') almostSame.set(key, { first, second, ...relation });
    else if (conflicts.size >= CONFLICT_LIMIT) more = true;
    else {
      // Only what is a conflict for sure counts: where some are passed over, the table is broken.
      if (areStanding) standingConflicts += 1;
      conflicts.set(key, { first, second });
    }
  }

  /** Whether some request reaches either route in some order of creation. */
  function mayBothBeFirst(
    first: number,
    second: number,
    together: readonly number[],
    waysOf: (member: number) => readonly Before[],
  ): boolean {
    const [a, b] = [routeAt(first), routeAt(second)];
    return waysOf(a.member).some((beforeA) =>
      waysOf(b.member).some((beforeB) => {
        const failed = together.flatMap((route) => {
          const { member, conditions } = routeAt(route);
          // Earlier routes of the same VirtualService come first in every creation order.
          const isOwn = (member === a.member && route < first) || (member === b.member && route < second);
          return isOwn || beforeA(member) || beforeB(member) ? [conditions] : [];
        });
        return meet([...a.conditions, ...b.conditions], failed) !== undefined;
      }),
    );
  }

  function settledWays(member: number): readonly Before[] {
    return waysToBeFirst(list, member);
  }

  /** Whether a member is before another one in every order of creation. */
  function isBefore(one: number, other: number): boolean {
    return !isAgeAll && isAlwaysBefore(list, one, other);
  }

  /** Of the pairs that do the same at one path, those that meet at another one are conflicts. */
  function confirmAlmostSame(): void {
    const witness = conflictWitness(list, budget);
    for (const [key, conflict] of almostSame) {
      if (witness(conflict) !== undefined) conflicts.set(key, conflict);
    }
  }

  /** Catch-alls match the same requests, so the first one answers all that other routes leave. */
  function judgeCatchAlls(): void {
    const catchAlls = routes.flatMap(({ catchAll }, route) => (catchAll ? [route] : []));
    for (const route of catchAlls) {
      matches[route] = 1;
      if (!leavesSome) continue;
      if (route === firstCatchAll) answers[route] = 1;
      for (const other of catchAlls) if (other < route) judgePair(other, route, catchAlls);
    }
  }

  function meet(met: Route['conditions'], failed: readonly Route['conditions'][]): Assignment | undefined {
    return findAssignment(met, failed, domain, budget);
  }

  function outcomeOf(route: number): string {
    return keyOf(routeAt(route));
  }

  function conditionsAt(route: number): string {
    return (conditionKeys[route] ??= conditionsKey(routeAt(route).conditions));
  }

  function routeAt(route: number): Route {
    return routes[route] as Route;
  }
}
