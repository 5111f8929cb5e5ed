import { join } from 'node:path';
import { check } from '../../main';
import type { Domain, Environment } from '../../inventory';
import { environmentOf, STACKS } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

const DOMAIN: Domain = {
  host: 'open.example.com',
  audience: 'business',
  functionNamespace: 'faas-alpha',
  ingress: { className: 'nginx', namespace: 'ingress-nginx' },
  tls: { existingSecret: 'open' },
};

/** What is said of a domain that exposes something of some functions, by their names in the team `t`. */
function told(
  exposes: Domain['exposes'],
  functions: Readonly<Record<string, string>>,
  change: Partial<Environment> = {},
  stack: keyof typeof STACKS = 'istio-1.28',
  others: readonly Environment[] = [],
) {
  const files = Object.entries(functions).map(([name, body]) => [
    `functions/t/${name}.yaml`,
    `runtime: nodejs\n${body}`,
  ]);
  const { path } = projectFolder({
    'functions/t/team.yaml': 'contact: t\nprefixes: [/faas/api/t/]\n',
    ...(Object.fromEntries(files) as Record<string, string>),
  });
  const domain = exposes === undefined ? DOMAIN : { ...DOMAIN, exposes };
  const { findings } = check({
    environments: [{ ...environmentOf(stack), domains: [domain], ...change }, ...others],
    functions: join(path, 'functions'),
    environmentSource: () => undefined,
  });
  return findings
    .filter(({ code }) => ['KF514', 'KF515', 'KF516'].includes(code))
    .map(({ code, severity, message, places }) => {
      const at = places.flatMap(({ file, line, column }) =>
        file.endsWith('.yaml') ? [`${line}:${column}`] : [],
      );
      return [`${code} ${severity}`, message, ...at].join(' | ');
    });
}

const routes = (...matches: readonly string[]) =>
  `routes:\n${matches.map((match) => `  - match: { ${match} }\n`).join('')}`;

describe('KF514: a function that cannot be exposed', () => {
  test('one that is not there is a warning, with the nearest name', () => {
    expect(told({ functions: ['t/lading'] }, { landing: '' })).toEqual([
      'KF514 warning | domain open.example.com cannot expose t/lading: the catalog has no such function, on istio-1-28',
    ]);
  });

  test('a regex is refused, at its line', () => {
    expect(
      told({ functions: ['t/a'] }, { a: routes('exact: /faas/api/t/a', "regex: '/faas/api/t/a/[0-9]+'") }),
    ).toEqual([
      'KF514 error | domain open.example.com cannot expose t/a: no path of an Ingress is the regex /faas/api/t/a/[0-9]+ and nothing more, on istio-1-28 | 4:21',
    ]);
  });

  test('a path that controllers do not take is refused', () => {
    expect(told({ functions: ['t/a'] }, { a: routes('exact: /faas/api/t/a~b') })).toEqual([
      expect.stringMatching(/^KF514 error .* do not take the path \/faas\/api\/t\/a~b, .* \| 3:21$/),
    ]);
  });

  test('one that does not run there is no mistake', () => {
    const base = environmentOf('istio-1.17');
    const prod = { ...base, name: 'prod' };
    const functions = { a: 'environments: [prod]\n', b: '' };
    expect(told({ functions: ['t/a', 't/b'] }, functions, {}, 'istio-1.28', [prod])).toEqual([]);
  });
});

describe('KF515: a function that a domain does not name', () => {
  const PUBLIC = routes('prefix: /faas/api/t/a/');

  test('functions apart are not told, nor those that are named', () => {
    expect(told({ functions: ['t/a'] }, { a: PUBLIC, b: routes('prefix: /faas/api/t/ab/') })).toEqual([]);
    expect(told({ functions: ['t/a', 't/b'] }, { a: PUBLIC, b: routes('prefix: /faas/api/t/a/b/') })).toEqual(
      [],
    );
  });

  test.each([
    ['within the prefix', 'prefix: /faas/api/t/a/b/', '/faas/api/t/a/b/'],
    ['an exact path within it', 'exact: /faas/api/t/a/b', '/faas/api/t/a/b'],
    ['the path without the last slash', 'exact: /faas/api/t/a', '/faas/api/t/a'],
    ['a regex within it', "regex: '/faas/api/t/a/[0-9]'", '/faas/api/t/a/0'],
    ['a prefix in any case', 'prefix: /faas/api/t/A/B/, ignoreUriCase: true', '/faas/api/t/a/b/'],
    ['an exact path in any case', 'exact: /faas/api/t/A, ignoreUriCase: true', '/faas/api/t/a'],
  ])('%s is an error', (_, match, by) => {
    expect(told({ functions: ['t/a'] }, { a: PUBLIC, b: routes(match) })).toEqual([
      `KF515 error | domain open.example.com exposes /faas/api/t/a/, and with it t/b, which it does not name, as by ${by}, on istio-1-28 | 3:12`,
    ]);
  });

  test('the path above, which arrives where Zuul resolves what nginx does not', () => {
    const functions = { a: routes('prefix: /faas/api/t/a/b/'), b: routes('exact: /faas/api/t/a') };
    expect(told({ functions: ['t/a'] }, functions)).toEqual([
      expect.stringMatching(/^KF515 error .*, as by \/faas\/api\/t\/a\/b\/\.\.;jsessionid=a, /),
    ]);
    const regex = { ...functions, b: routes("regex: '/faas/api/[t]/a'") };
    expect(told({ functions: ['t/a'] }, regex)).toEqual([expect.stringMatching(/^KF515 error .*, as by /)]);
    const { ingressGateway } = environmentOf('istio-1.28');
    const change = { ingressGateway: { ...ingressGateway, kind: 'spring-cloud-gateway' as const } };
    expect(told({ functions: ['t/a'] }, functions, change)).toEqual([expect.stringMatching(/^KF516/)]);
  });

  test('a broader one gets what is written with escapes: a warning', () => {
    const found = told({ functions: ['t/a'] }, { a: PUBLIC, b: routes('prefix: /faas/api/t/') });
    expect(found).toEqual([
      'KF515 warning | domain open.example.com exposes /faas/api/t/a/, and with it t/b, which it does not name, as by /faas/api/t/%61/, on istio-1-28 | 3:12',
    ]);
  });

  test('a broader one gets what has another method: an error', () => {
    const functions = {
      a: routes('prefix: /faas/api/t/a/, methods: [GET]'),
      b: routes('prefix: /faas/api/t/'),
    };
    expect(told({ functions: ['t/a'] }, functions)).toEqual([expect.stringMatching(/^KF515 error /)]);
  });

  test('what is listed as a path is meant for whoever answers', () => {
    const functions = { a: PUBLIC, b: routes('prefix: /faas/api/t/a/b/') };
    expect(told({ paths: ['/faas/api/t/a/'], functions: ['t/a'] }, functions)).toEqual([]);
    expect(told({ paths: ['/faas/api/t/'], functions: ['t/a'] }, functions)).toEqual([]);
  });
});

describe('KF516: more than is said', () => {
  test('exact paths before Kubernetes 1.18', () => {
    expect(told({ paths: ['/faas/api/t/a', '/faas/api/t/b/'] }, { a: '' }, {}, 'istio-1.4')).toEqual([
      'KF516 warning | an Ingress has no exact paths before Kubernetes 1.18: open.example.com exposes all that begins with /faas/api/t/a, on istio-1-4',
    ]);
    expect(told({ paths: ['/faas/api/t/b/'] }, { a: '' }, {}, 'istio-1.4')).toEqual([]);
  });

  test('encoded slashes with Spring Cloud Gateway, unless the mesh decodes them', () => {
    const base = environmentOf('istio-1.28');
    const ingressGateway = { ...base.ingressGateway, kind: 'spring-cloud-gateway' as const };
    const exposes = { paths: ['/faas/api/t/a/'] };
    expect(told(exposes, { a: '' }, { ingressGateway })).toEqual([
      expect.stringMatching(/^KF516 warning .*%2F/),
    ]);
    const clusters = base.clusters.map((cluster) => ({
      ...cluster,
      overrides: { ...cluster.overrides, pathNormalization: 'DECODE_AND_MERGE_SLASHES' as const },
    }));
    expect(told(exposes, { a: '' }, { ingressGateway, clusters })).toEqual([]);
    expect(told(exposes, { a: '' })).toEqual([]);
  });
});
