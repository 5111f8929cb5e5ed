import type { Answer, ClusterName, ObjectChange, RequestReview } from '../model';
import { functionsNamed, nameOf } from './answering-function';
import { targetsOf, type ChangedRules, type SideName } from './changed-rules';

/**
 * Tells whether what answers some requests on one snapshot answers any on the other snapshot, in a cluster.
 * @param first the place whose names the answer has
 * @param byName whether only a function counts that goes by its name there: rules with the same destinations do not.
 *   @default false
 */
export type FunctionPresence = (
  side: SideName,
  answer: Answer,
  first: ClusterName,
  cluster: ClusterName,
  byName?: boolean,
) => boolean;

/**
 * Makes a {@link FunctionPresence}. A function is on a snapshot where it answers changed requests there, where the change
 * renames it, where its VirtualService stays as it is, and where a VirtualService that changes names it or has a rule
 * with the same destinations.
 */
export function functionPresence(
  { changes, equivalent }: RequestReview,
  objects: readonly ObjectChange[],
  rules: ChangedRules,
): FunctionPresence {
  const present = { before: new Set<string>(), after: new Set<string>() };
  const note = (side: SideName, where: readonly ClusterName[], name: string) => {
    for (const location of where) present[side].add(keyOf(location, name));
  };
  for (const { before, after, where } of changes) {
    if (before !== undefined) note('before', where, nameOf(before));
    if (after !== undefined) note('after', where, nameOf(after));
  }
  for (const { kind, before, after, where } of equivalent) {
    if (kind !== 'function-renamed') continue;
    // One function under two names: it is on both snapshots under either.
    for (const side of ['before', 'after'] as const)
      for (const name of [before, after]) note(side, where, name);
  }
  for (const side of ['before', 'after'] as const) {
    for (const { rule, objectChange } of rules.routesOf(side)) {
      note(side, objects[objectChange]?.where ?? [], targetsOf(rule));
    }
  }
  for (const change of objects) {
    if (change.object.kind !== 'VirtualService') continue;
    // Objects that change alike may be other functions'.
    const where = change.where.filter(({ name }) => name === change.object.name);
    for (const side of ['before', 'after'] as const)
      for (const name of functionsNamed(change[side])) note(side, where, name);
  }
  return (side, answer, first, cluster, byName = false) => {
    if (present[side].has(keyOf(cluster, nameOf(answer)))) return true;
    const other = side === 'before' ? 'after' : 'before';
    const change = rules.changeOf(other, first, answer.route.virtualService);
    if (change === undefined) return true;
    if (byName) return false;
    const alike = rules.routeAt(other, first, answer.route);
    // A rule that the first of those that change alike does not have is none that changes.
    if (alike === undefined) return objects[change]?.[side] !== undefined;
    const targets = targetsOf(alike.rule);
    return targets !== '' && present[side].has(keyOf(cluster, targets));
  };
}

function keyOf({ environment, cluster }: ClusterName, name: string): string {
  return `${environment}/${cluster} ${name}`;
}
