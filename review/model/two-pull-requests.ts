import {
  rolloutNeeds,
  type Budget,
  type OwnRoutes,
  type Route,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from '../../routing';
import { rolloutOrder } from './rollout-order';
import type { RolloutStep } from './rollout';

/**
 * Finds VirtualServices that keep their old rules in a first pull request, so that it and the second one each have a
 * safe order where one pull request has none.
 *
 * The first one does everything, but what is to be deleted among them stays, and what is to be changed has its old
 * rules and, behind them, its new ones. Where the old ones end with a match of every path, it stays last, so that Istio
 * does not drop the new ones; of two catch-alls the old one stays. So the first pull request takes no answer of theirs away, and the second one
 * takes some away where all others are there. Both are judged like any other change.
 * @param listeners the changes as each listener of the host has them
 * @param stuck steps of which none can come first
 * @returns their names, sorted; undefined where two pull requests do not do either
 * @throws BudgetExhausted
 */
export function rulesToKeep(
  listeners: readonly VirtualServiceChanges[],
  stuck: readonly RolloutStep[],
  budget: Budget,
): readonly string[] | undefined {
  const all = listeners.flatMap(({ changes }) => changes.map(({ step }) => step));
  const choices = [stuck, all].map((steps) => namesOf(steps.filter(({ action }) => action !== 'create')));
  return choices.find((kept) => {
    const halves = listeners.map((changes) => halvesOf(changes, new Set(kept)));
    return (['first', 'second'] as const).every((half) => {
      const parts = halves.flatMap((both) => both?.[half] ?? []);
      return parts.length === listeners.length && hasOrder(parts, budget);
    });
  });
}

/** What each of the two pull requests does to the VirtualServices. */
interface Halves {
  readonly first: VirtualServiceChanges;
  readonly second: VirtualServiceChanges;
}

function halvesOf(changes: VirtualServiceChanges, kept: ReadonlySet<string>): Halves | undefined {
  const first: VirtualServiceChange[] = [];
  const second: VirtualServiceChange[] = [];
  for (const change of changes.changes) {
    const { step, before, after } = change;
    const isKept = kept.has(step.virtualService);
    const between = !isKept ? after : step.action === 'delete' ? before : withBoth(before, after);
    if (between === undefined) return undefined;
    first.push({ ...change, after: between });
    second.push({ ...change, before: between });
  }
  return { first: { ...changes, ...split(first) }, second: { ...changes, ...split(second) } };

  function split(all: readonly VirtualServiceChange[]): Pick<VirtualServiceChanges, 'changes' | 'unchanged'> {
    const same = all.flatMap(({ before, after }) => (before === after ? [after] : []));
    return {
      changes: all.filter(({ before, after }) => before !== after),
      unchanged: [...changes.unchanged, ...same],
    };
  }
}

function hasOrder(parts: readonly VirtualServiceChanges[], budget: Budget): boolean {
  const steps = new Map(
    parts.flatMap(({ changes }) => changes.map(({ step }) => [step.virtualService, step] as const)),
  );
  const needs = parts.flatMap((part) => rolloutNeeds(part, budget));
  return rolloutOrder([...steps.values()], needs).kind === 'order';
}

function namesOf(steps: readonly RolloutStep[]): readonly string[] {
  return [...new Set(steps.map(({ virtualService }) => virtualService))].sort();
}

/** Old rules, new ones behind; undefined where Istio might end the VirtualService before it has come to all of them. */
function withBoth(before: OwnRoutes, after: OwnRoutes): OwnRoutes | undefined {
  const end = before.routes.findIndex(mayEnd);
  const newEnd = after.routes.some(mayEnd);
  const hasCatchAll = before.catchAll !== undefined || after.catchAll !== undefined;
  // Only one of them can stand last; of two catch-alls, the new one is not needed yet.
  if ((end !== -1 && newEnd) || ((end !== -1 || newEnd) && hasCatchAll)) return undefined;
  const last = end === -1 ? before.routes.length : end;
  return {
    routes: [...before.routes.slice(0, last), ...after.routes, ...before.routes.slice(last)],
    catchAll: before.catchAll ?? after.catchAll,
  };
}

/** Istio 1.5 to 1.7 end a VirtualService at the prefix `/` even where it asks for a method, an authority or a scheme. */
function mayEnd({ path, conditions }: Route): boolean {
  const isRoot = path.kind === 'prefix' && path.text === '/';
  return isRoot && conditions.every(({ dimension }) => !/^(?:header|query) /.test(dimension));
}
