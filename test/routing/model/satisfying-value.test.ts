import fc from 'fast-check';
import {
  satisfyingValue,
  takesValue,
  usualValue,
  type Condition,
  type Dimension,
} from '../../../routing/model/condition';
import { domainOf } from '../../../routing/istio/host-domain';
import { budgetOf, type Language } from '../../../routing/text';
import { byRunLength } from '../../properties/run-length';
import { wordsUpTo } from '../arbitraries';
import { parseRegex } from '../explore/parse-regex';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'];

/** Every short word of a few symbols of each kind; a header value of the regexes below is among them, if there is one. */
const WORDS = wordsUpTo(['a', '0', 'Z', '-', '!', ' '], 3);

function condition(dimension: Dimension, texts: Language | 'none', negated = false): Condition {
  return { dimension, absent: false, texts, negated };
}

function valueOf(dimension: Dimension, conditions: readonly Condition[], host = 'h.example') {
  return satisfyingValue(dimension, conditions, domainOf(host), budgetOf(1_000_000))?.value;
}

const beginsWell = (text: string) => /^[a-z0-9]/i.test(text);

const language = (kind: 'regex' | 'prefix' | 'exact', text: string): Language =>
  kind === 'regex'
    ? parseRegex(text)
    : kind === 'prefix'
      ? { kind, text }
      : { kind: 'values', values: [text] };

const methodLanguages: fc.Arbitrary<Language> = fc.oneof(
  fc
    .constantFrom(
      'GET|POST',
      '[A-Z]+',
      '.+',
      '.{3}',
      'P.*',
      '.*T',
      '[a-z]+',
      'PROPFIND|PATCH',
      '(?i)put',
      '.{9}',
    )
    .map((text) => language('regex', text)),
  fc.constantFrom('G', 'P', 'DEL', 'X').map((text) => language('prefix', text)),
  fc.constantFrom('GET', 'POST', 'HEAD', 'LOCK').map((text) => language('exact', text)),
);

const valueLanguages: fc.Arbitrary<Language> = fc
  .array(fc.constantFrom('[^a-z]', '.', '[-! ]', '[!Z]', '0?', 'a*', '\\W', '(a|-)'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => language('regex', parts.join('')));

describe('the value of a request', () => {
  test.each([
    ['any method', 'regex', '[A-Z]+', 'GET'],
    ['any text', 'regex', '.*', 'GET'],
    ['a prefix of a method', 'prefix', 'P', 'POST'],
    ['two methods', 'regex', 'PATCH|PUT', 'PUT'],
    ['a method of its own', 'exact', 'PURGE', 'PURGE'],
    ['no standard method', 'regex', '[a-z]{2}', 'aa'],
  ] as const)('is a standard method where there is one: %s', (_, kind, text, method) => {
    expect(valueOf('method', [condition('method', language(kind, text))])).toBe(method);
  });

  test('is the next method where one is excluded', () => {
    const not = (text: string) => ({ ...condition('method', language('exact', text), true), absent: true });
    expect(valueOf('method', [not('GET')])).toBe('POST');
    expect(valueOf('method', [not('GET'), not('POST'), not('PUT')])).toBe('DELETE');
  });

  test.each([
    ['*', 'any.example'],
    ['*.example.com', 'any.example.com'],
    ['*-prod.example.com', 'any-prod.example.com'],
    ['a.com', 'a.com'],
    ['2001:db8::1', '2001:db8::1'],
  ])('is the usual host of %s', (host, usual) => {
    expect(usualValue('authority', { host: domainOf(host).host })).toBe(usual);
    expect(valueOf('authority', [condition('authority', language('regex', '.*'))], host)).toBe(usual);
  });

  test('is another host where the usual one does not do', () => {
    const port = condition('authority', language('regex', '.*:8080'));
    expect(valueOf('authority', [port], '*.example.com')).toBe('a.example.com:8080');
    expect(
      valueOf('authority', [condition('authority', { kind: 'prefix', text: 'www' })], '*.example.com'),
    ).toBe('www.example.com');
  });

  test.each([
    ['[^a-z]', '0'],
    ['[^a-z0-9]', 'A'],
    ['[^a-zA-Z0-9]', '-'],
    ['[^-_~/.a-zA-Z0-9]+', ':'],
    ['[[:punct:]]{2}', '--'],
    ['[ !]', '!'],
  ])('has letters and digits before punctuation, and spaces last: %s', (source, value) => {
    expect(valueOf('header x', [condition('header x', parseRegex(source))])).toBe(value);
  });

  test('meets all conditions, and is a standard method whenever one does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(methodLanguages, fc.boolean()), { minLength: 1, maxLength: 3 }),
        (languages) => {
          const conditions = languages.map(([texts, negated]) => condition('method', texts, negated));
          const meets = (method: string) => conditions.every((one) => takesValue(one, method));
          const found = valueOf('method', conditions);
          expect(found === undefined || meets(found)).toBe(true);
          expect(METHODS.find(meets) ?? found).toBe(found);
        },
      ),
      { numRuns: byRunLength({ quick: 200, long: 5_000 }) },
    );
  });

  test('is the shortest that there is, and has a letter or digit first whenever one of that length has', () => {
    fc.assert(
      fc.property(fc.array(valueLanguages, { minLength: 1, maxLength: 2 }), (languages) => {
        const conditions = languages.map((texts) => condition('header x', texts));
        const fitting = WORDS.filter(
          (word) => word !== '' && conditions.every((one) => takesValue(one, word)),
        );
        const found = valueOf('header x', conditions);
        if (found === undefined || found === '') {
          expect(fitting).toEqual([]);
          return;
        }
        expect(conditions.every((one) => takesValue(one, found))).toBe(true);
        const alike = fitting.filter(({ length }) => length <= found.length);
        expect(alike.every(({ length }) => length === found.length)).toBe(true);
        expect(beginsWell(found) || !alike.some(beginsWell)).toBe(true);
      }),
      { numRuns: byRunLength({ quick: 200, long: 5_000 }) },
    );
  });
});
