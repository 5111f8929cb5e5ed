import type { Program } from '../../re2';
import { literalProgram, precededBy } from './literal-program';
import { runProgram } from './run-program';

/** A set of texts, as a match defines it. */
export type Language =
  | { readonly kind: 'any' }
  /** A finite set of texts. */
  | { readonly kind: 'values'; readonly values: readonly string[] }
  /** All texts that begin with a text; `/foo` is a prefix of `/foobar`. */
  | { readonly kind: 'prefix'; readonly text: string }
  /** A case-insensitive text, or, if `open`, a case-insensitive prefix. */
  | { readonly kind: 'folded'; readonly text: string; readonly open: boolean }
  /** The full matches of an RE2 expression: the literal stem, followed by the matches of the rest. */
  | { readonly kind: 'regex'; readonly source: string; readonly stem: string; readonly rest: Program };

/** Whether a text belongs to a language. */
export function holdsText(language: Language, text: string): boolean {
  switch (language.kind) {
    case 'any':
      return true;
    case 'values':
      return language.values.includes(text);
    case 'prefix':
      return text.startsWith(language.text);
    case 'folded': {
      const compared = language.open ? text.slice(0, language.text.length) : text;
      return foldCase(compared) === foldCase(language.text);
    }
    case 'regex':
      return text.startsWith(language.stem) && runProgram(language.rest, text, language.stem.length);
  }
}

/** Converts ASCII letters to lower case; Envoy folds no others. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Returns a literal that every text of a language begins with; it may be shorter than the longest one. */
export function stemOf(language: Language): string {
  switch (language.kind) {
    case 'any':
      return '';
    case 'values':
      return language.values.length === 1 ? (language.values[0] ?? '') : '';
    case 'prefix':
      return language.text;
    case 'folded':
      return /^[^A-Za-z]*/.exec(language.text)?.[0] ?? '';
    case 'regex':
      return language.stem;
  }
}

/** Returns the programs whose union is a language: one for each value, or a single one. */
export function programsOf(language: Language): Program[] {
  switch (language.kind) {
    case 'any':
      return [literalProgram('', { open: true, foldCase: false })];
    case 'values':
      return language.values.map((text) => literalProgram(text, { open: false, foldCase: false }));
    case 'prefix':
      return [literalProgram(language.text, { open: true, foldCase: false })];
    case 'folded':
      return [literalProgram(language.text, { open: language.open, foldCase: true })];
    case 'regex':
      return [precededBy(language.stem, language.rest)];
  }
}

/** A program that starts at a position of a text. */
export interface ProgramAfter {
  readonly program: Program;
  /** The position. */
  readonly from: number;
}

/** Returns the programs of a language's members that begin with a text. Each starts as late in the text as it can. */
export function programsAfter(language: Language, text: string): ProgramAfter[] {
  const from = text.length;
  if (language.kind === 'any') return [{ program: ANY_TEXT, from }];
  if (language.kind === 'values') {
    return language.values
      .filter((value) => value.startsWith(text))
      .map((value) => ({
        program: literalProgram(value.slice(from), { open: false, foldCase: false }),
        from,
      }));
  }
  if (language.kind === 'folded') return programsOf(language).map((program) => ({ program, from: 0 }));
  const stem = stemOf(language);
  const program = language.kind === 'regex' ? language.rest : ANY_TEXT;
  if (text.startsWith(stem)) return [{ program, from: language.kind === 'regex' ? stem.length : from }];
  return stem.startsWith(text) ? [{ program: precededBy(stem.slice(from), program), from }] : [];
}

const ANY_TEXT = literalProgram('', { open: true, foldCase: false });
