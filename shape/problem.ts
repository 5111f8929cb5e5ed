import { nearestWord, type FindingCode } from '../findings';

/** Steps from a document's root to one of its values: keys of mappings and indices of lists. */
export type ValuePath = readonly (string | number)[];

/** A problem with one value of a document, before its line is known. */
export interface Problem {
  readonly code: FindingCode;
  readonly path: ValuePath;
  /** Whether the key of the path's last step is at fault, or its value. @default 'value' */
  readonly at?: 'key' | 'value';
  readonly message: string;
  readonly help: string;
}

/** Spells a path: `routes[0].match.prefix`. */
export function spellPath(path: ValuePath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : (index === 0 ? '' : '.') + step))
    .join('');
}

/** Returns `did you mean "timeout"?` if a known word is similar, and the list of known words. */
export function suggest(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  const all = known.length === 0 ? 'none is known here' : `known here: ${known.join(', ')}`;
  return near === undefined ? all : `did you mean "${near}"? ${all}`;
}
