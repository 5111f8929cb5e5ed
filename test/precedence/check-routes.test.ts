import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { check, synth } from '../../main';
import { checkManifests } from '../../app/check-manifests';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { projectFolder } from '../fixtures/project-folder';

const TEAMS = {
  'functions/shop/team.yaml': 'contact: shop\nprefixes: [/faas/api/shop/]\n',
  'functions/pics/team.yaml': 'contact: pics\nprefixes: [/faas/api/pics/]\n',
};

/** A function whose matches are given in YAML's flow style. */
function routes(...matches: readonly string[]): string {
  return ['runtime: nodejs', 'routes:', ...matches.map((match) => `  - match: ${match}`), ''].join('\n');
}

function catalog(functions: Readonly<Record<string, string>>) {
  const files = Object.entries(functions).map(([id, text]) => [`functions/${id}.yaml`, text] as const);
  const { path } = projectFolder({ ...TEAMS, ...Object.fromEntries(files) });
  return { path, functions: join(path, 'functions') };
}

function checked(functions: Readonly<Record<string, string>>) {
  const { path, functions: folder } = catalog(functions);
  const { findings, tables } = check({
    environments: [{ ...GOLDEN_ENVIRONMENT, domains: [] }],
    functions: folder,
    environmentSource: () => undefined,
  });
  const told = findings.map(({ code, severity, message, help, places, witness }) => ({
    code,
    severity,
    message,
    help,
    places: places.map(({ file, line, column }) => `${file.slice(path.length + 1)}:${line}:${column}`),
    request: witness === undefined ? undefined : `${witness.method} ${witness.path}`,
  }));
  return { told, verdicts: [...new Set(tables.map(({ orderIndependent }) => orderIndependent))] };
}

test('routes that do not meet are proved apart', () => {
  expect(
    checked({
      'shop/a': routes('{ prefix: /faas/api/shop/a/ }'),
      'shop/b': routes('{ regex: "/faas/api/shop/b/[0-9]+" }'),
      'shop/c': routes('{ prefix: /faas/api/shop/c/, methods: [GET] }'),
      'shop/d': routes('{ prefix: /faas/api/shop/c/, methods: [POST, PUT] }'),
    }),
  ).toEqual({ told: [], verdicts: ['proved'] });
});

test('routes of two functions that cross are refused with a request that shows it, and those that show why', () => {
  expect(
    checked({
      'shop/a': routes('{ prefix: /faas/api/shop/a/ }'),
      'shop/b': routes('{ regex: "/faas/api/shop/[a-z]+/x" }'),
    }),
  ).toEqual({
    told: [
      {
        code: 'KF602',
        severity: 'error',
        message:
          "shop/a and shop/b both match this request, and each also matches others: GET /faas/api/shop/a/ is shop/a's alone, GET /faas/api/shop/b/x is shop/b's",
        help: 'narrow one of them until it lies within the other, or apart from it; the one that lies within then goes first. Or say in a file which function goes first: before: [<team>/<name>]',
        places: ['functions/shop/a.yaml:3:22', 'functions/shop/b.yaml:3:21'],
        request: 'GET /faas/api/shop/a/x',
      },
    ],
    verdicts: ['broken'],
  });
});

test('routes of two functions that match the same requests, however they are written, are refused', () => {
  const { told } = checked({
    'shop/a': routes('{ prefix: /faas/api/shop/a/, methods: [GET, POST] }'),
    'shop/b': routes('{ regex: "/faas/api/shop/(a)/.*", methods: [POST, GET] }'),
  });
  expect(told.map(({ code, message }) => [code, message])).toEqual(
    expect.arrayContaining([
      ['KF603', 'shop/a and shop/b match exactly the same requests: one of the two would never answer'],
    ]),
  );
  expect(told.filter(({ severity }) => severity === 'error')).toHaveLength(1);
});

test('a route within another goes first, in the VirtualService of the broader one; the order is proved', () => {
  const { path, functions } = catalog({
    'shop/wide': routes('{ prefix: /faas/api/shop/ }'),
    'shop/middle': routes('{ regex: "/faas/api/shop/[a-z]+", methods: [GET, POST] }'),
    'shop/narrow': routes(
      '{ exact: /faas/api/shop/cart, methods: [GET] }',
      '{ prefix: /faas/api/shop/cart/ }',
    ),
    'pics/apart': routes('{ prefix: /faas/api/pics/apart/ }'),
  });
  const { findings, change } = synth({
    environments: [{ ...GOLDEN_ENVIRONMENT, domains: [] }],
    functions,
    output: join(path, 'dist'),
    environmentSource: () => undefined,
  });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(change?.written).toBeGreaterThan(0);
  const [cluster] = GOLDEN_ENVIRONMENT.clusters;
  const [namespace] = cluster?.functionNamespaces ?? [];
  const folder = join(path, 'dist', GOLDEN_ENVIRONMENT.name, cluster?.name ?? '');
  const text = readFileSync(join(folder, namespace ?? '', 'shop-wide.yaml'), 'utf8');
  expect(text.split('\n')[0]).toBe(
    '# Rendered by KFaas from functions/shop/wide.yaml and functions/shop/narrow.yaml and functions/shop/middle.yaml; change that, not this.',
  );
  const [rendered] = loadAll(text) as {
    spec: { http: { rewrite: { authority: string }; match: object[] }[] };
  }[];
  expect(
    rendered?.spec.http.map(({ rewrite, match }) => [rewrite.authority.split('.')[0], match.length]),
  ).toEqual([
    ['shop-narrow', 1],
    ['shop-middle', 2],
    ['shop-narrow', 1],
    ['shop-wide', 1],
  ]);
  expect(readdirSync(join(folder, namespace ?? '')).sort()).toEqual(['pics-apart.yaml', 'shop-wide.yaml']);
  const manifests = checkManifests([folder], '1.28.6');
  expect(new Set(manifests?.tables.map(({ orderIndependent }) => orderIndependent))).toEqual(
    new Set(['proved']),
  );
  expect(manifests?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test("taking requests from another team's route needs that team's consent, and the finding says which lines to add", () => {
  const consenting = `${TEAMS['functions/shop/team.yaml']}consents: [pics/thumb]\n`;
  const functions = {
    'shop/team': consenting,
    'shop/cart': routes('{ exact: /faas/api/shop/pics/a }'),
    // In a prefix of the team shop, by its consent.
    'pics/thumb': routes('{ regex: "/faas/api/shop/pics/[a-z]+" }'),
  };
  expect(checked(functions).told).toEqual([
    {
      code: 'KF606',
      severity: 'error',
      message: 'shop/cart takes requests from pics/thumb, and the team pics does not consent',
      help: 'let that team add to functions/pics/team.yaml the lines "consents:" and "  - shop/cart", or match other requests',
      places: ['functions/shop/cart.yaml:3:21', 'functions/pics/thumb.yaml:3:21'],
      request: 'GET /faas/api/shop/pics/a',
    },
  ]);
  const returned = `${TEAMS['functions/pics/team.yaml']}consents:\n  - shop/cart\n`;
  const wide = { 'shop/wide': routes('{ prefix: /faas/api/shop/ }') };
  expect(checked({ ...functions, ...wide, 'pics/team': returned })).toEqual({
    told: [],
    verdicts: ['proved'],
  });
});

test("a prefix within another team's without consent is reported, and not the routes under it too", () => {
  const functions = {
    'pics/team': 'contact: pics\nprefixes: [/faas/api/pics/, /faas/api/shop/pics/]\n',
    'pics/thumb': routes('{ prefix: /faas/api/shop/pics/thumb/ }'),
    'shop/wide': routes('{ prefix: /faas/api/shop/ }'),
  };
  expect(checked(functions).told.map(({ code }) => code)).toEqual(['KF411']);
});

describe("a regex and a prefix that another team has within the team's own", () => {
  const told = (regex: string, more: Readonly<Record<string, string>> = {}) =>
    checked({
      'shop/team': `${TEAMS['functions/shop/team.yaml']}consents: [pics]\n`,
      'pics/team': 'contact: pics\nprefixes: [/faas/api/shop/pics/]\n',
      'shop/a': routes(`{ regex: "${regex}" }`),
      ...more,
    }).told;

  test.each(['/faas/api/shop/pics/[a-z]+', '/faas/api/shop/(pics)/[a-z]+', '/faas/api/(shop/pics)/[a-z]+'])(
    "%s is refused: all that it matches is the other team's",
    (regex) => {
      expect(told(regex)).toEqual([
        {
          code: 'KF402',
          severity: 'error',
          message: `the regex "${regex}" matches only paths of other teams: /faas/api/shop/pics/a is the team pics's`,
          help: 'choose paths outside /faas/api/shop/pics/; to take them over, let the team pics add to its team.yaml the lines "consents:" and "  - shop/a"',
          places: ['functions/shop/a.yaml:3:21'],
          request: 'GET /faas/api/shop/pics/a',
        },
      ]);
    },
  );

  test('are fine where the regex matches more, the other team consents, or the team owns a prefix further in', () => {
    expect(told('/faas/api/shop/[a-z]+/[a-z]+')).toEqual([]);
    const pics = 'contact: pics\nprefixes: [/faas/api/shop/pics/]\nconsents: [shop';
    expect(told('/faas/api/shop/pics/[a-z]+', { 'pics/team': `${pics}/a]\n` })).toEqual([]);
    const deep = 'contact: shop\nprefixes: [/faas/api/shop/, /faas/api/shop/pics/x/]\nconsents: [pics]\n';
    const teams = { 'pics/team': `${pics}]\n`, 'shop/team': deep };
    expect(told('/faas/api/shop/pics/x/[a-z]+', teams)).toEqual([]);
  });
});

test('a dead route within a function is an error; a method of a route that another function takes is not', () => {
  const dead = checked({ 'shop/a': routes('{ prefix: /faas/api/shop/a }', '{ exact: /faas/api/shop/a/b }') });
  expect(dead.told.map(({ code, severity, places, request }) => [code, severity, places, request])).toEqual([
    [
      'KF604',
      'error',
      ['functions/shop/a.yaml:4:21', 'functions/shop/a.yaml:3:22'],
      'GET /faas/api/shop/a/b',
    ],
  ]);
  const alive = checked({
    'shop/a': routes('{ exact: /faas/api/shop/a, methods: [GET, POST] }'),
    'shop/b': routes('{ exact: /faas/api/shop/a, methods: [GET] }'),
  });
  expect(alive).toEqual({ told: [], verdicts: ['proved'] });
});

test('orders that contradict each other are refused', () => {
  const { told } = checked({
    'shop/a': routes('{ prefix: /faas/api/shop/x/ }', '{ exact: /faas/api/shop/y/1 }'),
    'shop/b': routes('{ prefix: /faas/api/shop/y/ }', '{ exact: /faas/api/shop/x/1 }'),
  });
  expect(told.map(({ code, message }) => [code, message])).toContainEqual([
    'KF615',
    "no order of the routes of shop/a, shop/b puts narrower ones first and keeps each file's own order",
  ]);
});

test("a regex that goes beyond its team's prefixes is refused with a path that shows it", () => {
  const { told } = checked({ 'shop/a': routes('{ regex: "/faas/api/(shop|pics)/x" }') });
  expect(told.filter(({ code }) => code !== 'KF607')).toEqual([
    expect.objectContaining({
      code: 'KF402',
      message:
        'the regex "/faas/api/(shop|pics)/x" goes beyond the team\'s prefixes: it matches /faas/api/pics/x, which is the team pics\'s',
      places: ['functions/shop/a.yaml:3:21'],
      request: 'GET /faas/api/pics/x',
    }),
  ]);
  // Its stem is shorter than the team's prefix, and yet it stays under it.
  expect(
    checked({ 'shop/a': routes('{ regex: "/faas/api/(shop)/x" }') }).told.map(({ code }) => code),
  ).toEqual(['KF607']);
});

test('an overlay that brings a conflict is shown at its own line', () => {
  const overlay = 'overlays:\n  test:\n    routes: [{ match: { prefix: /faas/api/shop/b/ } }]\n';
  const { told } = checked({
    'shop/a': `${routes('{ prefix: /faas/api/shop/a/ }')}${overlay}`,
    'shop/b': routes('{ prefix: /faas/api/shop/b/ }'),
  });
  expect(told.map(({ code, places }) => [code, places])).toEqual([
    ['KF603', ['functions/shop/a.yaml:6:33', 'functions/shop/b.yaml:3:22']],
  ]);
});

test('a regex that meets the routes of many others is reported once, for what it is', () => {
  const { told } = checked({
    'pics/a': routes('{ prefix: /faas/api/pics/a/ }'),
    'pics/b': routes('{ exact: /faas/api/pics/b }'),
    'pics/c': routes('{ regex: "/faas/api/[a-z]+/c" }'),
    'pics/e': routes('{ regex: "/faas/api/pics/x/[a-c]/" }'),
    'pics/f': routes('{ regex: "/faas/api/pics/x/[b-d]/" }'),
    'shop/wide': routes('{ regex: "/faas/api/.*" }'),
  });
  const errors = told.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, places }) => `${code} ${places.join(' ')}`)).toEqual([
    'KF402 functions/pics/c.yaml:3:21',
    // A conflict of its own.
    'KF602 functions/pics/e.yaml:3:21 functions/pics/f.yaml:3:21',
    'KF402 functions/shop/wide.yaml:3:21',
  ]);
});
