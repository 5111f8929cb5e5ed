import { compileRegex, splitStem, type Program } from '../../re2';
import { stdRegexProblem, type Language } from '../text';
import { misplaced, spelled, STRING_MATCH, wordMeant } from './match-fields';
import { isMapping } from '../../base';
import { remarked, type MatchRemark, type RoutingRules } from '../model';

/** A StringMatch of a VirtualService, read. */
export type StringMatch =
  | { readonly kind: 'exact' | 'prefix' | 'regex'; readonly text: string }
  /** `{}` or null: it asks for nothing but that there be a value. */
  | { readonly kind: 'present' };

/** The ways to compare a text. */
const KINDS = ['exact', 'prefix', 'regex'] as const;

const PRESENT: StringMatch = { kind: 'present' };

/** Reads a StringMatch. Returns `undefined` for another value; {@link stringMatchRemark} says why. */
export function stringMatchOf(value: unknown): StringMatch | undefined {
  if (value === null) return PRESENT;
  if (!isMapping(value)) return undefined;
  let read = PRESENT;
  for (const kind in value) {
    const text = value[kind];
    if (text === undefined) continue;
    if (typeof text !== 'string' || !isKind(kind) || read !== PRESENT) return undefined;
    read = { kind, text };
  }
  return read;
}

function isKind(kind: string): kind is (typeof KINDS)[number] {
  return kind === 'exact' || kind === 'prefix' || kind === 'regex';
}

/** What is to be reported about a value that is no StringMatch, or null. */
export function stringMatchRemark(value: unknown, fieldPath: readonly string[]): MatchRemark {
  if (!isMapping(value)) return misplaced(value, STRING_MATCH, fieldPath);
  const given = Object.keys(value).filter((kind) => value[kind] !== undefined);
  const [first = '', second] = given;
  const kind = given.find((field) => !isKind(field));
  if (kind !== undefined) {
    const text = `${spelled([...fieldPath, kind])} is none of ${KINDS.join(', ')}`;
    const help = wordMeant(kind, KINDS);
    return { kind: 'malformed', text, path: [...fieldPath, kind], ...(help === undefined ? {} : { help }) };
  }
  const wrong = given.find((field) => typeof value[field] !== 'string');
  if (wrong !== undefined) return misplaced(value[wrong], 'a text', [...fieldPath, wrong]);
  const text = `${spelled(fieldPath)} has ${given.join(' and ')}, where one of them belongs`;
  return { kind: 'malformed', text, path: [...fieldPath, second ?? first] };
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

/** The language of a regex that is in a VirtualService, and the report about it. */
export function regexLanguage(
  source: string,
  rules: RoutingRules,
  regexes: RegexReader,
  path: readonly string[],
): { readonly language: Language; readonly remarks: readonly MatchRemark[] } {
  const remarks: MatchRemark[] = [];
  const elsewhere = rules.regex === 'std::regex' ? stdRegexProblem(source) : undefined;
  if (elsewhere !== undefined) remarks.push({ kind: 'not-modelled', text: elsewhere, path });
  const read = regexes.read(source);
  const problem = 'problem' in read ? read.problem : limitProblem(source, read.size, rules);
  const language = 'problem' in read ? noLanguage(source) : read.language;
  if (problem === undefined) return { language, remarks };
  remarks.push({ kind: 'regex-rejected', text: `${JSON.stringify(source)} ${problem}`, path });
  return { language: remarked(language), remarks };
}

function limitProblem(source: string, size: number, { regexProgramLimit }: RoutingRules): string | undefined {
  if (source === '') return 'is empty';
  if (source.length > 1024) return `has ${source.length} characters, Istio takes 1024`;
  if (size <= regexProgramLimit) return undefined;
  return `compiles to about ${size} instructions, Envoy takes ${regexProgramLimit}`;
}

/** The language of nothing: what a regex that no engine takes matches. */
export function noLanguage(source: string): Language {
  const rest: Program = { start: 0, instructions: [{ kind: 'fail' }], size: 1 };
  return { kind: 'regex', source, stem: '', rest };
}

/**
 * An empty prefix of anything but a path. Istio's webhook refuses it (since 1.18 for headers, 1.21 for the rest); before that,
 * Envoy refuses the whole route configuration, in which a prefix has at least one character.
 */
export function emptyPrefix(fieldPath: readonly string[]): MatchRemark {
  const path = [...fieldPath, 'prefix'];
  return {
    kind: 'malformed',
    text: `${spelled(path)} is empty: Envoy refuses the route configuration`,
    path,
    help: 'leave the condition out, or write regex ".*" to ask for any value',
  };
}
