import fc from 'fast-check';
import { routingRulesOf } from '../../../platform';
import { checkTables, routeTables, type TableCheck } from '../../../routing';
import { processorSeconds, yardstickSeconds } from '../../properties/processor-time';
import { byRunLength } from '../../properties/run-length';
import { istioVersions } from '../arbitraries';
import { exact, NOW, prefix, regex, vs } from '../contract-builders';

function check(objects: readonly unknown[], istio = NOW): TableCheck {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return checkTables(routeTables(objects, rules), rules);
}

const to = (host: string, ...match: readonly object[]) => ({ match, route: [{ destination: { host } }] });
const count = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index);
/** So many VirtualServices, each with one match and a destination of its own. */
const services = (n: number, matchOf: (index: number) => object) =>
  count(n).map((index) => vs(`v${index}`, to(`h${index}`, matchOf(index))));
const header = (value: object) => prefix('/fn', { headers: { 'x-tenant': value } });

const letter = (i: number) => String.fromCharCode(97 + i);

/** Rules that together take every request, which shows only if each way to put n pigeons into fewer holes is tried. */
function pigeonholes(n: number): object[] {
  const holes = count(n - 1);
  const among = (pigeon: number, hole: number) => ({ [`x-${pigeon}-${hole}`]: {} });
  const twoInOne = holes.flatMap((hole) =>
    count(n).flatMap((a) => count(a).map((b) => ({ headers: { ...among(a, hole), ...among(b, hole) } }))),
  );
  const nowhere = count(n).map((a) => ({
    withoutHeaders: Object.assign({}, ...holes.map((hole) => among(a, hole))) as object,
  }));
  return [...twoInOne, ...nowhere].map((conditions) => to('h', prefix('/a', conditions)));
}

type Verdict = TableCheck['tables'][number]['orderIndependent'];

/** What is expensive for automata, solvers and stacks. `undecided` is right only where it is listed. */
const COSTLY: readonly (readonly [string, () => readonly object[], readonly Verdict[]])[] = [
  [
    'nested counted repeats',
    () => services(4, (i) => regex(`/x/(a{1,100}){1,10}${i}?`)),
    ['broken', 'undecided'],
  ],
  [
    'nested counted repeats that share little',
    () => services(3, (i) => regex(`/x/(a{1,30}b?){1,30}${i}`)),
    ['proved', 'undecided'],
  ],
  ['stars of stars', () => services(4, (i) => regex(`/x/(((a*)*)*)*${i}`)), ['proved']],
  [
    'alternations of all that a regex has room for',
    () =>
      services(4, (i) =>
        regex(
          `/(${count(200)
            .map((k) => `${k}${'abcd'.charAt(i)}`)
            .join('|')})`,
        ),
      ),
    ['proved'],
  ],
  [
    'starred alternations of some 500 ways',
    () =>
      services(3, (i) =>
        regex(
          `/(${count(500)
            .map((k) => 'abcdefg'.charAt((k * i) % 7))
            .join('|')})*`,
        ),
      ),
    ['broken'],
  ],
  [
    'large classes',
    () => services(30, (i) => regex(`(?i)/x/\\pL+[\\p{Lu}\\d_-]*\\PN?/v${i}/.*`)),
    ['proved'],
  ],
  ['long counted classes', () => services(6, (i) => regex(`/x/[^/]{1,500}/v${i}`)), ['proved', 'undecided']],
  [
    '10,000 regexes under one prefix',
    () => services(10_000, (i) => regex(`/fn/v${i}/[^/]+(/.*)?`)),
    ['proved'],
  ],
  [
    '10,000 regexes behind one segment',
    () => services(10_000, (i) => regex(`/fn/[^/]+/v${i}(/.*)?`)),
    ['proved', 'undecided'],
  ],
  [
    '10,000 regexes among 10,000 prefixes',
    () => services(20_000, (i) => (i % 2 === 0 ? prefix(`/fn/p${i}/`) : regex(`/fn/r${i}/[a-z]+`))),
    ['proved'],
  ],
  [
    'paths of 5,000 segments',
    () => services(3, (i) => (i === 2 ? exact('/s'.repeat(5001)) : prefix('/s'.repeat(4000 + i)))),
    ['broken'],
  ],
  [
    '500 prefixes within each other',
    () => services(500, (i) => prefix('/s'.repeat(i + 1))),
    ['broken', 'undecided'],
  ],
  [
    '10,000 routes told apart by a header',
    () => services(10_000, (i) => header({ exact: `t${i}` })),
    ['proved'],
  ],
  [
    '500 routes that ask for a header each',
    () => services(500, (i) => prefix('/fn', { headers: { [`x-${i}`]: {} } })),
    ['broken'],
  ],
  ['2,000 routes alike', () => services(2000, () => prefix('/fn')), ['broken']],
  [
    '1,000 paths without case',
    () => services(1000, (i) => prefix(`/Fn/v${i}/`, { ignoreUriCase: true })),
    ['proved'],
  ],
  [
    '1,000 ports',
    () => [vs('a', to('h', ...count(1000).map((i) => prefix(`/f${i}`, { port: i + 1 }))))],
    ['proved'],
  ],
  [
    'regexes that hold far more texts than they are long',
    () => services(20, (i) => regex(`/.*${letter(i)}x.*${letter(i)}y.*z.*${i}/`)),
    ['broken'],
  ],
  [
    'regexes of query parameters that need many states',
    () => services(20, (i) => prefix('/a', { queryParams: { q: { regex: `.*[ab].{14}${i}` } } })),
    ['undecided', 'broken'],
  ],
  [
    '3,000 regexes told apart by their ends',
    () => services(3000, (i) => regex(`/fn/.*/v${i}`)),
    ['proved', 'undecided'],
  ],
  [
    'regexes of three headers',
    () => services(60, (i) => prefix('/a', { headers: { [`x${i % 3}`]: { regex: `.*a${i}.*` } } })),
    ['broken'],
  ],
  [
    'conditions of which none can be met, in more ways than can be tried',
    () => [vs('a', ...pigeonholes(8), to('rest', prefix('/a')))],
    ['undecided'],
  ],
  [
    '2,000 prefixes within each other, with one destination',
    () => count(2000).map((i) => vs(`v${i}`, to('h', prefix('/s'.repeat(i + 1))))),
    ['proved'],
  ],
  [
    '5,000 routes alike, with one destination',
    () => count(5000).map((i) => vs(`v${i}`, to('h', prefix('/fn')))),
    ['proved'],
  ],
  ['5,000 routes alike', () => services(5000, () => prefix('/fn')), ['broken']],
  [
    '300 values of a header that a regex behind them covers',
    () => [
      vs(
        'a',
        ...count(300).map((i) => to(`h${i}`, header({ exact: `tenant-${i}` }))),
        to('dead', header({ regex: 'tenant-([12]?[0-9]?[0-9])' })),
      ),
    ],
    ['proved'],
  ],
  [
    'deep groups',
    () => services(2, (i) => regex(`/${'(?:'.repeat(150)}a*${')*'.repeat(150)}${i}`)),
    ['proved'],
  ],
  [
    'texts of 10,000 characters',
    () => services(3, (i) => header({ prefix: 'x'.repeat(10_000 + i) })),
    ['broken'],
  ],
];

/** Those that take seconds each, and are left to the long run. */
const SLOWEST: ReadonlySet<string> = new Set([
  '2,000 prefixes within each other, with one destination',
  '2,000 routes alike',
  '3,000 regexes told apart by their ends',
  '500 routes that ask for a header each',
  '5,000 routes alike',
  '5,000 routes alike, with one destination',
  '10,000 regexes behind one segment',
  'conditions of which none can be met, in more ways than can be tried',
  'nested counted repeats that share little',
  'regexes of query parameters that need many states',
  'regexes of three headers',
  'regexes that hold far more texts than they are long',
]);

const TRIED = byRunLength({ quick: COSTLY.filter(([name]) => !SLOWEST.has(name)), long: COSTLY });

describe('what is costly ends', () => {
  test.each(TRIED)('%s', (_, objects, verdicts) => {
    const given = objects();
    let checked: TableCheck | undefined;
    const spent = processorSeconds(() => (checked = check(given)));
    const { tables = [], problems = [] } = checked ?? {};
    // What takes less than a second is quick on any machine, and is not worth the measurement of this one.
    if (spent > 1) expect(spent / yardstickSeconds()).toBeLessThan(60);
    expect(tables).toHaveLength(1);
    expect(verdicts).toContain(tables[0]?.orderIndependent);
    // A table may be broken, and whether there are more conflicts undecided.
    const told = problems.some(({ code }) => ['KF612', 'KF403'].includes(code));
    const verdict = tables[0]?.orderIndependent;
    if (verdict !== 'broken') expect(told).toBe(verdict === 'undecided');
  });

  test('a tiny family that no budget suffices for is undecided, with KF612 as an error', () => {
    const { tables, problems } = check(services(3, (i) => regex(`/x/.*a.{25}${i}`)));
    expect(tables.map(({ orderIndependent }) => orderIndependent)).toEqual(['undecided']);
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['KF612', 'error']]);
  });
});

test('what was found before the budget ended is told', () => {
  const clash = services(2, () => prefix('/a/'));
  const costly = count(3).map((i) => vs(`w${i}`, to(`h${i}`, regex(`/x/.*a.{25}${i}`))));
  const { tables, problems } = check([...clash, ...costly]);
  expect(tables.map(({ orderIndependent }) => orderIndependent)).toEqual(['broken']);
  const told = problems.map(({ code, routes = [], witness }) => [
    code,
    witness?.path,
    ...routes.map(({ virtualService }) => virtualService),
  ]);
  expect(told).toEqual([
    ['KF601', '/a/', 'ns/v0', 'ns/v1'],
    ['KF612', undefined],
  ]);
});

test('of many routes that cover a dead one, a message names some, and its routes are all', () => {
  const rules = count(100).map((i) => to(`h${i}`, header({ exact: `t${i}` })));
  const { problems } = check([vs('a', ...rules, to('dead', header({ regex: 't[1-9]?[0-9]' })))]);
  expect(problems.map(({ code, routes }) => [code, routes?.length])).toEqual([['KF604', 101]]);
  expect(problems[0]?.message).toMatch(
    / with conditions\) and 92 more together take all its requests first$/,
  );
});

/** Field names that mean something somewhere; of those that every object has, see the defects. */
const KEYS = fc.constantFrom('exact', 'prefix', 'regex', 'uri', 'x', ':method', '');

/** A value of any kind, or something that may well are there. */
function anything(...likely: readonly unknown[]) {
  return fc.oneof(fc.anything({ withDate: true, maxDepth: 2, key: KEYS }), fc.constantFrom(null, ...likely));
}

/** VirtualServices with nonsense in some of their fields. */
function nonsense() {
  const text = fc.oneof(
    anything({}, null, { exact: '/a' }, { regex: '(' }, { prefix: '\u{1f600}' }, { regex: '*' }),
  );
  const names = fc.constantFrom('x', '__proto__x', 'Host', ':authority', '@request.auth.x', '');
  const texts = fc.oneof(anything({}), fc.dictionary(names, text));
  const match = fc.record(
    {
      uri: text,
      method: text,
      scheme: text,
      authority: text,
      headers: texts,
      withoutHeaders: texts,
      queryParams: texts,
      ignoreUriCase: anything(true),
      port: anything(80, -1, 1e300, Number.NaN),
      gateways: anything(['gw'], [null]),
      sourceLabels: anything(),
    },
    { requiredKeys: [] },
  );
  const route = anything(
    [{ destination: { host: 'h' }, weight: 1e308 }, { weight: -1 }, null],
    [{ weight: '7' }],
  );
  const rule = fc.record(
    {
      match: fc.oneof(anything([]), fc.array(fc.oneof(match, anything()))),
      route,
      rewrite: anything({ uri: 7 }),
    },
    { requiredKeys: [] },
  );
  const spec = fc.record(
    {
      hosts: fc.oneof(anything(), fc.constant(['h.example'])),
      gateways: fc.oneof(anything(), fc.constant(['ns/gw'])),
      http: fc.oneof(fc.array(fc.oneof(rule, anything())), anything()),
    },
    { requiredKeys: [] },
  );
  const metadata = fc.record({
    name: anything('a', 'b', '\u00e4', '__proto__'),
    namespace: anything('ns', undefined),
    creationTimestamp: anything('2026-01-01T00:00:00Z', 'never', new Date(Number.NaN), 7),
  });
  return fc.oneof(
    anything(),
    fc.record({
      apiVersion: fc.constant('networking.istio.io/v1'),
      kind: fc.constant('VirtualService'),
      metadata: fc.oneof(metadata, anything()),
      spec: fc.oneof({ arbitrary: spec, weight: 9 }, { arbitrary: anything(), weight: 1 }),
    }),
  );
}

describe('what is no VirtualService', () => {
  test('any value in any field gives findings, never an exception', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(fc.array(nonsense(), { maxLength: 5 }), istioVersions(), (objects, istio) => {
        for (const { code } of check(objects, istio).problems) codes.add(code);
      }),
      { numRuns: byRunLength({ quick: 400, long: 5000 }) },
    );
    expect([...codes].sort()).toEqual(expect.arrayContaining(['KF403', 'KF601', 'KF610', 'KF611', 'KF614']));
  });

  test.each([
    ['sets of weights', { route: [{ destination: { host: 'h' }, weight: 1e308 }, { weight: Number.NaN }] }],
    ['no routes', { route: null }],
    ['a route that is a text', { route: 'h' }],
    ['a rewrite that is none', { rewrite: 'x', route: [null] }],
  ])('an outcome with %s', (_, outcome) => {
    const http = { match: [prefix('/a')], ...outcome };
    // Istio refuses all of them: alike or not, nothing is proved.
    expect(check([vs('a', http), vs('b', http)]).tables[0]?.orderIndependent).toBe('undecided');
    expect(check([vs('a', http), vs('b', to('h', prefix('/a')))]).tables[0]?.orderIndependent).toBe('broken');
  });

  test('text outside ASCII in a header has no request with it, and does no harm', () => {
    const { tables } = check(services(2, (i) => header({ exact: `\u{1f600}${i}` })));
    expect(tables[0]?.orderIndependent).toBe('proved');
  });
});

describe('defects', () => {
  // Names that every object has are no names of other parts of a request.
  test.each(['constructor', '__proto__'])('a header named %s', (name) => {
    const headers: unknown = JSON.parse(`{ "${name}": { "exact": "1" } }`);
    const { tables } = check([vs('a', to('h', prefix('/a', { headers }))), vs('b', to('i', prefix('/b')))]);
    expect(tables[0]?.orderIndependent).toBe('proved');
  });

  // YAML's `&a` and `*a` make such objects.
  test('an outcome that contains itself', () => {
    const destination: Record<string, unknown> = { host: 'h' };
    destination.port = destination;
    const http = { match: [prefix('/a')], route: [{ destination }] };
    expect(check([vs('a', http), vs('b', to('i', prefix('/a')))]).tables).toHaveLength(1);
  });

  // A delegate's matches narrow its root's, so that requests to /a/y may reach the younger rules.
  test('a route behind a delegate is not proved to be dead', () => {
    const root = vs('a', { match: [prefix('/a')], delegate: { name: 'd' } }, to('h', prefix('/a/y')));
    expect(check([root]).problems.filter(({ code }) => code === 'KF604')).toEqual([]);
  });

  // Both delegate alike for what d takes; all else under /a goes to h or i, whichever is older.
  test('rules behind alike delegates are not proved', () => {
    const delegates = { match: [prefix('/a')], delegate: { name: 'd' } };
    const objects = ['h', 'i'].map((host) => vs(host, delegates, to(host, prefix('/a'))));
    expect(check(objects).tables[0]?.orderIndependent).not.toBe('proved');
  });

  test('a match that is no list is told', () => {
    const { problems } = check([vs('a', { match: prefix('/a') })]);
    expect(problems.map(({ code }) => code)).toContain('KF614');
  });

  // Read as if they were not there, the match would count as broader than it says, or as a catch-all.
  test.each([
    ['a port that is a text', { match: [prefix('/a', { port: '8080' })] }],
    ['gateways that are a text', { match: [prefix('/a', { gateways: 'ns/other' })] }],
    ['a field that no version has', { match: [prefix('/a', { methods: { exact: 'GET' } })] }],
    ['two kinds of a text', { match: [{ uri: { exact: '/a', prefix: '/b' } }] }],
  ])('%s is told', (_, rule) => {
    expect(check([vs('a', rule)]).problems.filter(({ code }) => /^KF61[34]$/.test(code))).not.toEqual([]);
  });
});
