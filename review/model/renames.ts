import { fieldChanges } from './field-changes';
import type { FieldChange } from './field-change';
import { functionPairs, type FunctionPairs } from './function-pairs';
import { matchUp } from './match-up';
import type { DifferentObject } from './object-differences';
import type { ClusterObjects, SideObject } from './object-pairs';
import { spellWithout } from './own-words';
import { AS_WRITTEN, canonicalText, leafCount, respelled, type Spell } from './plain-value';

/** The API group and kind of a Knative Service. */
export const KNATIVE_SERVICE = 'serving.knative.dev/Service';

/** What a renamed object may have that is not alike. */
const NEAR = {
  /** Most fields that differ. */
  fields: 3,
  /** The share of values that must be equal: more than this. */
  equal: 0.7,
  /** Most values that are compared for one kind of a cluster; beyond, objects must be alike but for the names. */
  values: 400_000,
};

/** Objects that only one side has, once renames are told from removals and additions. */
export interface Renames {
  /** With what differs besides the names. */
  readonly renamed: readonly DifferentObject[];
  readonly removed: readonly SideObject[];
  readonly added: readonly SideObject[];
}

/**
 * Finds what was renamed: an object that is removed, and one of the same kind that is added in the same cluster. They
 * must be alike once each one's own name, function namespace and function name are replaced, or, where none such is
 * found, differ in at most three fields while more than 70 % of their values are equal. The objects of a function are
 * renamed together: where its Knative Service is, its others can only have become those of the same function. Of several
 * candidates those of the same name, then of the same function namespace, then the first by function and name are taken,
 * each once.
 */
export function findRenames({ removed, added }: Pick<ClusterObjects, 'removed' | 'added'>): Renames {
  const kinds = new Map<string, OfKind>();
  const ofKind = (object: SideObject): OfKind => {
    const { groupKind } = object.read;
    const known = kinds.get(groupKind) ?? { removed: [], added: [] };
    kinds.set(groupKind, known);
    return known;
  };
  // What has no name cannot have another one, and what is too large cannot be compared.
  const isComparable = ({ read }: SideObject) => read.name !== undefined && !read.isBeyond;
  for (const object of removed.filter(isComparable)) ofKind(object).removed.push(object);
  for (const object of added.filter(isComparable)) ofKind(object).added.push(object);

  const functions = functionPairs();
  const services = kinds.get(KNATIVE_SERVICE) ?? { removed: [], added: [] };
  const renamed = [...renamesOf(services, functions)];
  functions.settle(services.removed, services.added, renamed);
  kinds.delete(KNATIVE_SERVICE);
  for (const kind of [...kinds.keys()].sort()) {
    const objects = kinds.get(kind);
    if (objects !== undefined) renamed.push(...renamesOf(objects, functions));
  }
  const gone = new Set(renamed.map(({ before }) => before));
  const come = new Set(renamed.map(({ after }) => after));
  return {
    renamed,
    removed: removed.filter((object) => !gone.has(object)),
    added: added.filter((object) => !come.has(object)),
  };
}

/** Objects of one kind, in the order in which they are paired. */
interface OfKind {
  readonly removed: SideObject[];
  readonly added: SideObject[];
}

/** An object with what it is compared by. */
interface Candidate {
  readonly object: SideObject;
  readonly spell: Spell;
  /** The object without its own words. */
  readonly nameless: unknown;
  /** Its text without its own words, after what it can have become. */
  readonly likeness: string;
  readonly partner: string;
  /** Its name without its namespace, so that an object keeps it when the namespace is another. */
  readonly local: string;
  readonly leaves: number;
}

function renamesOf(objects: OfKind, functions: FunctionPairs): readonly DifferentObject[] {
  if (objects.removed.length === 0 || objects.added.length === 0) return [];
  let removed = inOrder(objects.removed.map((object) => candidate(object, 'before', functions)));
  let added = inOrder(objects.added.map((object) => candidate(object, 'after', functions)));
  const renames: DifferentObject[] = [];
  const take = (before: Candidate, after: Candidate, fields: readonly FieldChange[]) => {
    renames.push({ before: before.object, after: after.object, fields });
  };
  const keys = [
    ({ likeness, local }: Candidate) => JSON.stringify([likeness, local]),
    ({ likeness, object: { own } }: Candidate) => JSON.stringify([likeness, own.namespace]),
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
    // What is told are the texts as they are.
    const spelling = { before: before.spell, after: after.spell };
    take(before, after, fieldChanges(before.object.read.value, after.object.read.value, spelling));
  }
  return renames;
}

/** Pairs that are alike enough, the best first. */
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
  return pairs.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
}

/** In how many fields two objects differ besides their own words; undefined where it is too much. */
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

/** Sorts pairs: the fewest fields, the same name, the same function namespace; else by names, in either direction alike. */
function rankOf(before: Candidate, after: Candidate, differing: number): string {
  const [a, b] = [before, after].map(({ object: { own, name } }) =>
    JSON.stringify([own.function ?? '', own.namespace ?? '', name.name]),
  ) as [string, string];
  const isElsewhere = before.object.own.namespace !== after.object.own.namespace;
  return JSON.stringify([
    differing,
    Number(before.local !== after.local),
    Number(isElsewhere),
    ...[a, b].sort(),
  ]);
}

function candidate(object: SideObject, side: 'before' | 'after', functions: FunctionPairs): Candidate {
  const { own, name, read } = object;
  const spell = spellWithout({ ...own, name: name.name });
  const nameless = respelled(read.value, spell);
  const partner = functions.partnerOf(side, object);
  return {
    object,
    spell,
    nameless,
    likeness: JSON.stringify([partner, canonicalText(nameless, AS_WRITTEN.before)]),
    partner,
    local: spellWithout({ namespace: own.namespace, function: undefined })(name.name),
    leaves: leafCount(read.value),
  };
}

/** By function, so that all objects of functions that are alike are paired in the same order. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const keyed = candidates.map((entry) => {
    const { own, name } = entry.object;
    return { entry, key: JSON.stringify([own.function ?? '', own.namespace ?? '', name.name]) };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ entry }) => entry);
}
