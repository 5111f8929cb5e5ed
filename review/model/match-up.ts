/** Two lists, matched. */
export interface Matched<T> {
  readonly both: readonly (readonly [T, T])[];
  /** What only one list has, in its order. */
  readonly before: readonly T[];
  readonly after: readonly T[];
}

/** Matches entries of two lists that have the same key, the first with the first. */
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
  const lonely: T[] = [];
  for (const entry of before) {
    const found = waiting.get(keyOf(entry))?.pop();
    if (found === undefined) lonely.push(entry);
    else both.push([entry, found]);
  }
  const taken = new Set(both.map(([, entry]) => entry));
  return { both, before: lonely, after: after.filter((entry) => !taken.has(entry)) };
}
