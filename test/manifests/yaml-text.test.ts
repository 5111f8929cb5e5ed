import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { CORE_SCHEMA, dump, load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { toYaml, toYamlDocuments } from '../../manifests';
import { byRunLength } from '../properties/run-length';

/** Two parsers, each as YAML 1.1 and as YAML 1.2. kubectl and Argo CD read YAML 1.1. */
const READERS: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ['yaml, 1.1', (text) => parse(text, { version: '1.1', maxAliasCount: 0 }) as unknown],
  ['yaml, 1.2', (text) => parse(text, { version: '1.2', maxAliasCount: 0 }) as unknown],
  ['js-yaml, 1.1', (text) => load(text, { schema: YAML11_SCHEMA, maxAliases: 0 })],
  ['js-yaml, 1.2', (text) => load(text, { schema: CORE_SCHEMA, maxAliases: 0 })],
];

/** Texts that some YAML version reads as something else, and near misses. */
const TRICKY = [
  ...[
    'on',
    'off',
    'y',
    'n',
    'Yes',
    'NO',
    'true',
    'null',
    'Null',
    '~',
    '',
    ' ',
    '=',
    '<<',
    '!',
    '&a',
    '*a',
    '@a',
  ],
  ...[
    '012',
    '0o14',
    '0x1F',
    '0b11',
    '1e3',
    '1E+3',
    '.5',
    '5.',
    '1_000',
    '+1',
    '-0',
    '.inf',
    '-.INF',
    '.nan',
    '1.',
  ],
  ...[
    '12:30',
    '1:2:3.4',
    '190:20:30',
    '2001-12-14',
    '2001-12-14t21:59:43.10-05:00',
    '0.1',
    '9007199254740993',
  ],
  ...[
    '- a',
    '? a',
    ': a',
    'a: b',
    'a:',
    ':a',
    'a #b',
    '#a',
    '---',
    '...',
    '--- a',
    '%TAG',
    '`a`',
    "'a'",
    '"a"',
    '{a}',
  ],
  ...[
    '[a',
    'a]',
    'a,b',
    '|',
    '>',
    '|-',
    'a\nb',
    'a\n',
    '\na',
    ' a\n b',
    'a\n\n\nb\n\n',
    '\n',
    'a\r\nb',
    '\ta',
    'a\t',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u0085',
    '\u2028',
    '\ufeffa',
    'é',
    '😀',
    '\ud800',
    'x'.repeat(2000),
    'a '.repeat(200),
  ],
  ...[
    '__proto__',
    'constructor',
    'registry.example.com/a:1.0',
    '.',
    '-.',
    '+._',
    'e9',
    'E-1',
    '0X10',
    '0B11',
    '0O17',
    '0_o2',
    '_0x1F',
    '+0_b1',
    "0'a",
    '10s',
    '1m30s',
    '256Mi',
    '1.5h',
    '25%',
    '1e3s',
    '10.0.0.0/8',
    '1Mi2',
    '/faas/api/a/',
    'GET',
    'x.y',
    'a-b',
    'a:80',
    '10.0.0.0/8',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('aeyn01289.:-_+/~ \n#&*!|>\'"%@`{}[],?=<t')) }),
);
const key = text.filter((name) => name !== '__proto__');
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe.each(READERS)('read by %s', (_name, read) => {
  test.each(TRICKY.map((tricky) => [JSON.stringify(tricky).slice(0, 40), tricky]))('%s', (_shown, tricky) => {
    expect(read(toYaml({ a: tricky, b: [tricky, [tricky]] }))).toEqual({ a: tricky, b: [tricky, [tricky]] });
    if (tricky !== '__proto__') expect(read(toYaml({ a: { [tricky]: 1 } }))).toEqual({ a: { [tricky]: 1 } });
  });

  test('every value reads back equal', () => {
    fc.assert(
      fc.property(value, (written) => {
        expect(read(toYaml({ value: written }))).toEqual({ value: written });
      }),
      { numRuns: byRunLength({ quick: 100, long: 1500 }) },
    );
  });
});

test('a text that is written as it is, is one that js-yaml writes as it is', () => {
  const unit = fc.constantFrom(...Array.from('aonyestrufl019./:-_xE/'));
  fc.assert(
    fc.property(fc.string({ unit }), (plain) => {
      if (toYaml([plain]) === `- ${plain}\n`) expect(dump(plain, { lineWidth: -1 })).toBe(`${plain}\n`);
    }),
    { numRuns: byRunLength({ quick: 300, long: 5000 }) },
  );
});

test('blocks are indented by two spaces, lists below their key', () => {
  const object = { a: { b: [{ c: 1, d: [[2], {}, []] }, 'e'], f: 'g\n  h\n' }, i: undefined };
  expect(toYaml(object)).toMatchInlineSnapshot(`
   "a:
     b:
       - c: 1
         d:
           - - 2
           - {}
           - []
       - e
     f: |
       g
         h
   "
  `);
});

test('documents are separated, and stay apart', () => {
  expect(toYamlDocuments([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
});

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const [testOrSkip, note] = kubectl ? [test, ''] : [test.skip, ': SKIPPED, kubectl is not installed'];
testOrSkip(`kubectl reads texts as texts${note}`, () => {
  const data = Object.fromEntries(
    TRICKY.filter((tricky) => tricky.isWellFormed()).map((tricky, index) => [`k${index}`, tricky]),
  );
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { a: 'b' } }, data };
  const args = ['label', '--local', '--overwrite', '-f', '-', 'x=y', '-o', 'json'];
  const read = spawnSync('kubectl', args, { input: toYaml(object), encoding: 'utf8' });
  expect([read.status, read.stderr]).toEqual([0, '']);
  expect((JSON.parse(read.stdout) as typeof object).data).toEqual(data);
});
