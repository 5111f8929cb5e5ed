import { join } from 'node:path';
import fc from 'fast-check';
import type { GatewayKind } from '../../base';
import { keptPaths, throughIngressGateway } from '../../catalog';
import { check } from '../../main';
import type { Environment } from '../../inventory';
import { budgetOf, pathsAmong } from '../../routing';
import { environmentOf } from '../fixtures/platform-clusters';
import { projectFolder } from '../fixtures/project-folder';

/** What is said of the paths of a function, on two clusters of each of some environments. */
function told(body: string, ...kinds: readonly (GatewayKind | undefined)[]) {
  const { path } = projectFolder({
    'functions/team/team.yaml': 'contact: t\nprefixes: [/faas/api/team/]\n',
    'functions/team/fn.yaml': `runtime: nodejs\n${body}`,
  });
  const { findings } = check({
    environments: kinds.length === 0 ? [environment(undefined)] : kinds.map(environment),
    functions: join(path, 'functions'),
    environmentSource: () => '',
  });
  return findings
    .filter(({ code }) => code === 'KF420')
    .map(({ severity, message, help, witness, places: [place] }) => ({
      at: `${place?.line}:${place?.column} ${severity}`,
      message,
      help,
      witness: witness?.path,
    }));
}

/** The environments `test` and `test-1` … */
function environment(kind: GatewayKind | undefined, index = 0): Environment {
  const shaped = environmentOf('istio-1.17', 'istio-1.28');
  return {
    ...shaped,
    name: index === 0 ? shaped.name : `${shaped.name}-${index}`,
    clusters: shaped.clusters.map((cluster) => ({
      ...cluster,
      name: index === 0 ? cluster.name : `${cluster.name}-${index}`,
    })),
    ingressGateway: { ...shaped.ingressGateway, ...(kind === undefined ? {} : { kind }) },
  };
}

const matching = (...matches: readonly string[]) =>
  `routes:\n${matches.map((match) => `  - match: { ${match} }\n`).join('')}`;

test('a path that is changed is told at its line, once for all clusters', () => {
  expect(told(matching('prefix: /faas/api/team/fn/', 'exact: /faas/api/team//fn'))).toEqual([
    {
      at: '4:21 warning',
      message:
        'no path of the exact "/faas/api/team//fn" arrives through the ingress gateway (Zuul): /faas/api/team//fn arrives as /faas/api/team/fn',
      help: 'write the path as it arrives, or remove the route, if nobody in the cluster uses it',
      witness: '/faas/api/team//fn',
    },
  ]);
});

test.each([
  ['prefix: /faas/api/team//fn/', '/faas/api/team//fn/ arrives as /faas/api/team/fn/'],
  ['prefix: /faas/api/team/a;jsessionid=/', '/faas/api/team/a;jsessionid=/ arrives as /faas/api/team/a/'],
  [
    'exact: /faas/api/team/a../b',
    'it answers /faas/api/team/a../b with 500, since Zuul takes no ../, percent-encoded or not',
  ],
  [
    'exact: /faas/api/team/100%',
    'it answers /faas/api/team/100% with 400, since Tomcat takes no % without two hexadecimal digits',
  ],
  ["regex: '/faas/api/team/.*//[a-z]+'", '/faas/api/team///a arrives as /faas/api/team/a'],
  [
    "regex: '/faas/api/team/(a/+/b|c;JSESSIONID=[0-9]+)'",
    '/faas/api/team/a//b arrives as /faas/api/team/a/b',
  ],
  [
    "regex: '/faas/api/team/[^/]*%2[eE]%2[eE]%2[fF].*'",
    'it answers /faas/api/team/%2e%2e%2f with 500, since Zuul takes no ../, percent-encoded or not',
  ],
])('no path of %s arrives', (match, fate) => {
  expect(told(matching(match)).map(({ message }) => message.slice(message.indexOf(': ') + 2))).toEqual([
    fate,
  ]);
});

test.each([
  'prefix: /faas/api/team/fn',
  'prefix: /faas/api/team/a..',
  'prefix: /faas/api/team/100%',
  'exact: /faas/api/team/a%2Fb%5Cc;v=1',
  'exact: /faas/api/team/...',
  "regex: '/faas/api/team/+a'",
  "regex: '/faas/api/team/.*[.][.]/?'",
  "regex: '/faas/api/team/(a//b|[^a-z]{3})'",
])('some path of %s arrives', (match) => {
  expect(told(matching(match))).toEqual([]);
});

describe('with Spring Cloud Gateway', () => {
  const KIND = 'spring-cloud-gateway';

  test.each([
    ['prefix: /faas/api/team//fn/', '/faas/api/team//fn/ arrives as /faas/api/team/fn/'],
    [
      'exact: /faas/api/team/a|b',
      'it answers /faas/api/team/a|b with 400, since Spring Cloud Gateway takes no | in a path, unless it is percent-encoded',
    ],
    [
      'exact: /faas/api/team/100%',
      'it answers /faas/api/team/100% with 400, since Spring Cloud Gateway takes no % without two hexadecimal digits',
    ],
    [
      "regex: '/faas/api/team/[|^].*'",
      'it answers /faas/api/team/^ with 400, since Spring Cloud Gateway takes no ^ in a path, unless it is percent-encoded',
    ],
  ])('no path of %s arrives', (match, fate) => {
    expect(told(matching(match), KIND).map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^no path of the \w+ ".*" arrives through the ingress gateway \(Spring Cloud Gateway\): /,
      ),
    ]);
    expect(told(matching(match), KIND)[0]?.message.endsWith(`: ${fate}`)).toBe(true);
  });

  test.each([
    'prefix: /faas/api/team/a;jsessionid=/',
    'exact: /faas/api/team/a../b',
    'prefix: /faas/api/team/100%',
    "regex: '/faas/api/team/[^/]*%2[eE]%2[eE]%2[fF].*'",
    "regex: '/faas/api/team/[{a-c].*'",
  ])('some path of %s arrives', (match) => {
    expect(told(matching(match), KIND)).toEqual([]);
  });

  test('each program is told once, by the environments that run it', () => {
    const programsOf = (match: string) =>
      told(matching(match), 'zuul', KIND, undefined)
        .map(({ message }) => /\((.*?)\)/.exec(message)?.[1])
        .sort();
    expect(programsOf('exact: /faas/api/team//a')).toEqual(['Spring Cloud Gateway', 'Zuul']);
    expect(programsOf('exact: /faas/api/team/a../b')).toEqual(['Zuul']);
    expect(programsOf('exact: "/faas/api/team/[x]"')).toEqual(['Spring Cloud Gateway']);
  });
});

/** Texts of what the gateways look at. */
const targets = fc
  .array(
    fc.constantFrom(
      '/',
      '.',
      '..',
      'a',
      '%2e',
      '%2F',
      '%5c',
      '\\',
      ';',
      ';jsessionid=',
      '%',
      '%00',
      '%4',
      'b',
      '[',
      '|',
    ),
    {
      maxLength: 7,
    },
  )
  .map((parts) => `/faas/api/${parts.join('')}`)
  // What is not regular: parameters of dot segments.
  .filter((path) => !/(\.|%2e){2};/i.test(path));

test.each(['zuul', 'spring-cloud-gateway'] as const)(
  'the regexes of the paths that arrive as they are sent say what %s does',
  (kind) => {
    const kept = pathsAmong(keptPaths(kind));
    const budget = budgetOf(1e9);
    let [same, other] = [0, 0];
    fc.assert(
      fc.property(targets, (path) => {
        const passage = throughIngressGateway(path, kind);
        const isKept = 'arrives' in passage && passage.arrives === path;
        if (isKept) same += 1;
        else other += 1;
        expect(kept({ exact: path }, budget)).toBe(isKept ? path : undefined);
      }),
      { numRuns: 2000 },
    );
    expect(Math.min(same, other)).toBeGreaterThan(100);
  },
);
