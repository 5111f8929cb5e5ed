import fc from 'fast-check';
import { explore, literalIndex } from '../../../routing/explore';
import { budgetOf, holdsText, PATH_ALPHABET, FIRST_SYMBOL, type Language } from '../../../routing/text';
import type { Route } from '../../../routing/model';
import { parseRegex } from './parse-regex';

/** Two symbols that the routes use, another word character, and a non-word character. */
const SYMBOLS = ['a', 'b', 'z', '-'];

/** All paths of up to five symbols after the slash: longer than any that tells the routes below apart. */
const PATHS = pathsUpTo(5);

const PIECES = ['a', 'b', '.', '[ab]', 'a*', 'b?', '(ab|a)', '.*', '\\b', '$'];

const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }).map((symbols) => `/${symbols.join('')}`);
const regex = fc
  .tuple(text, fc.array(fc.constantFrom(...PIECES), { maxLength: 2 }))
  .map(([stem, pieces]) => parseRegex(stem.slice(0, 2) + pieces.join('')));
const path: fc.Arbitrary<Language> = fc.oneof(
  text.map((prefix): Language => ({ kind: 'prefix', text: prefix })),
  text.map((value): Language => ({ kind: 'values', values: [value] })),
  regex,
);
const paths = fc.array(path, { minLength: 1, maxLength: 5 });

const NEVER = { isDone: () => false, isSettled: () => false };

test('the sets are those of a naive enumeration of paths', () => {
  fc.assert(
    fc.property(paths, (languages) => {
      const found = new Set<string>();
      run(languages, { ...NEVER, accept: (routes) => void found.add(routes.join()) });
      expect([...found].sort()).toEqual(naiveSets(languages));
    }),
    { numRuns: 300 },
  );
});

test('a visitor that stops where it knows every set misses none', () => {
  fc.assert(
    fc.property(paths, (languages) => {
      const found = new Set<string>();
      run(languages, {
        accept: (routes) => void found.add(routes.join()),
        isDone: (routes) => found.has(routes.join()),
        isSettled: (routes) => subsetsOf(routes).every((subset) => found.has(subset.join())),
      });
      expect([...found].sort()).toEqual(naiveSets(languages));
    }),
    { numRuns: 300 },
  );
});

describe('an exact path whose continuations are prefixes', () => {
  const symbols = [...PATH_ALPHABET.keys()].filter((symbol) => PATH_ALPHABET[symbol] === 1);
  const prefixes = symbols.map((symbol): Language => ({
    kind: 'prefix',
    text: `/${String.fromCharCode(symbol + FIRST_SYMBOL)}`,
  }));
  const exact: Language = { kind: 'values', values: ['/'] };

  test('leaves no path without a route if every symbol is covered', () => {
    expect(hasEmptySet([exact, ...prefixes])).toBe(false);
  });

  test('leaves one if a symbol is missing', () => {
    expect(hasEmptySet([exact, ...prefixes.slice(1)])).toBe(true);
  });

  test('leaves one if a symbol is covered by a longer prefix only', () => {
    expect(hasEmptySet([exact, ...prefixes.slice(0, -1), { kind: 'prefix', text: '/~~' }])).toBe(true);
  });
});

function hasEmptySet(languages: readonly Language[]): boolean {
  let empty = false;
  run(languages, { ...NEVER, accept: (routes) => void (empty ||= routes.length === 0) });
  return empty;
}

function run(languages: readonly Language[], visitor: Parameters<typeof explore>[2]): void {
  const routes = languages.map((language): Route => ({
    member: 0,
    rule: 0,
    match: 0,
    path: language,
    conditions: [],
    catchAll: false,
    outcome: {},
  }));
  explore(literalIndex(routes), (route) => languages[route] ?? { kind: 'any' }, visitor, budgetOf(1e6));
}

function naiveSets(languages: readonly Language[]): string[] {
  const sets = PATHS.map((candidate) =>
    languages.flatMap((language, route) => (holdsText(language, candidate) ? [route] : [])).join(),
  );
  return [...new Set(sets)].sort();
}

function pathsUpTo(length: number): string[] {
  const all = ['/'];
  let last = all;
  for (let count = 0; count < length; count += 1) {
    last = last.flatMap((shorter) => SYMBOLS.map((symbol) => shorter + symbol));
    all.push(...last);
  }
  return all;
}

function subsetsOf(routes: readonly number[]): readonly (readonly number[])[] {
  return routes.reduce<readonly (readonly number[])[]>(
    (subsets, route) => [...subsets, ...subsets.map((subset) => [...subset, route])],
    [[]],
  );
}
