import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { check, synth } from '../../main';
import { checkManifests } from '../../check-manifests';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { projectFolder } from '../project-folder';

const TEAMS = {
  'functions/shop/team.yaml': 'contact: shop\nprefixes: [/faas/api/shop/]\n',
  'functions/pics/team.yaml': 'contact: pics\nprefixes: [/faas/api/pics/, /faas/api/shop/pics/]\n',
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
    environments: [GOLDEN_ENVIRONMENT],
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
        help: 'narrow one of them until it lies within the other, or apart from it; the one that lies within then goes first',
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
    environments: [GOLDEN_ENVIRONMENT],
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
  const listed = load(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as { resources: string[] };
  expect(listed.resources.filter((name) => name.startsWith(`${namespace ?? ''}/`))).toEqual([
    `${namespace ?? ''}/pics-apart.yaml`,
    `${namespace ?? ''}/shop-wide.yaml`,
  ]);
  const manifests = checkManifests(folder, '1.28.6');
  expect(new Set(manifests?.tables.map(({ orderIndependent }) => orderIndependent))).toEqual(
    new Set(['proved']),
  );
  expect(manifests?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test("taking requests from another team's route needs that team's consent, and the finding says which lines to add", () => {
  const functions = {
    'shop/wide': routes('{ prefix: /faas/api/shop/ }'),
    'pics/thumb': routes('{ regex: "/faas/api/shop/pics/[a-z]+" }'),
  };
  expect(checked(functions).told).toEqual([
    {
      code: 'KF606',
      severity: 'error',
      message: 'pics/thumb takes requests from shop/wide, and the team shop does not consent',
      help: 'let that team add to functions/shop/team.yaml the lines "consents:" and "  - pics/thumb", or match other requests',
      places: ['functions/pics/thumb.yaml:3:21', 'functions/shop/wide.yaml:3:22'],
      request: 'GET /faas/api/shop/pics/a',
    },
  ]);
  const consenting = `${TEAMS['functions/shop/team.yaml']}consents:\n  - pics/thumb\n`;
  expect(checked({ ...functions, 'shop/team': consenting })).toEqual({ told: [], verdicts: ['proved'] });
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
