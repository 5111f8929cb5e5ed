import { compareText } from '../../../base';
import { fieldChanges } from './field-changes';
import type { FieldChange } from './field-change';
import { functionPairs, type FunctionPairs } from './function-pairs';
import { matchUp } from './match-up';
import type { DifferentObject } from './object-differences';
import type { ClusterObjects, SnapshotObject } from './object-pairs';
import { spellWithout } from './identity';
import { AS_WRITTEN, canonicalText, leafCount, respelled, type Spell } from './json-value';

/** The API group and kind of a Knative Service. */
export const KNATIVE_SERVICE = 'serving.knative.dev/Service';

/** How much a renamed object may differ besides its names. */
const NEAR = {
  /** The most fields that differ. */
  fields: 3,
  /** More than this share of the values must be equal. */
  equal: 0.7,
  /** The most values that are compared for one kind in a cluster; beyond it, objects must be equal besides the names. */
  values: 400_000,
};

/** Objects that only one snapshot has, separated into renames, removals and additions. */
export interface Renames {
  /** With the differences besides the names. */
  readonly renamed: readonly DifferentObject[];
  readonly removed: readonly SnapshotObject[];
  readonly added: readonly SnapshotObject[];
}

/**
 * Finds renames by greedy matching: a removed object and an added one of the same kind in the same cluster. They must be
 * equal once their own names, function namespaces and function names are replaced, or, if there is no equal one, differ
 * in at most three fields while more than 70 % of their values are equal. For example, a removed ConfigMap `a-env` of the
 * function `a` and an added `b-env` of `b` with the same data are one rename.
 *
 * Invariants: an object is in at most one rename. The objects of a function are renamed together: if its Knative Service
 * is renamed, its other objects can only become those of the same function. Candidates of the same name come first, then
 * those of the same function namespace, then the first by function and name.
 */
export function findRenames({ removed, added }: Pick<ClusterObjects, 'removed' | 'added'>): Renames {
  const kinds = new Map<string, KindGroup>();
  const groupOf = (object: SnapshotObject): KindGroup => {
    const { groupKind } = object.read;
    const known = kinds.get(groupKind) ?? { removed: [], added: [] };
    kinds.set(groupKind, known);
    return known;
  };
  // An object without a name cannot be renamed, and one that is too large cannot be compared.
  const isComparable = ({ read }: SnapshotObject) => read.name !== undefined && !read.isBeyond;
  for (const object of removed.filter(isComparable)) groupOf(object).removed.push(object);
  for (const object of added.filter(isComparable)) groupOf(object).added.push(object);

  const functions = functionPairs();
  const services = kinds.get(KNATIVE_SERVICE) ?? { removed: [], added: [] };
  const renamed = [...renamesOf(services, functions)];
  functions.record(services.removed, services.added, renamed);
  kinds.delete(KNATIVE_SERVICE);
  for (const kind of [...kinds.keys()].sort()) {
    const objects = kinds.get(kind);
    if (objects !== undefined) renamed.push(...renamesOf(objects, functions));
  }
  const renamedBefore = new Set(renamed.map(({ before }) => before));
  const renamedAfter = new Set(renamed.map(({ after }) => after));
  return {
    renamed,
    removed: removed.filter((object) => !renamedBefore.has(object)),
    added: added.filter((object) => !renamedAfter.has(object)),
  };
}

/** Removed and added objects of one kind. */
interface KindGroup {
  readonly removed: SnapshotObject[];
  readonly added: SnapshotObject[];
}

/** An object with the values that it is compared by. */
interface Candidate {
  readonly object: SnapshotObject;
  readonly spell: Spell;
  /** The object without its identity. */
  readonly nameless: unknown;
  /** Its partner key and its text without its identity. */
  readonly likeness: string;
  readonly partner: string;
  /** Its name without the namespace, which stays equal if the namespace changes. */
  readonly local: string;
  readonly leaves: number;
}

function renamesOf(objects: KindGroup, functions: FunctionPairs): readonly DifferentObject[] {
  if (objects.removed.length === 0 || objects.added.length === 0) return [];
  let removed = sortedByFunction(objects.removed.map((object) => candidate(object, 'before', functions)));
  let added = sortedByFunction(objects.added.map((object) => candidate(object, 'after', functions)));
  const renames: DifferentObject[] = [];
  const take = (before: Candidate, after: Candidate, fields: readonly FieldChange[]) => {
    renames.push({ before: before.object, after: after.object, fields });
  };
  const keys = [
    ({ likeness, local }: Candidate) => JSON.stringify([likeness, local]),
    ({ likeness, object: { identity } }: Candidate) => JSON.stringify([likeness, identity.namespace]),
    ({ likeness }: Candidate) => likeness,
  ];
  for (const keyOf of keys) {
    const matched = matchUp(removed, added, keyOf);
    for (const [before, after] of matched.both) take(before, after, []);
    [removed, added] = [matched.before, matched.after];
  }
  const used = new Set<Candidate>();
  for (const { before, after } of nearPairs(removed, added)) {
    if (used.has(before) || used.has(after)) continue;
    used.add(before).add(after);
    // Fields are reported with their texts as written.
    const spelling = { before: before.spell, after: after.spell };
    take(before, after, fieldChanges(before.object.read.value, after.object.read.value, spelling));
  }
  return renames;
}

/** Returns the pairs that are similar enough, the best first. */
function nearPairs(
  removed: readonly Candidate[],
  added: readonly Candidate[],
): readonly { before: Candidate; after: Candidate }[] {
  const partners = new Map<string, Candidate[]>();
  for (const after of added) {
    const same = partners.get(after.partner);
    if (same === undefined) partners.set(after.partner, [after]);
    else same.push(after);
  }
  const sizes = new Map(
    [...partners].map(([partner, same]) => [
      partner,
      { count: same.length, leaves: same.reduce((sum, { leaves }) => sum + leaves, 0) },
    ]),
  );
  const pairs: { before: Candidate; after: Candidate; rank: string }[] = [];
  const values = removed.reduce((sum, before) => {
    const { count, leaves } = sizes.get(before.partner) ?? { count: 0, leaves: 0 };
    return sum + before.leaves * count + leaves;
  }, 0);
  if (values > NEAR.values) return [];
  for (const before of removed) {
    for (const after of partners.get(before.partner) ?? []) {
      const differing = nearness(before, after);
      if (differing !== undefined) pairs.push({ before, after, rank: rankOf(before, after, differing) });
    }
  }
  return pairs.sort((a, b) => compareText(a.rank, b.rank));
}

/** Counts the fields in which two objects differ besides their identity; undefined if they differ too much. */
function nearness(before: Candidate, after: Candidate): number | undefined {
  const all = Math.max(before.leaves, after.leaves);
  if (Math.min(before.leaves, after.leaves) <= NEAR.equal * all) return undefined;
  const fields = fieldChanges(before.nameless, after.nameless);
  const changed = fields.reduce(
    (sum, { before: a, after: b }) => sum + Math.max(leafCount(a), leafCount(b)),
    0,
  );
  return fields.length <= NEAR.fields && all - changed > NEAR.equal * all ? fields.length : undefined;
}

/** Returns a sort key: the fewest fields, the same name, the same function namespace, then names. It is symmetric. */
function rankOf(before: Candidate, after: Candidate, differing: number): string {
  const [a, b] = [before, after].map(({ object: { identity, name } }) =>
    JSON.stringify([identity.function ?? '', identity.namespace ?? '', name.name]),
  ) as [string, string];
  const isElsewhere = before.object.identity.namespace !== after.object.identity.namespace;
  return JSON.stringify([
    differing,
    Number(before.local !== after.local),
    Number(isElsewhere),
    ...[a, b].sort(),
  ]);
}

function candidate(
  object: SnapshotObject,
  snapshot: 'before' | 'after',
  functions: FunctionPairs,
): Candidate {
  const { identity, name, read } = object;
  const spell = spellWithout({ ...identity, name: name.name });
  const nameless = respelled(read.value, spell);
  const partner = functions.partnerKey(snapshot, object);
  return {
    object,
    spell,
    nameless,
    likeness: JSON.stringify([partner, canonicalText(nameless, AS_WRITTEN.before)]),
    partner,
    local: spellWithout({ namespace: identity.namespace, function: undefined })(name.name),
    leaves: leafCount(read.value),
  };
}

/** Sorts by function, so that all objects of similar functions are matched in the same order. */
function sortedByFunction(candidates: readonly Candidate[]): readonly Candidate[] {
  const keyed = candidates.map((entry) => {
    const { identity, name } = entry.object;
    return { entry, key: JSON.stringify([identity.function ?? '', identity.namespace ?? '', name.name]) };
  });
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ entry }) => entry);
}
