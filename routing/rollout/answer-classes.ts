import { findAssignment, type Domain, type Route } from '../model';
import type { Budget } from '../text';
import { explore, literalIndex } from '../explore';
import { pathKey, type VirtualServiceChange } from './virtual-service-changes';

/** A class of requests that the same routes answer: the route of each changed VirtualService, before and after. */
export interface AnswerClass {
  /** By the index of the change; a VirtualService without a route for the requests is absent. */
  readonly before: ReadonlyMap<number, Route>;
  readonly after: ReadonlyMap<number, Route>;
}

/** A route of one version of a changed VirtualService. */
interface VersionRoute {
  readonly change: number;
  readonly isAfter: boolean;
  /** Its index among the routes of the version. */
  readonly index: number;
  readonly route: Route;
}

/** The routes of one version that match a path, up to the first without further conditions. */
interface Slot {
  readonly isAfter: boolean;
  readonly routes: readonly Route[];
  /** Whether the last one matches every request. */
  readonly isTotal: boolean;
}

/**
 * Enumerates answer classes by exhaustive backtracking: for each set of routes whose paths can match together, each
 * changed VirtualService answers by one of its matching routes, or by none.
 *
 * Visits the classes for which the order of applying may matter: those without a changed VirtualService that answers
 * both before and after. For example, when `a` loses `/x` and `b` gains `/x`, the class { before: a, after: b } is
 * visited. Catch-alls and unchanged VirtualServices are ignored, so a visited class may be empty. A class may be
 * visited more than once.
 *
 * Invariant: `met` and `failed` hold the conditions of the routes chosen and skipped so far, and are satisfiable
 * together wherever a class is visited.
 * @param wantsAll whether to visit classes that lose no answer or gain none, too
 * @throws BudgetExhausted
 */
export function answerClasses(
  changes: readonly VirtualServiceChange[],
  wantsAll: boolean,
  domain: Domain,
  visit: (found: AnswerClass) => void,
  budget: Budget,
): void {
  // Most changed VirtualServices have the same path before and after: such routes are explored as one.
  const groups = routesByPath(changes);
  const paths = groups.map(([first]) => first?.route as Route);
  const keepsAnswer = groups.map(keepsAnswering);
  const [brings, takes] = [true, false].map((isAfter) =>
    groups.map((group) => group.some((route) => route.isAfter === isAfter)),
  ) as [boolean[], boolean[]];
  const judged = new Set<string>();
  explore(
    literalIndex(paths),
    (group) => (paths[group] as Route).path,
    { accept, isDone, isSettled },
    budget,
  );

  function accept(together: readonly number[]): void {
    if (isIrrelevant(together)) return;
    const key = together.join();
    if (judged.has(key)) return;
    judged.add(key);
    budget.spend(together.length);
    judge(together.flatMap((group) => groups[group] ?? []));
  }

  function isDone(together: readonly number[]): boolean {
    return isIrrelevant(together) || judged.has(together.join());
  }

  function isSettled(together: readonly number[]): boolean {
    if (!wantsAll && addsOrRemovesOnly(together)) return true;
    return (
      isDone([]) &&
      (together.every((group) => keepsAnswer[group]) || (together.length === 1 && isDone(together)))
    );
  }

  function isIrrelevant(together: readonly number[]): boolean {
    return together.some((group) => keepsAnswer[group]) || (!wantsAll && addsOrRemovesOnly(together));
  }

  /** Whether the routes only add answers, or only remove answers. */
  function addsOrRemovesOnly(together: readonly number[]): boolean {
    return !together.some((group) => brings[group]) || !together.some((group) => takes[group]);
  }

  /** Visits the classes of the requests whose path exactly these routes match. */
  function judge(matching: readonly VersionRoute[]): void {
    const slots = slotsOf(matching);
    if (slots.some(([, pair]) => pair.length === 2 && pair.every(({ isTotal }) => isTotal))) return;
    const [before, after] = [new Map<number, Route>(), new Map<number, Route>()];
    const met: Route['conditions'][number][] = [];
    const failed: Route['conditions'][] = [];
    choose(0, 0);

    /** Tries each route of a slot as the answer, and then no route. */
    function choose(slotIndex: number, version: number): void {
      const [change, pair] = slots[slotIndex] ?? [0, undefined];
      if (pair === undefined) {
        visit({ before: new Map(before), after: new Map(after) });
        return;
      }
      const slot = pair[version];
      if (slot === undefined) {
        choose(slotIndex + 1, 0);
        return;
      }
      const answers = slot.isAfter ? after : before;
      const failedBefore = failed.length;
      for (const route of slot.routes) {
        // A VirtualService that answers both before and after makes the order irrelevant.
        if (!(slot.isAfter && before.has(change))) {
          met.push(...route.conditions);
          if (isPossible()) {
            answers.set(change, route);
            choose(slotIndex, version + 1);
            answers.delete(change);
          }
          met.length -= route.conditions.length;
        }
        failed.push(route.conditions);
      }
      if (!slot.isTotal && isPossible()) choose(slotIndex, version + 1);
      failed.length = failedBefore;
    }

    function isPossible(): boolean {
      budget.spend(1);
      if (met.length === 0 && failed.length === 0) return true;
      return findAssignment(met, failed, domain, budget) !== undefined;
    }
  }
}

function routesByPath(changes: readonly VirtualServiceChange[]): readonly (readonly VersionRoute[])[] {
  const groups = new Map<string, VersionRoute[]>();
  changes.forEach(({ before, after }, change) => {
    for (const [isAfter, { routes }] of [
      [false, before],
      [true, after],
    ] as const) {
      routes.forEach((route, index) => {
        const key = pathKey(route.path);
        const group = groups.get(key);
        const versionRoute = { change, isAfter, index, route };
        if (group === undefined) groups.set(key, [versionRoute]);
        else group.push(versionRoute);
      });
    }
  });
  return [...groups.values()];
}

/** Whether one VirtualService has unconditional routes among these, both before and after; all have the same path. */
function keepsAnswering(group: readonly VersionRoute[]): boolean {
  const taken = new Set<number>();
  for (const { change, isAfter, route } of group) {
    if (!isAfter && route.conditions.length === 0) taken.add(change);
  }
  return group.some(
    ({ change, isAfter, route }) => isAfter && route.conditions.length === 0 && taken.has(change),
  );
}

/** Returns the slots of each changed VirtualService, the version before the change first. */
function slotsOf(matching: readonly VersionRoute[]): readonly (readonly [number, readonly Slot[]])[] {
  const versions = new Map<number, [VersionRoute[], VersionRoute[]]>();
  for (const route of matching) {
    const pair = versions.get(route.change) ?? [[], []];
    versions.set(route.change, pair);
    pair[route.isAfter ? 1 : 0].push(route);
  }
  return [...versions].map(([change, pair]) => [
    change,
    pair.flatMap((all, version): Slot[] => {
      if (all.length === 0) return [];
      const routes = all.sort((a, b) => a.index - b.index).map(({ route }) => route);
      const total = routes.findIndex(({ conditions }) => conditions.length === 0);
      const isTotal = total !== -1;
      return [{ isAfter: version === 1, routes: isTotal ? routes.slice(0, total + 1) : routes, isTotal }];
    }),
  ]);
}
