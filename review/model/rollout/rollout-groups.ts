import { groupBy } from '../../../base';
import { withoutNamespace, type HostLocation } from '../clusters';
import type { Rollout, RolloutNeed } from './rollout';

/** The placeholder of a host in a key that several hosts share. */
const HOST = '<host>';

/**
 * Groups equal rollouts: first the Gateways of one host, then hosts whose rollouts differ only in the function
 * namespace. A group has the names of its first host. Hosts for which any order is safe form the last group.
 */
export function groupRollouts(rollouts: readonly Rollout[]): readonly Rollout[] {
  const byHost = joined(rollouts, (rollout) => `${hostKey(rollout.where)} ${bareKey(rollout)}`, joinGateways);
  const groups = joined(byHost, answerKey, joinHosts);
  const isAny = ({ safety }: Rollout) => safety === 'any';
  return [...groups.filter((rollout) => !isAny(rollout)), ...groups.filter(isAny)];
}

/** Joins rollouts with the same key, in the order of the first of each. */
function joined(
  rollouts: readonly Rollout[],
  keyOf: (rollout: Rollout) => string,
  join: (group: readonly [Rollout, ...Rollout[]]) => Rollout,
): readonly Rollout[] {
  return [...groupBy(rollouts, keyOf).values()].map(join);
}

/** Joins equal rollouts of one host on several Gateways. */
function joinGateways([first, ...others]: readonly [Rollout, ...Rollout[]]): Rollout {
  if (others.length === 0) return first;
  const gateways = [
    ...new Set([first, ...others].flatMap(({ where }) => where.flatMap((location) => location.gateways))),
  ].sort();
  const where = first.where.map((location) => ({ ...location, gateways }));
  if (!('needs' in first)) return { ...first, where };
  const needs = first.needs.map((need) => ({ ...need, where: { ...need.where, gateways } }));
  return { ...first, needs, where };
}

/** Joins equal rollouts of several hosts. */
function joinHosts([first, ...others]: readonly [Rollout, ...Rollout[]]): Rollout {
  return { ...first, where: [...first.where, ...others.flatMap(({ where }) => where)] };
}

function hostKey(where: readonly HostLocation[]): string {
  return JSON.stringify(where.map((location) => ({ ...location, gateways: undefined })));
}

/** Identifies a rollout without its locations. */
function bareKey(rollout: Rollout): string {
  const bare = { ...rollout, where: undefined };
  if (!('needs' in bare)) return JSON.stringify(bare);
  return JSON.stringify({ ...bare, needs: bare.needs.map(bareNeed) });
}

function bareNeed({ where: { port }, ...need }: RolloutNeed) {
  return { ...need, port };
}

/** Identifies a rollout without the host and function namespace. */
function answerKey(rollout: Rollout): string {
  const [location] = rollout.where;
  const key = bareKey(rollout);
  if (location?.namespace === undefined) return key;
  return withoutNamespace(key.replaceAll(location.host, HOST), location.namespace);
}
