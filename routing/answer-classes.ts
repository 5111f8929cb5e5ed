import { findAssignment } from './assignment';
import type { Budget } from './budget';
import type { Domain } from './condition';
import { explore } from './explore';
import { literalIndex } from './literal-index';
import type { Route } from './route';
import { pathKey, type VirtualServiceChange } from './virtual-service-changes';

/** Who answers some requests, of changed VirtualServices: the route that each has for them in either version. */
export interface AnswerClass {
  /** By the place of the change; without those that have no route for the requests. */
  readonly before: ReadonlyMap<number, Route>;
  readonly after: ReadonlyMap<number, Route>;
}

/** A route of one version of a changed VirtualService. */
interface VersionRoute {
  readonly change: number;
  readonly isAfter: boolean;
  /** Its place in the version. */
  readonly place: number;
  readonly route: Route;
}

/** The routes of one version that match a path, up to the first that asks for nothing else. */
interface Slot {
  readonly isAfter: boolean;
  readonly routes: readonly Route[];
  /** Whether one of them takes every request. */
  readonly isSure: boolean;
}

/**
 * Visits the classes of requests in which it may matter in which order VirtualServices are applied: those that no
 * changed VirtualService keeps answering. Catch-alls aside; other VirtualServices are not looked at, so that some of
 * the classes may have no requests. A class may come again.
 * @param wantsAll whether classes matter too in which no answer is taken away or none is brought
 * @throws BudgetExhausted
 */
export function answerClasses(
  changes: readonly VirtualServiceChange[],
  wantsAll: boolean,
  domain: Domain,
  visit: (found: AnswerClass) => void,
  budget: Budget,
): void {
  // Routes of one path, as most changed VirtualServices have before and after, are explored as one.
  const groups = routesByPath(changes);
  const paths = groups.map(([first]) => first?.route as Route);
  const kept = groups.map(keepsAnswering);
  const [brings, takes] = [true, false].map((isAfter) =>
    groups.map((group) => group.some((one) => one.isAfter === isAfter)),
  ) as [boolean[], boolean[]];
  const judged = new Set<string>();
  explore(
    literalIndex(paths),
    (group) => (paths[group] as Route).path,
    { accept, isDone, isSettled },
    budget,
  );

  function accept(together: readonly number[]): void {
    if (isIdle(together)) return;
    const key = together.join();
    if (judged.has(key)) return;
    judged.add(key);
    budget.spend(together.length);
    judge(together.flatMap((group) => groups[group] ?? []));
  }

  function isDone(together: readonly number[]): boolean {
    return isIdle(together) || judged.has(together.join());
  }

  function isSettled(together: readonly number[]): boolean {
    if (!wantsAll && lacksSide(together)) return true;
    return (
      isDone([]) && (together.every((group) => kept[group]) || (together.length === 1 && isDone(together)))
    );
  }

  function isIdle(together: readonly number[]): boolean {
    return together.some((group) => kept[group]) || (!wantsAll && lacksSide(together));
  }

  /** Whether nothing is taken away, or nothing brought, by whichever of them. */
  function lacksSide(together: readonly number[]): boolean {
    return !together.some((group) => brings[group]) || !together.some((group) => takes[group]);
  }

  /** Finds the classes among requests that just these routes match by their path. */
  function judge(matching: readonly VersionRoute[]): void {
    const slots = slotsOf(matching);
    if (slots.some(([, pair]) => pair.length === 2 && pair.every(({ isSure }) => isSure))) return;
    const [before, after] = [new Map<number, Route>(), new Map<number, Route>()];
    const met: Route['conditions'][number][] = [];
    const failed: Route['conditions'][] = [];
    choose(0, 0);

    /** Tries each route of a slot as its answer, and none. */
    function choose(at: number, side: number): void {
      const [change, pair] = slots[at] ?? [0, undefined];
      if (pair === undefined) {
        visit({ before: new Map(before), after: new Map(after) });
        return;
      }
      const slot = pair[side];
      if (slot === undefined) {
        choose(at + 1, 0);
        return;
      }
      const answers = slot.isAfter ? after : before;
      const failedBefore = failed.length;
      for (const route of slot.routes) {
        // A VirtualService that answers before and after keeps answering.
        if (!(slot.isAfter && before.has(change))) {
          met.push(...route.conditions);
          if (isPossible()) {
            answers.set(change, route);
            choose(at, side + 1);
            answers.delete(change);
          }
          met.length -= route.conditions.length;
        }
        failed.push(route.conditions);
      }
      if (!slot.isSure && isPossible()) choose(at, side + 1);
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
      routes.forEach((route, place) => {
        const key = pathKey(route.path);
        const group = groups.get(key);
        const one = { change, isAfter, place, route };
        if (group === undefined) groups.set(key, [one]);
        else group.push(one);
      });
    }
  });
  return [...groups.values()];
}

/** Whether, of routes of one path, one VirtualService has some before and after that take every request. */
function keepsAnswering(group: readonly VersionRoute[]): boolean {
  const taken = new Set<number>();
  for (const { change, isAfter, route } of group) {
    if (!isAfter && route.conditions.length === 0) taken.add(change);
  }
  return group.some(
    ({ change, isAfter, route }) => isAfter && route.conditions.length === 0 && taken.has(change),
  );
}

/** The slots of each changed VirtualService, that of the old version first. */
function slotsOf(matching: readonly VersionRoute[]): readonly (readonly [number, readonly Slot[]])[] {
  const versions = new Map<number, [VersionRoute[], VersionRoute[]]>();
  for (const one of matching) {
    const pair = versions.get(one.change) ?? [[], []];
    versions.set(one.change, pair);
    pair[one.isAfter ? 1 : 0].push(one);
  }
  return [...versions].map(([change, pair]) => [
    change,
    pair.flatMap((all, side): Slot[] => {
      if (all.length === 0) return [];
      const routes = all.sort((a, b) => a.place - b.place).map(({ route }) => route);
      const sure = routes.findIndex(({ conditions }) => conditions.length === 0);
      const isSure = sure !== -1;
      return [{ isAfter: side === 1, routes: isSure ? routes.slice(0, sure + 1) : routes, isSure }];
    }),
  ]);
}
