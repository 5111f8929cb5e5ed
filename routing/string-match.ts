import { compileRegex, splitStem, type Program } from '../re2';
import type { Language } from './language';
import { isMapping, textOf } from './plain-object';

/** A StringMatch of a VirtualService, read. */
export type StringMatch =
  | { readonly kind: 'exact' | 'prefix' | 'regex'; readonly text: string }
  /** `{}` or null: it asks for nothing but that there be a value. */
  | { readonly kind: 'present' };

/** Reads a StringMatch; undefined where the value is none. Where it has several kinds, the first counts. */
export function stringMatchOf(value: unknown): StringMatch | undefined {
  if (value === null) return { kind: 'present' };
  if (!isMapping(value)) return undefined;
  for (const kind of ['exact', 'prefix', 'regex'] as const) {
    const text = textOf(value[kind]);
    if (text !== undefined) return { kind, text };
  }
  return Object.keys(value).length === 0 ? { kind: 'present' } : undefined;
}

/** Compiles regexes, each rest that many have in common once. */
export interface RegexReader {
  /** The language of a regex, or why RE2 does not take it. */
  read(regex: string): { readonly language: Language; readonly size: number } | { readonly problem: string };
}

/** Makes a {@link RegexReader} that remembers what it compiled. */
export function regexReader(): RegexReader {
  const programs = new Map<string, Program | { readonly problem: string }>();
  return {
    read(regex) {
      const { stem, rest } = splitStem(regex);
      let program = programs.get(rest);
      if (program === undefined) {
        const compiled = compileRegex(rest);
        program = 'program' in compiled ? compiled.program : compiled;
        programs.set(rest, program);
      }
      // A message speaks of the whole regex, not of a rest of it.
      if ('problem' in program) return stem === '' ? program : problemOf(regex, program.problem);
      return {
        language: { kind: 'regex', source: regex, stem, rest: program },
        size: stem.length + program.size,
      };
    },
  };

  function problemOf(regex: string, problem: string): { readonly problem: string } {
    const compiled = compileRegex(regex);
    return 'problem' in compiled ? compiled : { problem };
  }
}

/** The language of nothing: what a regex that no engine takes matches. */
export function noLanguage(source: string): Language {
  const rest: Program = { start: 0, instructions: [{ kind: 'fail' }], size: 1 };
  return { kind: 'regex', source, stem: '', rest };
}
