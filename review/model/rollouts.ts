import {
  rolloutNeeds,
  tableBudget,
  virtualServiceChanges,
  withinBudget,
  type OrderNeed,
  type RouteTable,
  type VirtualServiceChange,
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

const REBOUND =
  'no order of its VirtualServices is safe, and some of them change their hosts or Gateways: first create ones of other names beside them, and take the old ones away in a second pull request';

const UNMERGED = 'Istio does not merge VirtualServices of this host: the oldest one alone serves it';

const WILDCARD =
  'a VirtualService for a wildcard serves the host as long as it has none of its own: what answers while some of them are there is not worked out';

const TOO_MUCH = 'its regexes and conditions need more work than a review may take';

/** The tables of one host on one Gateway, read by the rules of one Istio version. */
export interface HostTables {
  /** Undefined where the side has none. */
  readonly before: RouteTable | undefined;
  readonly after: RouteTable | undefined;
  /** The side on which a wildcard serves the host. @default - neither */
  readonly served?: 'before' | 'after';
  /** The host; its port is not looked at, all listeners are judged together. */
  readonly where: HostPlace;
  /** Why nothing can be said of it. @default - it can */
  readonly doubt?: string;
}

/** The full names of a cluster's VirtualServices. */
export interface StandingNames {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** A host, and what is done there. */
interface AppliedHost {
  readonly tables: HostTables;
  readonly listeners: readonly ListenerChanges[];
  readonly doubt: string | undefined;
}

/**
 * Says in which order the VirtualServices of some hosts may be applied. Hosts that share one to which something is done
 * have one order.
 * @param standing tells what is created from what is changed so that it comes to a host
 * @returns nothing of hosts on which nothing is created, changed or deleted
 */
export function rolloutsOf(hosts: readonly HostTables[], standing: StandingNames): readonly Rollout[] {
  const applied = hosts
    .filter((tables) => isMerged(tables) && tables.served === undefined)
    .map((tables) => appliedHost(tables, standing))
    .filter(({ listeners }) => stepsOf(listeners).length > 0);
  const touched = new Set(
    applied.flatMap(({ listeners }) => stepsOf(listeners).map(({ virtualService }) => virtualService)),
  );
  const others = hosts.flatMap((tables) => {
    if (!isMerged(tables)) return rolloutOfOne(tables, membersTouched(tables.before, tables.after), UNMERGED);
    return tables.served === undefined ? [] : servedRollout(tables, tables.served, touched);
  });
  return [...others, ...hostGroups(applied).map(rolloutOf)];
}

function isMerged({ before, after }: HostTables): boolean {
  return ![before, after].some((table) => table?.merged === false);
}

/** A wildcard serves the host until the first VirtualService of its own is there, or again after the last one. */
function servedRollout(
  tables: HostTables,
  served: 'before' | 'after',
  touched: ReadonlySet<string>,
): readonly Rollout[] {
  const own = served === 'before' ? tables.after : tables.before;
  const wildcard = tables[served]?.members ?? [];
  const isTouched = wildcard.some(({ namespace, name }) => touched.has(`${namespace}/${name}`));
  return rolloutOfOne(tables, (own?.members.length ?? 0) + (isTouched ? 1 : 0), WILDCARD);
}

/** What is said of a host of which states in between are not looked into: that there is none, or why it is not known. */
function rolloutOfOne({ where }: HostTables, steps: number, why: string): readonly Rollout[] {
  if (steps === 0) return [];
  if (steps === 1) return [{ safety: 'any', where: [where] }];
  return [{ safety: 'undecided', why, where: [where] }];
}

function appliedHost(tables: HostTables, { before: old, after: now }: StandingNames): AppliedHost {
  const { before, after, where } = tables;
  const { host, gateways } = where;
  const listeners = listPairs({ host, gateways, oldGateways: gateways, before, after }).map(
    ({ port, before: base, after: head }: ListPair): ListenerChanges => {
      const changes = virtualServiceChanges(base, head);
      return { port, changes: { ...changes, changes: changes.changes.map(asApplied) } };
    },
  );
  const doubts = [tables.doubt, ...listeners.map(({ changes }) => changes.doubt)];
  return { tables, listeners, doubt: doubts.find((text) => text !== undefined) };

  /** One that comes to the host or leaves it may have stood before, or may go on elsewhere: then it is changed. */
  function asApplied(change: VirtualServiceChange): VirtualServiceChange {
    const { virtualService } = change.step;
    const stands = old.has(virtualService) && now.has(virtualService);
    return stands ? { ...change, step: { action: 'change', virtualService } } : change;
  }
}

/** Takes hosts together that share a VirtualService to which something is done, in the order of the first of each. */
function hostGroups(hosts: readonly AppliedHost[]): readonly (readonly AppliedHost[])[] {
  interface Group {
    readonly members: AppliedHost[];
    readonly names: string[];
  }
  const groups = new Set<Group>();
  const groupOf = new Map<string, Group>();
  for (const host of hosts) {
    const joined: Group = {
      members: [host],
      names: stepsOf(host.listeners).map(({ virtualService }) => virtualService),
    };
    for (const name of joined.names) {
      const known = groupOf.get(name);
      if (known === undefined || !groups.delete(known)) continue;
      joined.members.unshift(...known.members);
      joined.names.push(...known.names);
    }
    groups.add(joined);
    for (const name of joined.names) groupOf.set(name, joined);
  }
  return [...groups].map(({ members }) => members);
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
