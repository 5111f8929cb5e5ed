import type { FieldChange } from '../../model';
import { counted, grouped } from './visible-text';
import { changeRow, NOT_SET, verbatim, wordsRow, type StatementRow } from './statement';

/** Most characters of a value, and what is shown of it before the place where it differs. */
const EXCERPT = { limit: 120, before: 30 };

/** Most fields of one object that are listed; the rest is counted. */
const MOST_FIELDS = 40;

/** Text that shows where it begins and ends. */
const PLAIN = /^[A-Za-z0-9/.~*](.*\S)?$/;

const READ_OTHERWISE = /^(true|false|null|none|~|not set)$/i;

/**
 * Fields with their values, a row each.
 * @param tell what is reported about a text, before it is cut
 */
export function fieldRows(
  fields: readonly FieldChange[],
  tell: (text: string) => string = (text) => text,
): StatementRow[] {
  const rows = fields.slice(0, MOST_FIELDS).map(({ path, before, after }) => {
    const [from, to] = excerpts(tell(spellValue(before)), tell(spellValue(after)));
    return changeRow(
      tell(path),
      before === undefined ? NOT_SET : verbatim(from),
      after === undefined ? NOT_SET : verbatim(to),
    );
  });
  const more = fields.length - MOST_FIELDS;
  return more <= 0 ? rows : [...rows, wordsRow('more', counted(more, 'field'))];
}

/**
 * A value: plain text as it is, all else as JSON.
 * @param indent of JSON that has several lines; without it, there is one
 */
export function spellValue(value: unknown, indent?: number): string {
  if (value === undefined) return NOT_SET.text;
  // Text that reads as a number, a truth value or nothing is in quotes: YAML means something else by it.
  if (
    typeof value === 'string' &&
    PLAIN.test(value) &&
    !READ_OTHERWISE.test(value) &&
    Number.isNaN(Number(value))
  ) {
    return value;
  }
  try {
    const json: unknown = JSON.stringify(value, undefined, indent);
    return typeof json === 'string' ? json : String(json);
  } catch {
    return 'cannot be written: it contains itself, or is nested too deep';
  }
}

/** Two texts, cut so that where they begin to differ is to be seen. */
function excerpts(before: string, after: string): readonly [string, string] {
  const longest = Math.max(before.length, after.length);
  if (longest <= EXCERPT.limit) return [before, after];
  let same = 0;
  while (same < longest && before[same] === after[same]) same += 1;
  const start = same < EXCERPT.limit / 2 ? 0 : same - EXCERPT.before;
  return [excerpt(before, start), excerpt(after, start)];
}

function excerpt(text: string, start: number): string {
  if (text.length <= EXCERPT.limit) return text;
  const end = start + EXCERPT.limit;
  const shown = `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
  return `${shown} (${grouped(text.length)} characters)`;
}
