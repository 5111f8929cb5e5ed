/** Two lists, matched by key. */
export interface Matched<T> {
  readonly both: readonly (readonly [T, T])[];
  /** Entries that only one list has, in list order. */
  readonly before: readonly T[];
  readonly after: readonly T[];
}

/** Matches entries of two lists by key: the nth entry of a key in one list with the nth in the other. */
export function matchUp<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (entry: T) => string,
): Matched<T> {
  const waiting = new Map<string, T[]>();
  for (const entry of [...after].reverse()) {
    const same = waiting.get(keyOf(entry));
    if (same === undefined) waiting.set(keyOf(entry), [entry]);
    else same.push(entry);
  }
  const both: (readonly [T, T])[] = [];
  const unmatched: T[] = [];
  for (const entry of before) {
    const found = waiting.get(keyOf(entry))?.pop();
    if (found === undefined) unmatched.push(entry);
    else both.push([entry, found]);
  }
  const taken = new Set(both.map(([, entry]) => entry));
  return { both, before: unmatched, after: after.filter((entry) => !taken.has(entry)) };
}
