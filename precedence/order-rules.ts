/** A rule, identified by its function and its index there. */
export interface RuleKey {
  /** Index of the function among those given. */
  readonly member: number;
  readonly rule: number;
}

/** Rules that must come one before the other. */
export type Before = readonly [first: RuleKey, then: RuleKey];

/**
 * Topological sort (Kahn's algorithm, smallest first): the first rule of each pair comes before the second. For the
 * rules a0, b0, c0 and the pair (c0, b0), the result is a0, c0, b0.
 *
 * Invariant: each step takes the smallest rule, by function and index, whose predecessors are all taken. So the result
 * does not depend on the order of the rules or of the pairs. If no such rule is left, the remaining ones have a cycle.
 * @returns the sorted rules, or those that are left because of a cycle
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
