import { withoutNamespace } from './namespaces';
import type { HostPlace } from './place';
import type { Rollout, RolloutNeed } from './rollout';

/** Stands for a host in what is said of several at once. */
const HOST = '<host>';

/**
 * Joins hosts whose rollouts are alike: the Gateways of one host into one place, and hosts whose VirtualServices bear
 * the same names, that of their function namespace aside. What is then said is said of the first of them. Hosts on
 * which any order is safe are told together, behind the others.
 */
export function groupRollouts(rollouts: readonly Rollout[]): readonly Rollout[] {
  const ofHosts = joined(rollouts, (rollout) => `${hostKey(rollout.where)} ${bareKey(rollout)}`, oneHost);
  const groups = joined(ofHosts, answerKey, sameWords);
  const isAny = ({ safety }: Rollout) => safety === 'any';
  return [...groups.filter((rollout) => !isAny(rollout)), ...groups.filter(isAny)];
}

/** Joins what has the same key, in the order of the first of each. */
function joined(
  rollouts: readonly Rollout[],
  keyOf: (rollout: Rollout) => string,
  join: (group: readonly [Rollout, ...Rollout[]]) => Rollout,
): readonly Rollout[] {
  const groups = new Map<string, [Rollout, ...Rollout[]]>();
  for (const rollout of rollouts) {
    const key = keyOf(rollout);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rollout]);
    else group.push(rollout);
  }
  return [...groups.values()].map(join);
}

/** One host on several Gateways, for which the same holds. */
function oneHost([first, ...others]: readonly [Rollout, ...Rollout[]]): Rollout {
  if (others.length === 0) return first;
  const gateways = [
    ...new Set([first, ...others].flatMap(({ where }) => where.flatMap((place) => place.gateways))),
  ].sort();
  const where = first.where.map((place) => ({ ...place, gateways }));
  if (!('needs' in first)) return { ...first, where };
  const needs = first.needs.map((need) => ({ ...need, where: { ...need.where, gateways } }));
  return { ...first, needs, where };
}

/** Several hosts, of which the same is said. */
function sameWords([first, ...others]: readonly [Rollout, ...Rollout[]]): Rollout {
  return { ...first, where: [...first.where, ...others.flatMap(({ where }) => where)] };
}

function hostKey(where: readonly HostPlace[]): string {
  return JSON.stringify(where.map((place) => ({ ...place, gateways: undefined })));
}

/** What a rollout says, its places aside. */
function bareKey(rollout: Rollout): string {
  const said = { ...rollout, where: undefined };
  if (!('needs' in said)) return JSON.stringify(said);
  return JSON.stringify({ ...said, needs: said.needs.map(bareNeed) });
}

function bareNeed({ where: { port }, ...need }: RolloutNeed) {
  return { ...need, port };
}

/** The same for hosts that differ by their function namespace alone. */
function answerKey(rollout: Rollout): string {
  const [place] = rollout.where;
  const said = bareKey(rollout);
  if (place?.namespace === undefined) return said;
  return withoutNamespace(said.replaceAll(place.host, HOST), place.namespace);
}
