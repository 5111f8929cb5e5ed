import type { RuleKey } from './order-rules';

/** The rules of each VirtualService: a group's in its order, the others' in their own. */
export function unitsOf(
  count: number,
  groups: readonly (readonly RuleKey[])[],
  rulesIn: (member: number) => number,
): (readonly RuleKey[])[] {
  const grouped = new Set(groups.flat().map(({ member }) => member));
  const apart = Array.from({ length: count }, (_, member) => member)
    .filter((member) => !grouped.has(member))
    .map((member) => Array.from({ length: rulesIn(member) }, (_, rule) => ({ member, rule })));
  return [...apart, ...groups];
}
