import { loadCatalog, placeInFunction, type FunctionSpec, type Target } from '../../catalog';
import { packSpecs } from '../../catalog/packed-specs';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS: readonly Target[] = [
  { environment: 'test', cluster: 'test-cn' },
  { environment: 'prod', cluster: 'prod-us' },
  { environment: 'prod', cluster: 'prod-eu' },
];

const TEAM = 'contact: a\nprefixes: [/faas/api/saas/]\n';

function loaded(showroom: string) {
  const { path } = projectFolder({ 'saas/team.yaml': TEAM, 'saas/showroom.yaml': showroom });
  const { functions, findings, sources } = loadCatalog(path, TARGETS);
  const told = findings.map(({ code, message, help, places: [place] }) =>
    place === undefined ? code : `${place.line}:${place.column} ${code} ${message} | ${help}`,
  );
  return { declared: functions[0], sources, told };
}

/** A function with a rollout, whose fields begin in line 5. */
const rolling = (fields: string, more = '') =>
  `runtime: nodejs\ndeployedElsewhere: [green]\n${more}rollout:\n  to: green\n${fields.replace(/^/gm, '  ')}\n`;

function specsOf(text: string): ReadonlyMap<string, FunctionSpec> {
  const { declared, told } = loaded(text);
  expect(told).toEqual([]);
  return declared?.specs ?? new Map<string, FunctionSpec>();
}

const sharesOf = ({ backends }: FunctionSpec) =>
  backends.map(({ service, weight }) => `${service} ${weight}`);

describe('a rollout', () => {
  test('gives each cluster the weights of its step', () => {
    const specs = specsOf(
      rolling('steps: [1, 10, 100]\norder: [test, prod-eu, prod]\nat: { test: 100, prod-eu: 10 }'),
    );
    expect([...specs].map(([cluster, spec]) => [cluster, ...sharesOf(spec)])).toEqual([
      ['test-cn', 'saas-showroom 0', 'green 100'],
      ['prod-us', 'saas-showroom 100', 'green 0'],
      ['prod-eu', 'saas-showroom 90', 'green 10'],
    ]);
  });

  test('goes through the environments in their order where it says none', () => {
    const specs = specsOf(rolling('steps: [50, 100]\nat: { test: 100, prod: 50 }'));
    expect([...specs.values()].map(({ backends }) => backends[1]?.weight)).toEqual([100, 50, 50]);
    // Clusters at one step share a spec.
    expect(specs.get('prod-us')).toBe(specs.get('prod-eu'));
  });

  test('is not stopped by a new environment where it says no order', () => {
    const specs = specsOf(rolling('steps: [50, 100]\nat: { prod: 50 }'));
    expect([...specs.values()].map(({ backends }) => backends[1]?.weight)).toEqual([0, 50, 50]);
  });

  test('goes from any Knative Service, and leaves those behind that it holds', () => {
    const specs = specsOf(
      'runtime: nodejs\ndeployedElsewhere: [green]\nrollout: { from: green, to: saas-showroom, steps: [100], hold: [prod], at: { test: 100 } }\n',
    );
    expect([...specs.values()].map(sharesOf)).toEqual([
      ['green 0', 'saas-showroom 100'],
      ['green 100', 'saas-showroom 0'],
      ['green 100', 'saas-showroom 0'],
    ]);
  });

  const canary = (at: string) =>
    rolling(
      `canary: { headers: { x-canary: { exact: 'yes' } } }\nsteps: [10, 100]\nat: { test: ${at} }`,
      'routes:\n  - match: { exact: /faas/api/saas/a, methods: [GET], headers: { b: { exact: c } } }\n    timeout: 1s\n  - match: { prefix: /faas/api/saas/pinned/ }\n    backends: [{ service: saas-showroom }]\n  - match: { prefix: /faas/api/saas/ }\n',
    );
  const matchesAt = (at: string) =>
    specsOf(canary(at))
      .get('test-cn')
      ?.routes.map(({ match, backends }) => [
        match.prefix ?? match.exact,
        Object.keys(match.headers ?? {}).join(),
        backends?.[0]?.service,
      ]);

  test.each(['canary', '10'])('has a route for the canary before each that goes over, at %s', (at) => {
    expect(matchesAt(at)).toEqual([
      ['/faas/api/saas/a', 'b,x-canary', 'green'],
      ['/faas/api/saas/a', 'b', undefined],
      ['/faas/api/saas/pinned/', '', 'saas-showroom'],
      ['/faas/api/saas/', 'x-canary', 'green'],
      ['/faas/api/saas/', '', undefined],
    ]);
    const spec = specsOf(canary(at)).get('test-cn');
    expect(spec?.routes[0]).toMatchObject({ timeout: '1s', match: { methods: ['GET'] } });
    expect(spec?.backends.map(({ weight }) => weight)).toEqual(at === '10' ? [90, 10] : [100, 0]);
  });

  test.each(['0', '100'])('has none at %s, where all requests go to one', (at) => {
    expect(matchesAt(at)).toHaveLength(3);
  });

  test('may have a cookie for a canary', () => {
    const specs = specsOf(rolling('canary: { cookie: canary=always }\nsteps: [100]\nat: { test: canary }'));
    expect(specs.get('test-cn')?.routes[0]?.match).toEqual({
      prefix: '/faas/api/saas/showroom/',
      cookie: 'canary=always',
    });
  });

  test('places what it brings in its own lines, and all else where it is declared', () => {
    const text = canary('canary');
    const { declared, sources } = loaded(text);
    if (declared === undefined) throw new Error('not loaded');
    const [target] = TARGETS as [Target];
    const lineOf = (...path: (string | number)[]) => {
      const { line, column } = placeInFunction(declared, sources.get(declared.file) ?? '', target, path);
      return text.split('\n')[line - 1]?.slice(column - 1);
    };
    expect(lineOf('routes', 0, 'match', 'exact')).toMatch(/^\/faas\/api\/saas\/a,/);
    expect(lineOf('routes', 1, 'timeout')).toBe('1s');
    expect(lineOf('routes', 2, 'match', 'prefix')).toMatch(/pinned/);
    expect(lineOf('routes', 3, 'match', 'prefix')).toBe('/faas/api/saas/ }');
    expect(lineOf('routes', 4, 'match', 'prefix')).toBe('/faas/api/saas/ }');
    expect(lineOf('routes', 0, 'match', 'headers', 'b', 'exact')).toBe('c } } }');
    expect(lineOf('routes', 0, 'match', 'headers', 'x-canary', 'exact')).toBe("'yes' } } }");
    expect(lineOf('routes', 0, 'backends', 0, 'service')).toBe('green');
    expect(lineOf('backends', 1, 'service')).toBe('green');
    expect(lineOf('backends')).toBe('[10, 100]');
  });

  test('is known again from a record of an earlier run', () => {
    const { path } = projectFolder({ 'saas/team.yaml': TEAM, 'saas/showroom.yaml': canary('10') });
    const [first] = loadCatalog(path, TARGETS).functions;
    const packed = JSON.parse(JSON.stringify(packSpecs(first?.specs ?? new Map()))) as unknown;
    const again = loadCatalog(path, TARGETS, () => packed);
    expect(again.findings).toEqual([]);
    expect(again.functions[0]?.specs).toEqual(first?.specs);
  });

  test('to a Knative Service that nothing declares is an error, at its name', () => {
    expect(loaded('runtime: nodejs\nrollout:\n  to: green\n  steps: [100]\n').told).toEqual([
      expect.stringMatching(/^3:7 KF413 no file declares the backend "green"/),
    ]);
  });
});

describe('what a rollout may not say', () => {
  const PLAN = 'steps: [10, 50, 100]';
  test.each([
    [rolling('steps: [10, 10, 100]'), '5:15 KF431 the step 10 does not rise above the 10 before it'],
    [
      rolling('steps: [10, 50]'),
      '5:10 KF431 the last step is 50, and the rest of the requests never goes over',
    ],
    [
      'runtime: nodejs\nrollout: { to: saas-showroom, steps: [100] }\n',
      '2:16 KF431 the rollout goes from "saas-showroom" to itself',
    ],
    [
      rolling(`${PLAN}\norder: [test, prod-uk, prod]`),
      '6:17 KF431 "prod-uk" is no environment and no cluster',
    ],
    [rolling(`${PLAN}\norder: [test, prod]\nhold: [prod]`), '7:10 KF431 "prod" is named twice'],
    [
      rolling(`${PLAN}\norder: [prod, test]`, 'environments: [prod]\n'),
      '7:17 KF431 the function does not run on "test"',
    ],
    [
      rolling(`${PLAN}\norder: [test, prod, prod-us, prod-eu]`),
      '6:17 KF431 "prod" has no cluster that is not named itself',
    ],
    [rolling(`${PLAN}\ncanary: {}`), '6:11 KF431 the canary has no condition: all requests would go over'],
    [
      rolling(`${PLAN}\ncanary: { cookie: a b }`),
      '6:21 KF204 "rollout.canary.cookie" "a b" is not a cookie with its value',
    ],
    [
      rolling(`${PLAN}\ncanary: { headers: { X-C: { exact: a } } }`),
      '6:24 KF409 "X-C" is not a lower-case header name',
    ],
    [
      rolling(
        `${PLAN}\ncanary: { headers: { b: { exact: a } } }`,
        'routes: [{ match: { prefix: /faas/api/saas/, headers: { b: { exact: c } } } }]\n',
      ),
      '3:60 KF431 the route has a condition on the header "b", as the canary of the rollout has',
    ],
    [rolling(`${PLAN}\nat: { test: 20 }`), '6:15 KF432 test is at 20 %, which is no step of the plan'],
    [rolling(`${PLAN}\nat: { test: canary }`), '6:15 KF432 test is at canary, which is no step of the plan'],
    [rolling(`${PLAN}\nat: { prod-us: 10 }`), '6:9 KF432 "prod-us" is not in the order of the rollout'],
    [
      rolling(`${PLAN}\norder: [test, prod]\nat: { test: 10, prod: 50 }`),
      '7:25 KF432 prod is at 50 %, ahead of test, which goes first and is at 10 %',
    ],
    [
      rolling(`${PLAN}\norder: [test, prod-us]`),
      '6:10 KF433 the rollout says nothing of prod-eu, where the function runs',
    ],
    [
      rolling(PLAN, 'backends: [{ service: green }]\n'),
      '3:11 KF434 the function has backends beside its rollout, which says where the requests go',
    ],
    [
      rolling(PLAN, 'overlays: { prod: { backends: [{ service: green }] } }\n'),
      '3:31 KF434 the function has backends beside its rollout, which says where the requests go',
    ],
  ])('%j', (text, said) => {
    const { told } = loaded(text);
    expect(told.map((one) => one.split(' | ')[0])).toEqual([said]);
  });

  test('a step that is neither a share nor the canary', () => {
    expect(loaded(rolling(`${PLAN}\nat: { test: half }`)).told).toEqual([
      expect.stringMatching(/^6:15 KF20[24] "rollout.at.test"/),
    ]);
  });
});
