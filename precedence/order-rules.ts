/** A rule by the function that it belongs to, and its place in it. */
export interface RuleKey {
  /** Place of the function among those given. */
  readonly member: number;
  readonly rule: number;
}

/** Rules that must come one before the other. */
export type Before = readonly [first: RuleKey, then: RuleKey];

/**
 * Orders rules so that each pair is in its order; where nothing else decides, by function and place. The same pairs
 * give the same order, in whatever order they come.
 * @returns the rules in order, or those that contradict each other
 */
export function orderRules(
  rules: readonly RuleKey[],
  pairs: readonly Before[],
): { readonly ordered: readonly RuleKey[] } | { readonly contradicting: readonly RuleKey[] } {
  const sorted = [...rules].sort((a, b) => a.member - b.member || a.rule - b.rule);
  const placeOf = new Map(sorted.map((rule, place) => [spell(rule), place]));
  const waitsFor = sorted.map(() => new Set<number>());
  for (const [first, then] of pairs) {
    const [before, after] = [placeOf.get(spell(first)), placeOf.get(spell(then))];
    if (before !== undefined && after !== undefined) waitsFor[after]?.add(before);
  }
  const ordered: RuleKey[] = [];
  const left = new Set(sorted.keys());
  while (left.size > 0) {
    const next = [...left].find((place) => [...(waitsFor[place] ?? [])].every((before) => !left.has(before)));
    if (next === undefined) return { contradicting: [...left].flatMap((place) => sorted[place] ?? []) };
    left.delete(next);
    ordered.push(...sorted.slice(next, next + 1));
  }
  return { ordered };
}

function spell({ member, rule }: RuleKey): string {
  return `${member} ${rule}`;
}
