import { isMapping, type Mapping } from '../../../base';

/** Normalizes the texts of a value for a comparison: different names of the same thing may get one spelling. */
export type Spell = (text: string) => string;

/** The normalization of each snapshot's texts. */
export interface Spelling {
  readonly before: Spell;
  readonly after: Spell;
}

/** Compares texts as written. */
export const AS_WRITTEN: Spelling = { before: (text) => text, after: (text) => text };

/**
 * Limits beyond what any API server accepts: more values than fit into etcd's 1.5 MiB, or deeper than any schema. YAML
 * aliases can expand a few lines to such objects; a cycle is infinitely deep.
 */
const LIMIT = { values: 250_000, depth: 200 };

/** Whether a value with expanded aliases is too large or too deep for any API server. */
export function isBeyondLimits(value: unknown): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    count += 1;
    const children = childrenOf(next.value);
    if (count + open.length + children.length > LIMIT.values || next.depth > LIMIT.depth) return true;
    for (const child of children) open.push({ value: child, depth: next.depth + 1 });
  }
  return false;
}

/** Returns an own field of a mapping; undefined if there is none. */
export function ownField(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** Whether two values are equal; the order of keys is ignored. */
export function isSame(before: unknown, after: unknown, spelling: Spelling): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return false;
    return before.every((entry, index) => isSame(entry, after[index], spelling));
  }
  if (isMapping(before) && isMapping(after)) {
    const keys = Object.keys(before);
    if (keys.length !== Object.keys(after).length) return false;
    return keys.every((key) => Object.hasOwn(after, key) && isSame(before[key], after[key], spelling));
  }
  if (typeof before === 'string' && typeof after === 'string') {
    return before === after || spelling.before(before) === spelling.after(after);
  }
  return Object.is(before, after) || (before === 0 && after === 0);
}

/** Returns a text that two values share exactly if they are equal. */
export function canonicalText(value: unknown, spell: Spell): string {
  if (typeof value === 'string') return JSON.stringify(spell(value));
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalText(entry, spell)).join()}]`;
  if (!isMapping(value)) return value === 0 ? '0' : String(value);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key], spell)}`);
  return `{${fields.join()}}`;
}

/** Returns a copy of a value with normalized texts. */
export function respelled(value: unknown, spell: Spell): unknown {
  if (typeof value === 'string') return spell(value);
  if (Array.isArray(value)) return value.map((entry) => respelled(entry, spell));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, respelled(field, spell)]));
}

/** Counts the scalars of a value; an empty list or mapping counts as one. */
export function leafCount(value: unknown): number {
  if (value === undefined) return 0;
  const children = childrenOf(value);
  return children.length === 0 ? 1 : children.reduce<number>((sum, child) => sum + leafCount(child), 0);
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isMapping(value) ? Object.values(value) : [];
}
