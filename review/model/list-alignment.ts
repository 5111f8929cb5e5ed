import { diffArrays } from 'diff';
import { isMapping, type Mapping } from '../../routing';
import { canonicalText, isSame, ownField, type Spelling } from './plain-value';

/** Entries of two lists that stand for each other; a side is undefined where the entry is added or removed. */
export interface AlignedEntries {
  /** Places in the lists, from 0. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Most edits for which lists are aligned; the work grows with its square. */
const EDITS = 1000;

/**
 * Aligns two lists so that few entries are added or removed, and gives what is not the same: an entry that comes where
 * one goes stands for it. Lists that differ in more than 1000 entries are compared place by place where they have the same
 * length; undefined where they do not, so that nothing better can be said than that the list is another.
 */
export function alignLists(
  before: readonly unknown[],
  after: readonly unknown[],
  spelling: Spelling,
): readonly AlignedEntries[] | undefined {
  const same = (a: number, b: number) => isSame(before[a], after[b], spelling);
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && same(before.length - 1 - end, after.length - 1 - end)) end += 1;

  const old = textsOf(before, start, end, spelling.before);
  const now = textsOf(after, start, end, spelling.after);
  if (old.length === 0 || now.length === 0 || (old.length === 1 && now.length === 1)) {
    return pairUp(range(start, old.length), range(start, now.length));
  }
  // Of several shortest alignments the library's choice depends on the direction: the sides swapped must tell the same.
  const aligned = isOrdered(old, now) ? align(old, now) : align(now, old)?.map(swap);
  if (aligned !== undefined) {
    return aligned.flatMap(({ gone, come }) =>
      pairUp(
        gone.map((place) => place + start),
        come.map((place) => place + start),
      ),
    );
  }
  if (old.length !== now.length) return undefined;
  return pairUp(range(start, old.length), range(start, now.length)).filter(
    ({ before: a, after: b }) => a === undefined || b === undefined || !same(a, b),
  );
}

/**
 * The entries of a list of mappings by their names, as containers, their variables and ports have them; undefined
 * where an entry has no name or shares it.
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

/** Entries that go and come at one place. */
interface Run {
  readonly gone: readonly number[];
  readonly come: readonly number[];
}

function align(old: string[], now: string[]): readonly Run[] | undefined {
  const parts = diffArrays(old, now, { maxEditLength: EDITS });
  if (parts === undefined) return undefined;
  const runs: Run[] = [];
  let run: { gone: number[]; come: number[] } = { gone: [], come: [] };
  let [a, b] = [0, 0];
  for (const { added, removed, count } of parts) {
    if (removed) run.gone.push(...range(a, count));
    if (added) run.come.push(...range(b, count));
    if (!added && !removed) {
      runs.push(run);
      run = { gone: [], come: [] };
    }
    if (!added) a += count;
    if (!removed) b += count;
  }
  return [...runs, run];
}

function pairUp(gone: readonly number[], come: readonly number[]): readonly AlignedEntries[] {
  return range(0, Math.max(gone.length, come.length)).map((index) => ({
    before: gone[index],
    after: come[index],
  }));
}

function swap({ gone, come }: Run): Run {
  return { gone: come, come: gone };
}

function isOrdered(old: readonly string[], now: readonly string[]): boolean {
  if (old.length !== now.length) return old.length < now.length;
  const index = old.findIndex((text, place) => text !== now[place]);
  return (old[index] ?? '') <= (now[index] ?? '');
}

function textsOf(list: readonly unknown[], start: number, end: number, spell: Spelling['before']): string[] {
  return list.slice(start, list.length - end).map((entry) => canonicalText(entry, spell));
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}
