import {
  rolloutNeeds,
  type Budget,
  type OwnRoutes,
  type RolloutStep,
  type Route,
  type VirtualServiceChange,
  type VirtualServiceChanges,
} from '../../../routing';
import { rolloutOrder } from './rollout-order';

/**
 * Returns VirtualServices that keep their rules in a first pull request, so that the first and the second pull request
 * each have a safe order although a single one has none.
 *
 * The first pull request applies all steps with two exceptions for the kept VirtualServices: it deletes none of them,
 * and it appends new rules behind the existing ones. A final match of every path stays last, so that Istio does not
 * drop the new rules; of two catch-alls the existing one stays. So the first pull request removes no answer of theirs,
 * and the second one removes answers when all others exist. Both are checked like any other change.
 * @param listeners the changes on each listener of the host
 * @param stuck steps that block each other
 * @returns their names, sorted; undefined if two pull requests are not safe either
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

/** The changes of each of the two pull requests. */
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

/** Returns the existing rules followed by the new ones; undefined if Istio might drop some of them. */
function withBoth(before: OwnRoutes, after: OwnRoutes): OwnRoutes | undefined {
  const end = before.routes.findIndex(mayEnd);
  const hasNewEnd = after.routes.some(mayEnd);
  const hasCatchAll = before.catchAll !== undefined || after.catchAll !== undefined;
  // Only one route can be last. Of two catch-alls, the new one is not needed yet.
  if ((end !== -1 && hasNewEnd) || ((end !== -1 || hasNewEnd) && hasCatchAll)) return undefined;
  const last = end === -1 ? before.routes.length : end;
  return {
    routes: [...before.routes.slice(0, last), ...after.routes, ...before.routes.slice(last)],
    catchAll: before.catchAll ?? after.catchAll,
  };
}

/** Istio 1.5 to 1.7 end a VirtualService at the prefix `/` even if it has a condition on the method, the authority or the scheme. */
function mayEnd({ path, conditions }: Route): boolean {
  const isRoot = path.kind === 'prefix' && path.text === '/';
  return isRoot && conditions.every(({ dimension }) => !/^(?:header|query) /.test(dimension));
}
