import { loadCatalog, type Target } from '../../catalog';
import { COMPANY_FUNCTIONS } from '../fixtures/company';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS: readonly Target[] = [
  { environment: 'test', cluster: 'test-cn' },
  { environment: 'prod', cluster: 'prod-us' },
  { environment: 'prod', cluster: 'prod-eu' },
];

const TEAM = 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n';

function load(text: string) {
  const { path } = projectFolder({ 'saas/team.yaml': TEAM, 'saas/showroom.yaml': text });
  const { functions, findings } = loadCatalog(path, TARGETS);
  expect(findings).toEqual([]);
  const [only] = functions;
  if (only === undefined) throw new Error('no function was loaded');
  return only;
}

test('a file that says only its runtime gets the conventional route and backend everywhere', () => {
  const { id, ksvc, specs } = load('runtime: nodejs\n');
  expect([id, ksvc]).toEqual(['saas/showroom', 'saas-showroom']);
  expect([...specs.keys()]).toEqual(['test-cn', 'prod-us', 'prod-eu']);
  expect(specs.get('test-cn')).toEqual({
    team: 'saas',
    name: 'showroom',
    ksvc: 'saas-showroom',
    runtime: 'nodejs',
    routes: [{ match: { prefix: '/faas/api/saas/showroom/' } }],
    backends: [{ service: 'saas-showroom', weight: 100 }],
    deployedElsewhere: [],
    rollout: undefined,
    before: [],
    calls: [],
    service: undefined,
  });
});

test('a function runs only in its environments', () => {
  expect([...load('runtime: cpp\nenvironments: [prod]\n').specs.keys()]).toEqual(['prod-us', 'prod-eu']);
});

test('overlays are merged: environment first, then cluster; null removes, lists are replaced', () => {
  const { specs } = load(`
runtime: nodejs
description: base
service: { image: a:1, scale: { min: 1, max: 2 }, resources: { limits: { memory: 1Gi } } }
backends: [{ service: saas-showroom-a, weight: 50 }, { service: saas-showroom-b, weight: 50 }]
deployedElsewhere: [saas-showroom-a, saas-showroom-b, saas-showroom-c]
overlays:
  prod: { service: { image: a:2, scale: { min: 4, max: 40 }, resources: null } }
  prod-us: { service: { scale: { max: 80 } }, backends: [{ service: saas-showroom-c }] }
`);
  expect(specs.get('test-cn')?.service).toEqual({
    image: 'a:1',
    scale: { min: 1, max: 2 },
    resources: { limits: { memory: '1Gi' } },
  });
  expect(specs.get('prod-eu')?.service).toEqual({ image: 'a:2', scale: { min: 4, max: 40 } });
  expect(specs.get('prod-us')?.service).toEqual({ image: 'a:2', scale: { min: 4, max: 80 } });
  expect(specs.get('prod-us')?.backends).toEqual([{ service: 'saas-showroom-c', weight: 100 }]);
});

test('clusters that no overlay sets apart share one spec', () => {
  const { specs } = load(
    'runtime: nodejs\noverlays: { prod: { description: x }, prod-us: { service: { image: "a:1" } } }\n',
  );
  expect(specs.get('test-cn')).not.toBe(specs.get('prod-eu'));
  const shared = load('runtime: nodejs\noverlays: { prod: { description: x } }\n').specs;
  expect(shared.get('prod-us')).toBe(shared.get('prod-eu'));
});

test('anchors and aliases may be used', () => {
  const { specs } = load(`
runtime: nodejs
routes:
  - { match: { prefix: /faas/api/saas/a/ }, retries: &twice { attempts: 2, retryOn: [reset] } }
  - { match: { prefix: /faas/api/saas/b/ }, retries: *twice }
`);
  expect(specs.get('test-cn')?.routes.map(({ retries }) => retries?.attempts)).toEqual([2, 2]);
});

test('functions come in the order of their names, whatever the file system says', () => {
  const { path } = projectFolder({
    'b/team.yaml': 'contact: b\nprefixes: [/faas/api/b/]\n',
    'b/x.yaml': 'runtime: nodejs\n',
    'a/team.yaml': 'contact: a\nprefixes: [/faas/api/a/]\n',
    'a/z.yaml': 'runtime: nodejs\n',
    'a/b.yaml': 'runtime: nodejs\n',
  });
  expect(loadCatalog(path, TARGETS).functions.map(({ id }) => id)).toEqual(['a/b', 'a/z', 'b/x']);
});

test('the catalog of the tests is sound', () => {
  const targets = ['test', 'staging', 'prod'].map((environment) => ({
    environment,
    cluster: `${environment}-cn`,
  }));
  const { functions, findings } = loadCatalog(COMPANY_FUNCTIONS, [
    ...targets,
    ...['prod-us', 'prod-eu', 'prod-sg'].map((cluster) => ({ environment: 'prod', cluster })),
  ]);
  expect(findings).toEqual([]);
  expect(functions.length).toBeGreaterThanOrEqual(30);
});

describe("a path outside of the team's prefixes", () => {
  const team = (...prefixes: readonly string[]) => `contact: a\nprefixes: [${prefixes.join(', ')}]\n`;

  /** What is reported about a prefix of growth/promo. */
  function said(prefix: string): string[] {
    const { path } = projectFolder({
      'growth/team.yaml': team('/faas/api/growth/'),
      'growth/promo.yaml': `runtime: nodejs\nroutes:\n  - match: { prefix: ${prefix} }\n`,
      // Loaded after growth.
      'saas/team.yaml': `${team('/faas/api/saas/')}consents: [trade]\n`,
      'trade/team.yaml': team('/faas/api/saas/trade/', '/faas/api/trade/'),
    });
    const { findings } = loadCatalog(path, TARGETS);
    expect(findings.map(({ code }) => code)).toEqual(findings.map(() => 'KF402'));
    return findings.map(({ message, help }) => `${message} | ${help}`);
  }

  test("is nobody's: the prefix may be added", () => {
    expect(said('/faas/api/sales/')).toEqual([
      'the path "/faas/api/sales/" is outside the team\'s prefixes | start it with a prefix of the team\'s team.yaml (/faas/api/growth/), or add the prefix there',
    ]);
    // Wider than another team's prefix: it does not lie within.
    expect(said('/faas/api/trad')[0]).toMatch(/ prefixes \| .*, or add the prefix there$/);
  });

  test.each([
    ['/faas/api/saas/showroom/promo/', 'saas'],
    ['/faas/api/saas/trade/x/', 'trade'],
  ])("%s is another team's: that team is to be asked, the one with the longest prefix", (prefix, owner) => {
    expect(said(prefix)).toEqual([
      `the path "${prefix}" is outside the team's prefixes: it is the team ${owner}'s | start it with a prefix of the team's team.yaml (/faas/api/growth/); to take it over, let the team ${owner} add to its team.yaml the lines "consents:" and "  - growth/promo"`,
    ]);
  });

  test('is not held against a function that the owner consents to, whatever its path is', () => {
    const { path, add } = projectFolder({
      'growth/team.yaml': team('/faas/api/growth/'),
      'growth/promo.yaml': 'runtime: nodejs\nroutes: [{ match: { exact: /faas/api/saas/promo } }]\n',
      'saas/team.yaml': `${team('/faas/api/saas/')}consents: [growth/promo]\n`,
    });
    expect(loadCatalog(path, TARGETS).findings).toEqual([]);
    add({ 'saas/team.yaml': `${team('/faas/api/saas/')}consents: [growth]\n` });
    expect(loadCatalog(path, TARGETS).findings).toEqual([]);
    add({ 'saas/team.yaml': `${team('/faas/api/saas/')}consents: [growth/other]\n` });
    expect(loadCatalog(path, TARGETS).findings.map(({ code }) => code)).toEqual(['KF416', 'KF402']);
  });
});
