import fc from 'fast-check';
import { RE2JS } from 're2js';
import { parseDuration } from '../../catalog/duration';
import { mergePatch, type Json } from '../../catalog/merge-patch';
import { nearestWord } from '../../findings';
import { compileRegex, regexProblem, splitStem } from '../../re2';

describe('durations', () => {
  test.each([
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['1.5s', 1_500],
    ['250ms', 250],
    ['1ms', 1],
    ['0.001s', 1],
    ['0.3s', 300],
    ['24h', 86_400_000],
  ])('%s is %i ms', (text, ms) => expect(parseDuration(text)).toEqual({ ms }));

  test.each([
    ['0s', 'is shorter than 1ms'],
    ['0.9ms', 'is shorter than 1ms'],
    ['1.5ms', 'has a fraction of a millisecond'],
    ['25h', 'is longer than 24h'],
    ['10', 'is not a duration'],
    ['-1s', 'is not a duration'],
    ['10 s', 'is not a duration'],
    ['1d', 'is not a duration'],
    ['', 'is not a duration'],
    ['s', 'is not a duration'],
  ])('%s %s', (text, problem) => expect(parseDuration(text)).toEqual({ problem }));

  test('every whole number of milliseconds is read exactly, as seconds too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400_000 }), (ms) => {
        expect(parseDuration(`${ms}ms`)).toEqual({ ms });
        expect(parseDuration(`${(ms / 1000).toFixed(3)}s`)).toEqual({ ms });
      }),
    );
  });
});

describe('regexes', () => {
  test.each([
    ['/a/b', '/a/b'],
    ['^/a', '/a'],
    ['/a/.*', '/a/'],
    ['/a/?', '/a'],
    ['/ab*', '/a'],
    ['/ab+c', '/a'],
    ['/ab{2}', '/a'],
    ['/a\\.b', '/a.b'],
    ['/a\\d', '/a'],
    ['/a(b|c)', '/a'],
    ['/a|/b', ''],
    ['/a[|]b', '/a'],
    ['/a\\|b', '/a|b'],
    ['(?i)/a', ''],
    ['.*', ''],
    ['\\Q/a\\E', ''],
    ['/a/[\\w]|/b/[a-z]+', ''],
    ['/a\\\\Q|/b', ''],
    ['/a[\\]]|/b[a]', ''],
    ['/ab(?i)?c', '/a'],
    ['/ab\\Q\\E(?s)(?i)*', '/a'],
    ['/ab(?i)c', '/ab'],
  ])('the stem of %s is "%s"', (regex, stem) => expect(splitStem(regex).stem).toBe(stem));

  test('every match of a regex starts with its stem', () => {
    const piece = fc.constantFrom(
      '/a',
      'b',
      '.',
      '[ab]',
      '(a|b)',
      '*',
      '+',
      '?',
      '|',
      '\\.',
      '^',
      '{2}',
      '(?:b)',
      '\\\\',
      '\\Q',
      '\\E',
      '(?s)',
      '[\\]]',
      '[\\w]',
      ']',
      '\\d',
    );
    const regex = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const text = fc.string({ unit: fc.constantFrom('/', 'a', 'b', '.', '1'), maxLength: 8 });
    fc.assert(
      fc.property(regex, fc.array(text, { maxLength: 30 }), (pattern, texts) => {
        fc.pre(regexProblem(pattern) === undefined);
        expect(compileRegex(splitStem(pattern).rest)).toHaveProperty('program');
        const compiled = RE2JS.compile(pattern);
        for (const candidate of texts) {
          if (compiled.matches(candidate)) expect(candidate.startsWith(splitStem(pattern).stem)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['\\pL{1000}', /compiles to about \d+ instructions, Envoy takes 32768/],
    ['(?:abcdefghijklmnopqrstuvwxyzabcdefghij){1000}', /compiles to about \d+ instructions/],
    ['/a\\p{Garay}', /uses \\p\{Garay\}, which not every RE2 knows/],
    ['/a[\\p{Cn}]', /uses \\p\{Cn\}/],
    ['(?<n>a)', /names a group/],
    ['(?<!a)b', /looks ahead or behind/],
    ['(a)\\1', /refers back/],
  ])('%s is refused', (regex, reason) => expect(regexProblem(regex)).toMatch(reason));

  test('brackets, escapes and quotes do not look like what RE2 lacks', () => {
    for (const regex of [
      '/a[(?=]b',
      '/a\\(\\?=b',
      '/\\Q(?=\\E',
      '/a\\\\1',
      '(?P<n>a)',
      '(?:a)',
      '/[\\]](?i:b)',
      '/\\\\p{x',
      '/\\p{Lu}+',
    ]) {
      expect([regex, regexProblem(regex)]).toEqual([regex, undefined]);
    }
  });
});

describe('JSON merge patches', () => {
  // The examples of RFC 7386, appendix A.
  test.each<[target: Json, patch: Json, result: Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j patched by %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result));

  test('a patch leaves its arguments alone, and a second time changes nothing', () => {
    const json = fc.jsonValue() as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, json, (target, patch) => {
        const before = JSON.stringify([target, patch]);
        const once = mergePatch(target, patch);
        expect(JSON.stringify([target, patch])).toBe(before);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });
});

test.each([
  ['timout', 'timeout'],
  ['GEt', 'GET'],
  ['xyz', undefined],
])('the word nearest to %s is %s', (word, expected) => {
  expect(nearestWord(word, ['timeout', 'retries', 'GET', 'HEAD'])).toBe(expected);
});
