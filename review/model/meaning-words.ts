/** Most names that one sentence lists. */
const LISTED = 10;

/** What a list has anew and no longer has, in words: `serves a.example`, `no longer serves b.example`. */
export function gainedAndLost(
  has: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  const come = after.filter((name) => !old.has(name));
  const gone = before.filter((name) => !now.has(name));
  return [
    ...(come.length === 0 ? [] : [`${has} ${listed(come)}`]),
    ...(gone.length === 0 ? [] : [`no longer ${has} ${listed(gone)}`]),
  ];
}

/** Names in a row; of many the first, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return more > 0 ? `${names.slice(0, LISTED).join(', ')} and ${more} more` : names.join(', ');
}

/** A sentence that ends in what was before; none where both sides are the same. */
export function nowAndBefore(
  before: unknown,
  after: unknown,
  spell: (value: string) => string,
): readonly string[] {
  const [old, now] = [word(before), word(after)];
  return old === now ? [] : [`${spell(now)} (was ${old})`];
}

/** A text or number; `none` where there is nothing, and `something else` where it is neither. */
export function word(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : 'something else';
}
