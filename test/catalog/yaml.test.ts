import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { parseYaml } from '../../catalog/yaml';
import { workCounter } from '../properties/counted-work';
import { byRunLength } from '../properties/run-length';

/** What the reference parser makes of a text; `undefined` where it rejects it. */
function reference(text: string): { value: unknown } | undefined {
  try {
    return { value: parse(text, { maxAliasCount: 100, logLevel: 'silent' }) as unknown };
  } catch {
    return undefined;
  }
}

const line = fc.constantFrom(
  ...[
    'a: 1',
    'b: x',
    'a: [1, two]',
    'c: { d: e }',
    '  f: 012',
    '- x',
    '- y: z',
    'g: &n 1',
    'h: *n',
    'on: off',
  ],
  ...[
    'k: 1_000',
    'l: 0x1F',
    'm: 0o17',
    'n: 2001-12-14',
    'o: ~',
    'p: !!str 1',
    'q: |',
    '  text',
    '<<: { r: s }',
  ],
  ...['t: "\\u0041"', "u: 'v'", '# comment', '', '---', '...', 'w: 1e3', 'x: .inf', 'y: yes', '? z', 'a: 2'],
);

test('the quick parser says what the reference parser says, or leaves the word to it', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const text = lines.join('\n');
      const parsed = parseYaml('a.yaml', text);
      const expected = reference(text);
      if ('value' in parsed && expected !== undefined) expect(parsed.value).toEqual(expected.value);
      if ('findings' in parsed) expect(parsed.findings.length).toBeGreaterThan(0);
    }),
    { numRuns: byRunLength({ quick: 300, long: 5000 }) },
  );
});

test('whatever plain value is written, it is read back', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1, noNullPrototype: true }),
      (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__') && !JSON.stringify(value).includes('-0'));
        const parsed = parseYaml('a.yaml', stringify(value, { aliasDuplicateObjects: false }));
        expect(parsed).toEqual({ value });
      },
    ),
  );
});

test('no text makes the reader throw, and every refusal names a place', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('ab:-[]{}&*!|>\'"%@`#,? \n\t01')) }),
      (text) => {
        const parsed = parseYaml('a.yaml', text);
        if (!('findings' in parsed)) return;
        for (const { places } of parsed.findings) {
          expect(places[0]?.file).toBe('a.yaml');
          expect(places[0]?.line).toBeGreaterThanOrEqual(1);
          expect(places[0]?.column).toBeGreaterThanOrEqual(1);
        }
      },
    ),
    { numRuns: byRunLength({ quick: 200, long: 3000 }) },
  );
});

test.each([
  ['>>>>>>> branch\n', 2],
  ['=======\ndescription: a\n', 2],
  ['=======\r\ndescription: a\r\n', 2],
  ['||||||| 1f2e3d4\n=======\ndescription: a\n>>>>>>> branch\n', 2],
  ['description: a\n<<<<<<<\n', 3],
])('the marks of a conflict that are left over, %j, are one mistake', (text, line) => {
  expect(parseYaml('a.yaml', `runtime: nodejs\n${text}`)).toEqual({
    findings: [
      expect.objectContaining({
        code: 'KF102',
        message: 'the file has the marks of a merge conflict',
        places: [{ file: 'a.yaml', line, column: 1 }],
      }),
    ],
  });
});

test('a quoted text that stands where none belongs does not shift the lines behind it', () => {
  expect(parseYaml('a.yaml', 'a: "b" "c\n d"\ne: [}\n')).toMatchObject({
    findings: [{ places: [{ line: 1, column: 8 }] }, { places: [{ line: 3, column: 5 }] }],
  });
});

test('lines that only look like the marks of a conflict are none', () => {
  const text = 'description: |\n  =======\n  >>>>>>> a\n# =======\n';
  expect(parseYaml('a.yaml', text)).toEqual({ value: { description: '=======\n>>>>>>> a\n' } });
});

describe('files that no person writes', () => {
  test.each([
    ['explicit keys', `x: ${'? '.repeat(1000)}a`],
    ['lists', `${'- '.repeat(1000)}a`],
    ['flow lists', `x: ${'['.repeat(1000)}a`],
    ['flow mappings', `x: ${'{a: '.repeat(1000)}a`],
  ])('%s that are nested too deep are one mistake, in every run', (_, text) => {
    const told = [1, 2, 3].map(() => parseYaml('a.yaml', text));
    const message = 'the values of the file are nested too deep';
    const finding: unknown = expect.objectContaining({
      message,
      places: [{ file: 'a.yaml', line: 1, column: 1 }],
    });
    expect(told).toEqual([1, 2, 3].map(() => ({ findings: [finding] })));
  });

  test.each([
    ['keys that occur again', (n: number) => `x: {${'a,'.repeat(n)}}`],
    ['anchors of one value', (n: number) => `${'&a '.repeat(n)}x: 1`],
    ['tags of one value', (n: number) => `x: ${'!!str '.repeat(n)}1`],
    ['aliases of a value in itself', (n: number) => `x: &a [${'*a,'.repeat(n)}]`],
    ['aliases of one value', (n: number) => `x: [&a {b: c}, ${'*a,'.repeat(n)}]`],
    ['aliases that each have two of the one before', (n: number) => chained(n)],
    ['keys of one mapping, and a mistake', (n: number) => `${count(n, (i) => `k${i}: 1\n`)}k: 'it`],
  ])('%s: a hundred mistakes at most, and twice the work for twice the text', (_, textOf) => {
    const work = workCounter();
    const told = (n: number) => {
      const parsed = parseYaml('a.yaml', textOf(n));
      expect('findings' in parsed ? parsed.findings.length : 0).toBeGreaterThan(0);
      expect('findings' in parsed ? parsed.findings.length : 0).toBeLessThanOrEqual(100);
    };
    const [once, twice] = [1500, 3000].map((n) => work.callsOf(() => told(n)));
    work.stop();
    expect((twice ?? 0) / (once ?? 1)).toBeLessThan(2.5);
  });
});

/** Values of which each has the one before twice: the last stands for 2 to the power of n. */
function chained(n: number): string {
  return `x: &k0 y\n${count(n, (i) => `x${i}: &k${i + 1} [*k${i}, *k${i}]\n`)}`;
}

function count(n: number, of: (index: number) => string): string {
  return Array.from({ length: n }, (_, index) => of(index)).join('');
}
