import { compileRegex, splitStem } from '../../../re2';
import type { Language } from '../../../routing/text';

/** The language of a regex that RE2 takes. */
export function parseRegex(source: string): Language {
  const { stem, rest } = splitStem(source);
  const compiled = compileRegex(rest);
  if (!('program' in compiled)) throw new Error(`${source} is no regex`);
  return { kind: 'regex', source, stem, rest: compiled.program };
}
