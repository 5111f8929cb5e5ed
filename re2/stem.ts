import { hasTopLevelAlternation, tokensOf } from './tokens';

/** A regex as a literal text followed by a smaller regex. */
export interface StemmedRegex {
  /** What every match starts with. It may be shorter than the longest such text, never longer. */
  readonly stem: string;
  /** The regex that the rest of a match matches, in full. */
  readonly rest: string;
}

/**
 * A letter, a digit, a character that means itself, or one that is escaped, and no operator that repeats it behind: not even
 * behind flags or empty quotes, as in `a(?i)?` and `a\Q\E?`, which RE2 reads over.
 * `^` and `$` are left to the rest, but for a `^` at the very beginning, which says nothing in a full match.
 */
const STEM =
  /^\^?(?<stem>(?:(?:[^\\.[\](){}*+?|^$]|\\[!-/:-@[-`{-~])(?!(?:\(\?[a-zA-Z-]*\)|\\Q\\E)*[*+?{]))*)/u;

/** Splits off a text that every match of a regex starts with. */
export function splitStem(regex: string): StemmedRegex {
  const match = STEM.exec(regex);
  const stem = match?.groups?.stem ?? '';
  if (match === null || stem === '') return { stem: '', rest: regex };
  const rest = regex.slice(match[0].length);
  if (rest.includes('|') && hasTopLevelAlternation(tokensOf(rest))) return { stem: '', rest: regex };
  return { stem: stem.includes('\\') ? stem.replace(/\\(.)/gu, '$1') : stem, rest };
}
