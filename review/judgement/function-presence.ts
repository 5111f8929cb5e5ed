import type { Answer, ClusterName, ObjectChange, RequestReview } from '../model';
import { nameOf } from './answering-function';
import { targetsOf, type ChangedRules, type SideName } from './changed-rules';

/** Tells whether what answers some requests on one side answers any on the other side, in a cluster. */
export type FunctionPresence = (
  side: SideName,
  answer: Answer,
  at: ClusterName,
  cluster: ClusterName,
) => boolean;

/**
 * Makes a {@link FunctionPresence}. A function is on a side where it answers changed requests there, where the change
 * renames it, where its VirtualService stays as it is, and where a VirtualService that changes has a rule with the
 * same destinations.
 */
export function functionPresence(
  { changes, equivalent }: RequestReview,
  objects: readonly ObjectChange[],
  rules: ChangedRules,
): FunctionPresence {
  const present = { before: new Set<string>(), after: new Set<string>() };
  const note = (side: SideName, where: readonly ClusterName[], name: string) => {
    for (const at of where) present[side].add(keyOf(at, name));
  };
  for (const { before, after, where } of changes) {
    if (before !== undefined) note('before', where, nameOf(before));
    if (after !== undefined) note('after', where, nameOf(after));
  }
  for (const { kind, before, after, where } of equivalent) {
    if (kind !== 'function-renamed') continue;
    // One function under two names: it is on both sides under either.
    for (const side of ['before', 'after'] as const)
      for (const name of [before, after]) note(side, where, name);
  }
  for (const side of ['before', 'after'] as const) {
    for (const { rule, objectChange } of rules.routesOf(side)) {
      note(side, objects[objectChange]?.where ?? [], targetsOf(rule));
    }
  }
  return (side, answer, at, cluster) => {
    if (present[side].has(keyOf(cluster, nameOf(answer)))) return true;
    const other = side === 'before' ? 'after' : 'before';
    const change = rules.changeOf(other, at, answer.route.virtualService);
    if (change === undefined) return true;
    const alike = rules.routeAt(other, at, answer.route);
    // A rule that the first of those that change alike does not have is none that changes.
    if (alike === undefined) return objects[change]?.[side] !== undefined;
    const targets = targetsOf(alike.rule);
    return targets !== '' && present[side].has(keyOf(cluster, targets));
  };
}

function keyOf({ environment, cluster }: ClusterName, name: string): string {
  return `${environment}/${cluster} ${name}`;
}
