import { isMapping, type Mapping } from '../../../base';
import { diffArrays } from 'diff';
import { canonicalText, isSame, ownField, type Spelling } from './json-value';

/** A pair of entries that differ; `before` is undefined for an added entry, `after` for a removed one. */
export interface AlignedEntries {
  /** Indexes in the lists, from 0. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** The most edits for which lists are aligned; the work grows with its square. */
const EDITS = 1000;

/**
 * Sequence alignment by the longest common subsequence (Myers' difference algorithm), after the common prefix and suffix
 * are removed. Returns the entries that differ. For example, [a, b, c] and [x, a, c] give the pairs {after: 0} and
 * {before: 1}.
 *
 * Invariants: the indexes of the pairs ascend in both lists, equal entries outside the pairs match in order, and swapped
 * lists give swapped pairs. Entries that are removed and added between the same neighbors form pairs. Lists with more
 * than 1000 edits are compared index by index if they have the same length; otherwise the result is undefined.
 */
export function alignLists(
  before: readonly unknown[],
  after: readonly unknown[],
  spelling: Spelling,
): readonly AlignedEntries[] | undefined {
  const same = (indexBefore: number, indexAfter: number) =>
    isSame(before[indexBefore], after[indexAfter], spelling);
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && same(before.length - 1 - end, after.length - 1 - end)) end += 1;

  const textsBefore = textsOf(before, start, end, spelling.before);
  const textsAfter = textsOf(after, start, end, spelling.after);
  if (
    textsBefore.length === 0 ||
    textsAfter.length === 0 ||
    (textsBefore.length === 1 && textsAfter.length === 1)
  ) {
    return pairUp(range(start, textsBefore.length), range(start, textsAfter.length));
  }
  // The library's choice among the shortest alignments depends on the direction: swapped lists must give the same pairs.
  const aligned = isOrdered(textsBefore, textsAfter)
    ? align(textsBefore, textsAfter)
    : align(textsAfter, textsBefore)?.map(swap);
  if (aligned !== undefined) {
    return aligned.flatMap(({ removed, added }) =>
      pairUp(
        removed.map((index) => index + start),
        added.map((index) => index + start),
      ),
    );
  }
  if (textsBefore.length !== textsAfter.length) return undefined;
  return pairUp(range(start, textsBefore.length), range(start, textsAfter.length)).filter(
    ({ before: a, after: b }) => a === undefined || b === undefined || !same(a, b),
  );
}

/**
 * Returns the entries of a list of mappings by name, as containers, variables and ports have them; undefined if a name is
 * absent or repeated.
 */
export function namedEntries(
  list: readonly unknown[],
  spell: Spelling['before'],
): ReadonlyMap<string, Mapping> | undefined {
  const entries = new Map<string, Mapping>();
  for (const entry of list) {
    const name = isMapping(entry) ? ownField(entry, 'name') : undefined;
    if (typeof name !== 'string' || entries.has(spell(name))) return undefined;
    entries.set(spell(name), entry as Mapping);
  }
  return entries;
}

/** Entries that are removed and added between two matching entries. */
interface Run {
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

function align(textsBefore: string[], textsAfter: string[]): readonly Run[] | undefined {
  const parts = diffArrays(textsBefore, textsAfter, { maxEditLength: EDITS });
  if (parts === undefined) return undefined;
  const runs: Run[] = [];
  let run: { removed: number[]; added: number[] } = { removed: [], added: [] };
  let [indexBefore, indexAfter] = [0, 0];
  for (const { added, removed, count } of parts) {
    if (removed) run.removed.push(...range(indexBefore, count));
    if (added) run.added.push(...range(indexAfter, count));
    if (!added && !removed) {
      runs.push(run);
      run = { removed: [], added: [] };
    }
    if (!added) indexBefore += count;
    if (!removed) indexAfter += count;
  }
  return [...runs, run];
}

function pairUp(removed: readonly number[], added: readonly number[]): readonly AlignedEntries[] {
  return range(0, Math.max(removed.length, added.length)).map((index) => ({
    before: removed[index],
    after: added[index],
  }));
}

function swap({ removed, added }: Run): Run {
  return { removed: added, added: removed };
}

function isOrdered(textsBefore: readonly string[], textsAfter: readonly string[]): boolean {
  if (textsBefore.length !== textsAfter.length) return textsBefore.length < textsAfter.length;
  const index = textsBefore.findIndex((text, position) => text !== textsAfter[position]);
  return (textsBefore[index] ?? '') <= (textsAfter[index] ?? '');
}

function textsOf(list: readonly unknown[], start: number, end: number, spell: Spelling['before']): string[] {
  return list.slice(start, list.length - end).map((entry) => canonicalText(entry, spell));
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}
