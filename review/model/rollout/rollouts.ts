import { rolloutNeeds, tableBudget, withinBudget, type OrderNeed, type RouteTable } from '../../../routing';
import {
  appliedHost,
  hostGroups,
  stepsOf,
  type AppliedHost,
  type HostTables,
  type VirtualServiceNames,
} from './applied-hosts';
import type { HostLocation } from '../clusters';
import { redirectsAlike, requestSet } from '../requests';
import type { Rollout, RolloutNeed } from './rollout';
import { rolloutOrder } from './rollout-order';
import { rulesToKeep } from './two-pull-requests';

export { groupRollouts } from './rollout-groups';

const NEITHER =
  'neither one order of its VirtualServices nor two pull requests are safe: change its matches of every path in a separate pull request';

const REBOUND =
  'no order of its VirtualServices is safe, and some of them change their hosts or Gateways: first create VirtualServices with other names, and delete the old ones in a second pull request';

const UNMERGED = 'Istio does not merge VirtualServices of this host: only the oldest one serves it';

const WILDCARD =
  'a VirtualService for a wildcard serves the host while it has none of its own: the states in between are not analyzed';

const TOO_MUCH = 'its regexes and conditions exceed the budget of a review';

/**
 * Returns the safe orders of applying the VirtualServices of hosts. Hosts that share an applied VirtualService have one
 * order.
 * @param names the cluster's VirtualServices, to distinguish created ones from ones that join a host
 * @returns no rollout for hosts without steps
 */
export function rolloutsOf(hosts: readonly HostTables[], names: VirtualServiceNames): readonly Rollout[] {
  const applied = hosts
    .filter((tables) => isMerged(tables) && servedBy(tables) === undefined && !mayFallBack(tables))
    .map((tables) => appliedHost(tables, names))
    .filter(({ listeners }) => stepsOf(listeners).length > 0);
  const touched = new Set(
    applied.flatMap(({ listeners }) => stepsOf(listeners).map(({ virtualService }) => virtualService)),
  );
  const isTouched = (name: string) => touched.has(name) || !names.before.has(name) || !names.after.has(name);
  const others = hosts.flatMap((tables) => {
    if (!isMerged(tables)) return rolloutOfOne(tables, membersTouched(tables.before, tables.after), UNMERGED);
    if (mayFallBack(tables)) {
      return rolloutOfOne(tables, membersTouched(tables.before, tables.after), WILDCARD);
    }
    const served = servedBy(tables);
    return served === undefined ? [] : servedRollout(tables, served, isTouched);
  });
  return [...others, ...hostGroups(applied).map(rolloutOf)];
}

function isMerged({ before, after }: HostTables): boolean {
  return ![before, after].some((table) => table?.merged === false);
}

/** The snapshot in which a wildcard serves a host; undefined where it only redirects to HTTPS, as the host's own table does. */
function servedBy({ before, after, served }: HostTables): 'before' | 'after' | undefined {
  const [wildcard, own] = served === 'before' ? [before, after] : [after, before];
  return served !== undefined && wildcard !== undefined && redirectsAlike(wildcard, own) ? undefined : served;
}

/** Whether a wildcard may serve a host temporarily: none of its own VirtualServices exists throughout. */
function mayFallBack({ before, after, served, isBelowWildcard = false }: HostTables): boolean {
  if (!isBelowWildcard || served !== undefined) return false;
  const namesBefore = new Set(before?.members.map(fullName));
  return after?.members.every((member) => !namesBefore.has(fullName(member))) === true;
}

function fullName({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** A wildcard serves the host until its first own VirtualService is created, or after its last one is deleted. */
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

/** Returns the rollout of a host without analyzing its intermediate states; a single step has none. */
function rolloutOfOne({ where }: HostTables, steps: number, why: string): readonly Rollout[] {
  if (steps === 0) return [];
  if (steps === 1) return [{ safety: 'any', where: [where] }];
  return [{ safety: 'undecided', why, where: [where] }];
}

function rolloutOf(hosts: readonly AppliedHost[]): Rollout {
  const locations = hosts.map(({ tables }) => tables.where);
  const listeners = hosts.flatMap((host) => host.listeners);
  const allSteps = stepsOf(listeners);
  if (allSteps.length === 1) return { safety: 'any', where: locations };
  const doubt = hosts.map((host) => host.doubt).find((text) => text !== undefined);
  if (doubt !== undefined) return undecided(doubt);
  const tables = hosts.flatMap(({ tables: { before, after } }) => [before, after]);
  const routes = tables.flatMap((table) => table?.listeners.map(({ list }) => list.routes.length) ?? []);
  const budget = tableBudget(routes.reduce((sum, count) => sum + count, 0));
  return withinBudget(judge)?.answer ?? undecided(TOO_MUCH);

  function judge(): Rollout {
    const needs = hosts.flatMap((host) =>
      host.listeners.flatMap(({ port, changes }) =>
        rolloutNeeds(changes, budget).map((need) => withRequests(need, { ...host.tables.where, port })),
      ),
    );
    if (needs.length === 0) return { safety: 'any', where: locations };
    const found = rolloutOrder(allSteps, needs);
    if (found.kind === 'unknown') return undecided('its needs are too many and too entangled for a search');
    const shown = [...new Map(needs.map((need) => [keyOf(need), need])).values()];
    if (found.kind === 'order') {
      const { steps, isUsual } = found;
      return { safety: 'ordered', needs: shown, order: steps, isUsual, where: locations };
    }
    const all = listeners.map(({ changes }) => changes);
    const keep = rulesToKeep(all, found.stuck, budget);
    if (keep === undefined) return undecided(NEITHER);
    // A VirtualService has all its rules on all its hosts: it cannot keep the old rules on the old host only.
    if (keep.some((name) => isRebound(hosts, name))) return undecided(REBOUND);
    return { safety: 'none', needs: shown, keep, where: locations };
  }

  function undecided(why: string): Rollout {
    return { safety: 'undecided', why, where: locations };
  }
}

/** Whether a VirtualService changes its hosts or Gateways. */
function isRebound(hosts: readonly AppliedHost[], virtualService: string): boolean {
  const [before, after] = (['before', 'after'] as const).map((snapshot) =>
    hosts
      .flatMap(({ tables }) => tables[snapshot]?.members ?? [])
      .find(({ namespace, name }) => `${namespace}/${name}` === virtualService),
  );
  if (before === undefined || after === undefined) return false;
  return JSON.stringify([before.hosts, before.gateways]) !== JSON.stringify([after.hosts, after.gateways]);
}

/** Returns how many VirtualServices of a host are created or deleted or change an outcome. */
function membersTouched(before: RouteTable | undefined, after: RouteTable | undefined): number {
  const [rulesBefore, rulesAfter] = [rulesByName(before), rulesByName(after)];
  const names = new Set([...rulesBefore.keys(), ...rulesAfter.keys()]);
  return [...names].filter((name) => rulesBefore.get(name) !== rulesAfter.get(name)).length;
}

function rulesByName(table: RouteTable | undefined): ReadonlyMap<string, string> {
  return new Map(
    table?.members.map(({ namespace, name, rules }) => [
      `${namespace}/${name}`,
      JSON.stringify(rules.map(({ outcome }) => outcome)),
    ]),
  );
}

function withRequests(
  { first, then, matched, except, witness }: OrderNeed,
  where: HostLocation,
): RolloutNeed {
  return { first, then, requests: requestSet(matched, except), witness, where };
}

/** Identifies a need without its location: a need of several listeners is reported for the first. */
function keyOf(need: RolloutNeed): string {
  return JSON.stringify({ ...need, where: undefined });
}
