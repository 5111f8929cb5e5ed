/** The most names that one sentence lists. */
const LISTED = 10;

/** Describes added and removed names: `serves a.example`, `no longer serves b.example`. */
export function gainedAndLost(
  has: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const [namesBefore, namesAfter] = [new Set(before), new Set(after)];
  const added = after.filter((name) => !namesBefore.has(name));
  const removed = before.filter((name) => !namesAfter.has(name));
  return [
    ...(added.length === 0 ? [] : [`${has} ${listed(added)}`]),
    ...(removed.length === 0 ? [] : [`no longer ${has} ${listed(removed)}`]),
  ];
}

/** Joins names by commas; of a long list, the first names and the number of the others. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return more > 0 ? `${names.slice(0, LISTED).join(', ')} and ${more} more` : names.join(', ');
}

/** Describes a changed value and its previous value; empty if it is unchanged. */
export function nowAndBefore(
  before: unknown,
  after: unknown,
  spell: (value: string) => string,
): readonly string[] {
  const [wordBefore, wordAfter] = [word(before), word(after)];
  return wordBefore === wordAfter ? [] : [`${spell(wordAfter)} (was ${wordBefore})`];
}

/** Spells a scalar; `none` for an absent value, `something else` for a list or mapping. */
export function word(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : 'something else';
}
