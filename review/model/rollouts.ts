import { rolloutNeeds, tableBudget, withinBudget, type OrderNeed, type RouteTable } from '../../routing';
import {
  appliedHost,
  hostGroups,
  stepsOf,
  type AppliedHost,
  type HostTables,
  type StandingNames,
} from './applied-hosts';
import type { HostPlace } from './place';
import { requestSet } from './request-set';
import type { Rollout, RolloutNeed } from './rollout';
import { rolloutOrder } from './rollout-order';
import { rulesToKeep } from './two-pull-requests';

export { groupRollouts } from './rollout-groups';

const NEITHER =
  'no order of its VirtualServices is safe, nor are two pull requests: change its matches of every path in one of their own';

const REBOUND =
  'no order of its VirtualServices is safe, and some of them change their hosts or Gateways: first create ones of other names beside them, and take the old ones away in a second pull request';

const UNMERGED = 'Istio does not merge VirtualServices of this host: the oldest one alone serves it';

const WILDCARD =
  'a VirtualService for a wildcard serves the host as long as it has none of its own: what answers while some of them are there is not worked out';

const TOO_MUCH = 'its regexes and conditions need more work than a review may take';

/**
 * Says in which order the VirtualServices of some hosts may be applied. Hosts that share one to which something is done
 * have one order.
 * @param standing tells what is created from what is changed so that it comes to a host
 * @returns nothing of hosts on which nothing is created, changed or deleted
 */
export function rolloutsOf(hosts: readonly HostTables[], standing: StandingNames): readonly Rollout[] {
  const applied = hosts
    .filter((tables) => isMerged(tables) && tables.served === undefined && !mayFallBack(tables))
    .map((tables) => appliedHost(tables, standing))
    .filter(({ listeners }) => stepsOf(listeners).length > 0);
  const touched = new Set(
    applied.flatMap(({ listeners }) => stepsOf(listeners).map(({ virtualService }) => virtualService)),
  );
  const isTouched = (name: string) =>
    touched.has(name) || !standing.before.has(name) || !standing.after.has(name);
  const others = hosts.flatMap((tables) => {
    if (!isMerged(tables)) return rolloutOfOne(tables, membersTouched(tables.before, tables.after), UNMERGED);
    if (mayFallBack(tables)) {
      return rolloutOfOne(tables, membersTouched(tables.before, tables.after), WILDCARD);
    }
    return tables.served === undefined ? [] : servedRollout(tables, tables.served, isTouched);
  });
  return [...others, ...hostGroups(applied).map(rolloutOf)];
}

function isMerged({ before, after }: HostTables): boolean {
  return ![before, after].some((table) => table?.merged === false);
}

/** Whether a wildcard may serve a host for a while: none of its own VirtualServices is there all the time. */
function mayFallBack({ before, after, served, isBelowWildcard = false }: HostTables): boolean {
  if (!isBelowWildcard || served !== undefined) return false;
  const names = new Set(before?.members.map(fullName));
  return after?.members.every((member) => !names.has(fullName(member))) === true;
}

function fullName({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** A wildcard serves the host until the first VirtualService of its own is there, or again after the last one. */
function servedRollout(
  tables: HostTables,
  served: 'before' | 'after',
  isTouched: (virtualService: string) => boolean,
): readonly Rollout[] {
  const own = served === 'before' ? tables.after : tables.before;
  const wildcard = tables[served]?.members ?? [];
  const steps = (own?.members.length ?? 0) + (wildcard.some((member) => isTouched(fullName(member))) ? 1 : 0);
  return rolloutOfOne(tables, steps, WILDCARD);
}

/** What is said of a host of which states in between are not looked into: that there is none, or why it is not known. */
function rolloutOfOne({ where }: HostTables, steps: number, why: string): readonly Rollout[] {
  if (steps === 0) return [];
  if (steps === 1) return [{ safety: 'any', where: [where] }];
  return [{ safety: 'undecided', why, where: [where] }];
}

function rolloutOf(hosts: readonly AppliedHost[]): Rollout {
  const places = hosts.map(({ tables }) => tables.where);
  const listeners = hosts.flatMap((host) => host.listeners);
  const steps = stepsOf(listeners);
  if (steps.length === 1) return { safety: 'any', where: places };
  const doubt = hosts.map((host) => host.doubt).find((text) => text !== undefined);
  if (doubt !== undefined) return undecided(doubt);
  const tables = hosts.flatMap(({ tables: { before, after } }) => [before, after]);
  const routes = tables.flatMap((table) => table?.listeners.map(({ list }) => list.routes.length) ?? []);
  const budget = tableBudget(routes.reduce((sum, count) => sum + count, 0));
  return withinBudget(judge)?.answer ?? undecided(TOO_MUCH);

  function judge(): Rollout {
    const needs = hosts.flatMap((host) =>
      host.listeners.flatMap(({ port, changes }) =>
        rolloutNeeds(changes, budget).map((need) => told(need, { ...host.tables.where, port })),
      ),
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
    // A VirtualService has all its rules on all its hosts: the old ones cannot stay behind on the old host alone.
    if (keep.some((name) => isRebound(hosts, name))) return undecided(REBOUND);
    return { safety: 'none', needs: shown, keep, where: places };
  }

  function undecided(why: string): Rollout {
    return { safety: 'undecided', why, where: places };
  }
}

/** Whether a VirtualService is for other hosts, or bound to other Gateways, on one side than on the other. */
function isRebound(hosts: readonly AppliedHost[], virtualService: string): boolean {
  const [before, after] = (['before', 'after'] as const).map((side) =>
    hosts
      .flatMap(({ tables }) => tables[side]?.members ?? [])
      .find(({ namespace, name }) => `${namespace}/${name}` === virtualService),
  );
  if (before === undefined || after === undefined) return false;
  return JSON.stringify([before.hosts, before.gateways]) !== JSON.stringify([after.hosts, after.gateways]);
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

function told({ first, then, matched, except, witness }: OrderNeed, where: HostPlace): RolloutNeed {
  return { first, then, requests: requestSet(matched, except), witness, where };
}

/** Stands for a need, its place aside: what all listeners need is told of the first. */
function keyOf(need: RolloutNeed): string {
  return JSON.stringify({ ...need, where: undefined });
}
