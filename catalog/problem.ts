import { nearestWord, type FindingCode } from '../findings';

/** Steps from a document's root to one of its values: keys of mappings and indices of lists. */
export type ValuePath = readonly (string | number)[];

/** Something wrong with one value of a document, before it is known in which line it stands. */
export interface Problem {
  readonly code: FindingCode;
  readonly path: ValuePath;
  /** Whether the key of the path's last step is at fault, or its value. @default 'value' */
  readonly at?: 'key' | 'value';
  readonly message: string;
  readonly help: string;
}

/** `did you mean "timeout"?` where a known word is near, else the list of the known words. */
export function suggest(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  const all = known.length === 0 ? 'none is known here' : `known here: ${known.join(', ')}`;
  return near === undefined ? all : `did you mean "${near}"? ${all}`;
}
