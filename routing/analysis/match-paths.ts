import { PATH_ALPHABET, ROOT_PATH, shortestText, type Budget, type Language } from '../text';
import { regexReader } from '../istio';

/** The path of a match: one of the three. */
export interface MatchPath {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** Returns the shortest path of a match among some paths; `undefined` if it has none of them. */
export type PathSearch = (match: MatchPath, budget: Budget) => string | undefined;

/** Some paths, by regexes of RE2. */
export interface PathRegexes {
  /** What they match. */
  readonly all: string;
  /** What they do not match. @default - there is nothing else that they must not */
  readonly none?: string;
}

/** Makes a search among some paths: an intersection of languages that is tested for emptiness. */
export function pathsAmong({ all, none }: PathRegexes): PathSearch {
  const regexes = regexReader();
  const within = languageOf({ regex: all });
  const outside = none === undefined ? [] : [languageOf({ regex: none })];
  return (match, budget) =>
    shortestText(
      { all: [languageOf(match), within, EVERY_PATH], none: outside, alphabet: PATH_ALPHABET },
      budget,
    );

  function languageOf({ exact, prefix, regex = '' }: MatchPath): Language {
    if (exact !== undefined) return { kind: 'values', values: [exact] };
    if (prefix !== undefined) return { kind: 'prefix', text: prefix };
    const read = regexes.read(regex);
    if ('problem' in read) throw new Error(`${JSON.stringify(regex)} ${read.problem}`);
    return read.language;
  }
}

/** The first character of every path. */
const EVERY_PATH: Language = { kind: 'prefix', text: ROOT_PATH };
