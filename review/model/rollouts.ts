import {
  rolloutNeeds,
  tableBudget,
  virtualServiceChanges,
  withinBudget,
  type OrderNeed,
  type RouteTable,
  type VirtualServiceChanges,
} from '../../routing';
import type { HostPlace } from './place';
import { requestSet } from './request-set';
import type { Rollout, RolloutNeed, RolloutStep } from './rollout';
import { rolloutOrder } from './rollout-order';
import { listPairs, type ListPair } from './table-pairs';
import { rulesToKeep } from './two-pull-requests';

export { groupRollouts } from './rollout-groups';

/** What is done to the VirtualServices of a host, as one of its listeners has it. */
interface ListenerChanges {
  readonly port: number | undefined;
  readonly changes: VirtualServiceChanges;
}

const NEITHER =
  'no order of its VirtualServices is safe, nor are two pull requests: change its matches of every path in one of their own';

const TOO_MUCH = 'its regexes and conditions need more work than a review may take';

/**
 * Says in which order the VirtualServices of one host on one Gateway may be applied.
 * @param before the table on the base side, read by the rules of the same Istio version as the other; undefined where
 * there is none
 * @param where the host; its port is not looked at, all listeners are judged together
 * @returns undefined where no VirtualService of the table is created, changed or deleted
 */
export function rolloutOf(
  before: RouteTable | undefined,
  after: RouteTable | undefined,
  where: HostPlace,
): Rollout | undefined {
  const places = [where];
  if ([before, after].some((table) => table?.merged === false)) {
    const touched = membersTouched(before, after);
    if (touched === 0) return undefined;
    if (touched === 1) return { safety: 'any', where: places };
    return undecided('Istio does not merge VirtualServices of this host: the oldest one alone serves it');
  }
  const { host, gateways } = where;
  const listeners = listPairs({ host, gateways, oldGateways: gateways, before, after }).map(
    ({ port, before: old, after: now }: ListPair): ListenerChanges => ({
      port,
      changes: virtualServiceChanges(old, now),
    }),
  );
  const steps = stepsOf(listeners);
  if (steps.length === 0) return undefined;
  if (steps.length === 1) return { safety: 'any', where: places };
  const doubt = listeners.map(({ changes }) => changes.doubt).find((text) => text !== undefined);
  if (doubt !== undefined) return undecided(doubt);
  const routes = [before, after].flatMap(
    (table) => table?.listeners.map(({ list }) => list.routes.length) ?? [],
  );
  const budget = tableBudget(routes.reduce((sum, count) => sum + count, 0));
  return withinBudget(judge)?.answer ?? undecided(TOO_MUCH);

  function judge(): Rollout {
    const needs = listeners.flatMap(({ port, changes }) =>
      rolloutNeeds(changes, budget).map((need) => told(need, { ...where, port })),
    );
    if (needs.length === 0) return { safety: 'any', where: places };
    const found = rolloutOrder(steps, needs);
    if (found.kind === 'unknown')
      return undecided('its needs are too many and too entangled to find an order');
    const shown = [...new Map(needs.map((need) => [keyOf(need), need])).values()];
    if (found.kind === 'order') {
      const { steps: order, isUsual } = found;
      return { safety: 'ordered', needs: shown, order, isUsual, where: places };
    }
    const all = listeners.map(({ changes }) => changes);
    const keep = rulesToKeep(all, found.stuck, budget);
    if (keep === undefined) return undecided(NEITHER);
    return { safety: 'none', needs: shown, keep, where: places };
  }

  function undecided(why: string): Rollout {
    return { safety: 'undecided', why, where: places };
  }
}

/** How many VirtualServices of a host are created, changed or deleted, whatever their routes make of it. */
function membersTouched(before: RouteTable | undefined, after: RouteTable | undefined): number {
  const [old, now] = [rulesByName(before), rulesByName(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name))
    .length;
}

function rulesByName(table: RouteTable | undefined): ReadonlyMap<string, string> {
  return new Map(
    table?.members.map(({ namespace, name, rules }) => [
      `${namespace}/${name}`,
      JSON.stringify(rules.map(({ outcome }) => outcome)),
    ]),
  );
}

/** All that is done, once for each VirtualService. */
function stepsOf(listeners: readonly ListenerChanges[]): readonly RolloutStep[] {
  const found = new Map<string, RolloutStep>();
  for (const { changes } of listeners) {
    for (const { step } of changes.changes) found.set(step.virtualService, step);
  }
  return [...found.values()];
}

function told({ first, then, matched, except, witness }: OrderNeed, where: HostPlace): RolloutNeed {
  return { first, then, requests: requestSet(matched, except), witness, where };
}

/** Stands for a need, its place aside: what all listeners need is told of the first. */
function keyOf(need: RolloutNeed): string {
  return JSON.stringify({ ...need, where: undefined });
}
