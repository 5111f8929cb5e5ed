import { join } from 'node:path';
import fc from 'fast-check';
import { check, synth } from '../../main';
import { readFileSync } from 'node:fs';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { projectFolder } from '../fixtures/project-folder';

const TEAMS = {
  'functions/shop/team.yaml': 'contact: shop\nprefixes: [/faas/api/shop/]\n',
  'functions/pics/team.yaml': 'contact: pics\nprefixes: [/faas/api/pics/]\n',
};

/** A function whose matches are given in YAML's flow style. */
function routes(before: readonly string[], ...matches: readonly string[]): string {
  const order = before.length === 0 ? [] : [`before: [${before.join(', ')}]`];
  return ['runtime: nodejs', ...order, 'routes:', ...matches.map((match) => `  - match: ${match}`), ''].join(
    '\n',
  );
}

const ENVIRONMENTS = [{ ...GOLDEN_ENVIRONMENT, domains: [] }];

function project(functions: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
  const files = Object.entries(functions).map(([id, text]) => [`functions/${id}.yaml`, text] as const);
  return projectFolder({ ...TEAMS, ...more, ...Object.fromEntries(files) }).path;
}

function checked(functions: Readonly<Record<string, string>>, more?: Readonly<Record<string, string>>) {
  const path = project(functions, more);
  const { findings, tables } = check({
    environments: ENVIRONMENTS,
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
  });
  return {
    told: findings.map(({ code, severity, message, places: [place] }) => {
      const where = place === undefined ? '' : `${place.file.slice(path.length + 11)}:${place.line} `;
      return `${where}${severity} ${code} ${message}`;
    }),
    verdicts: [...new Set(tables.map(({ orderIndependent }) => orderIndependent))],
  };
}

const PREFIX = '{ prefix: /faas/api/shop/a/ }';
const CROSSING = '{ regex: "/faas/api/shop/[a-z]+/x" }';

test.each([
  ['the narrower spelling', routes([], PREFIX), routes(['shop/a'], CROSSING)],
  ['the other one', routes(['shop/b'], PREFIX), routes([], CROSSING)],
])('routes that cross are proved where a file says which goes first: %s', (_what, a, b) => {
  expect(checked({ 'shop/a': a, 'shop/b': b })).toEqual({ told: [], verdicts: ['proved'] });
});

test('the rules are rendered in that order, with a request on which it decides', () => {
  const path = project({ 'shop/a': routes(['shop/b'], PREFIX), 'shop/b': routes([], CROSSING) });
  synth({
    environments: ENVIRONMENTS,
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
    output: join(path, 'dist'),
  });
  const { name, clusters } = GOLDEN_ENVIRONMENT;
  const [cluster] = clusters;
  const folder = join(path, 'dist', name, cluster?.name ?? '', cluster?.functionNamespaces[0] ?? '');
  const text = readFileSync(join(folder, 'shop-b.yaml'), 'utf8');
  expect(text).toContain('kfaas.io/functions: shop/a,shop/b');
  expect(text).toContain("kfaas.io/order: 'shop/a before shop/b: GET /faas/api/shop/a/x'");
});

test('an order does not turn round routes of which one lies within the other, and is then a note', () => {
  const { told, verdicts } = checked({
    'shop/a': routes(['shop/b'], '{ prefix: /faas/api/shop/a/ }'),
    'shop/b': routes([], '{ prefix: /faas/api/shop/a/b/ }'),
  });
  expect(told).toEqual([
    'shop/a.yaml:2 note KF439 shop/a goes before shop/b, and there is no request on which that decides: no routes of the two cross',
  ]);
  expect(verdicts).toEqual(['proved']);
});

test('an order that decides nothing because a third function takes what crosses is a note', () => {
  const { told } = checked({
    'shop/a': routes(['shop/b'], PREFIX),
    'shop/b': routes([], CROSSING),
    'shop/c': routes([], '{ exact: /faas/api/shop/a/x }'),
  });
  expect(told).toEqual([expect.stringContaining('note KF439 shop/a goes before shop/b')]);
});

test('equal routes stay an error: one of the two would never answer', () => {
  const { told } = checked({ 'shop/a': routes(['shop/b'], PREFIX), 'shop/b': routes([], PREFIX) });
  expect(told).toEqual([expect.stringContaining('error KF603')]);
});

test.each([
  ['no function', 'shop/c', 'shop/a goes before shop/c, which is no function of the catalog'],
  ['itself', 'shop/a', 'shop/a goes before itself'],
])('to go before %s is an error', (_what, other, message) => {
  const { told } = checked({
    'shop/a': routes([other], PREFIX),
    'shop/b': routes([], '{ exact: /faas/api/shop/z }'),
  });
  expect(told).toEqual([`shop/a.yaml:2 error KF438 ${message}`]);
});

test('two functions that go before each other, and one that is listed twice, are errors', () => {
  const { told } = checked({ 'shop/a': routes(['shop/b'], PREFIX), 'shop/b': routes(['shop/a'], CROSSING) });
  expect(told).toEqual([
    'shop/a.yaml:2 error KF438 shop/a goes before shop/b, and shop/b goes before it',
    'shop/b.yaml:2 error KF438 shop/b goes before shop/a, and shop/a goes before it',
  ]);
  const twice = checked({ 'shop/a': routes(['shop/b', 'shop/b'], PREFIX), 'shop/b': routes([], CROSSING) });
  expect(twice.told).toEqual(['shop/a.yaml:2 error KF438 "shop/b" is listed twice in before']);
});

test('orders in a circle cannot be followed', () => {
  const { told } = checked({
    'shop/a': routes(['shop/b'], '{ regex: "/faas/api/shop/(a|b|c)/1" }'),
    'shop/b': routes(['shop/c'], '{ regex: "/faas/api/shop/(a|b|d)/1" }'),
    'shop/c': routes(['shop/a'], '{ regex: "/faas/api/shop/(a|c|d)/1" }'),
  });
  expect(told).toContainEqual(
    expect.stringContaining(
      'error KF615 no order of the routes of shop/a, shop/b, shop/c puts narrower ones first, follows before, and keeps',
    ),
  );
});

test('a canary by header beside a function of a narrower path', () => {
  const broad = (before: readonly string[]) =>
    routes(
      before,
      '{ prefix: /faas/api/shop/, headers: { x-canary: { exact: "1" } } }',
      '{ prefix: /faas/api/shop/ }',
    );
  const narrow = (before: readonly string[]) => routes(before, '{ prefix: /faas/api/shop/a/ }');
  expect(checked({ 'shop/all': broad([]), 'shop/a': narrow([]) }).told).toEqual([
    expect.stringContaining('error KF602'),
  ]);
  const proved = { told: [], verdicts: ['proved'] };
  expect(checked({ 'shop/all': broad([]), 'shop/a': narrow(['shop/all']) })).toEqual(proved);
  expect(checked({ 'shop/all': broad(['shop/a']), 'shop/a': narrow([]) })).toEqual(proved);
});

test('a route of another team goes behind with its consent alone', () => {
  const functions = {
    'shop/a': routes(['pics/b'], CROSSING.replace('/x', '/x.*')),
    'pics/b': routes([], '{ regex: "/faas/api/shop/pics/[0-9a-z]+" }'),
  };
  const teams = (consents: string) => ({
    'functions/shop/team.yaml': 'contact: shop\nprefixes: [/faas/api/shop/]\nconsents: [pics]\n',
    'functions/pics/team.yaml': `contact: pics\nprefixes: [/faas/api/pics/]\n${consents}`,
  });
  expect(checked(functions, teams('')).told).toEqual([
    'shop/a.yaml:4 error KF606 shop/a takes requests from pics/b, and the team pics does not consent',
  ]);
  expect(checked(functions, teams('consents: [shop/a]\n'))).toEqual({ told: [], verdicts: ['proved'] });
});

/** Paths of one or two letters under the prefix of the team. */
const regex = fc
  .tuple(fc.constantFrom('a', '[ab]', '[a-c]', 'b', 'c?'), fc.constantFrom('x', '[xy]', 'y', '.*'))
  .map(([one, two]) => `{ regex: "/faas/api/shop/${one}/${two}" }`);

test('whatever is declared, a table is proved or refused, and never left to the order of creation', () => {
  fc.assert(
    fc.property(fc.tuple(regex, regex, regex), fc.subarray(['ab', 'ac', 'bc', 'ba']), ([a, b, c], orders) => {
      const before = (name: string) =>
        orders.filter(([first]) => first === name).map(([, then]) => `shop/${then}`);
      const { told, verdicts } = checked({
        'shop/a': routes(before('a'), a),
        'shop/b': routes(before('b'), b),
        'shop/c': routes(before('c'), c),
      });
      const isRefused = told.some((text) => text.includes(' error '));
      expect(isRefused || verdicts.every((verdict) => verdict === 'proved')).toBe(true);
      expect(told.filter((text) => text.includes('KF601'))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
