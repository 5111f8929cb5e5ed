import fc from 'fast-check';
import { outcomes, type Route } from '../../../routing';
import { regexReader } from '../../../routing/istio/string-match';
import { holdsText, type Language } from '../../../routing/text';
import { wordsUpTo } from '../arbitraries';

const PATHS = wordsUpTo(['/', 'a', 'b', 'A'], 4).filter((word) => word.startsWith('/'));

const prefix = (text: string): Language => ({ kind: 'prefix', text });
const exact = (text: string): Language => ({ kind: 'values', values: [text] });
const folded = (text: string): Language => ({ kind: 'folded', text, open: true });
const regex = (source: string): Language => {
  const read = regexReader().read(source);
  if (!('language' in read)) throw new Error(`no regex: ${source}`);
  return read.language;
};

type Rewriting = Pick<Route, 'outcome' | 'path'>;
const rewriting = (path: Language, uri?: string): Rewriting => ({
  path,
  outcome: { route: [{ destination: { host: 'a' } }], ...(uri !== undefined && { rewrite: { uri } }) },
});

/** What Envoy makes of a path: it replaces a matched prefix, and all of the path for any other match. */
function rewritten({ path, outcome }: Rewriting, text: string): string {
  const { uri } = (outcome.rewrite ?? {}) as { uri?: string };
  if (uri === undefined) return text;
  if (path.kind === 'any') return uri + text.slice(1);
  const isPrefix = path.kind === 'prefix' || (path.kind === 'folded' && path.open);
  return isPrefix ? uri + text.slice(path.text.length) : uri;
}

const languages = fc.oneof(
  fc.constantFrom('/', '/a', '/a/', '/a/b', '/b').map(prefix),
  fc.constantFrom('/', '/a', '/a/', '/a/b').map(exact),
  fc.constantFrom('/a.*', '/.*', '/(a|b)', '/a/?').map(regex),
  fc.constant<Language>({ kind: 'any' }),
);
const routes = (of: fc.Arbitrary<Language>) =>
  fc
    .tuple(of, fc.constantFrom(undefined, '/', '/a', '/b', '/b/', '/a/b'))
    .map(([path, uri]) => rewriting(path, uri));

test('two routes are the same where they turn each common path into the same one, or all but one, as told', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(routes(languages), routes(languages), (a, b) => {
      const relation = outcomes().relate(a, b);
      expect(outcomes().relate(b, a)).toEqual(relation);
      const common = PATHS.filter((path) => holdsText(a.path, path) && holdsText(b.path, path));
      const equal = common.filter((path) => rewritten(a, path) === rewritten(b, path));
      if (relation === 'same') expect(equal).toEqual(common);
      else if (relation === 'different') expect(equal).toEqual([]);
      else expect(equal).toEqual(common.filter((path) => path === relation.exceptAt));
      if (common.length > 0) seen.add(typeof relation === 'string' ? relation : 'except');
    }),
    { numRuns: 3000 },
  );
  expect([...seen].sort()).toEqual(['different', 'except', 'same']);
});

test('a prefix of any letter case is the same as one that is compared as it is, never wrongly', () => {
  const any = fc.constantFrom('/a', '/a/', '/A', '/').map(folded);
  fc.assert(
    fc.property(routes(any), routes(fc.oneof(languages, any)), (a, b) => {
      if (outcomes().relate(a, b) !== 'same') return;
      const common = PATHS.filter((path) => holdsText(a.path, path) && holdsText(b.path, path));
      expect(common.filter((path) => rewritten(a, path) !== rewritten(b, path))).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(outcomes().relate(rewriting(folded('/A'), '/x'), rewriting(prefix('/a'), '/x'))).toBe('same');
});

test.each([
  ['an empty rewrite and none', rewriting(prefix('/a'), ''), rewriting(prefix('/a'))],
  ['a rewrite to what it replaces and none', rewriting(prefix('/a'), '/a'), rewriting(prefix('/a'))],
  ['no match and the prefix /', rewriting({ kind: 'any' }, '/x'), rewriting(prefix('/'), '/x')],
])('%s are the same', (_, a, b) => {
  expect(outcomes().relate(a, b)).toBe('same');
});
