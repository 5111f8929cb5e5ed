import { exposedPaths, isExposed, type ExposedPath } from '../../compatibility';
import type { FunctionSpec } from '../../catalog';
import type { DomainExposure } from '../../inventory';

function fn(...matches: readonly FunctionSpec['routes'][number]['match'][]): FunctionSpec {
  return {
    team: 'a',
    name: 'b',
    ksvc: 'a-b',
    runtime: 'nodejs',
    routes: matches.map((match) => ({ match })),
    backends: [{ service: 'a-b', weight: 100 }],
    before: [],
    calls: [],
    deployedElsewhere: [],
    rollout: undefined,
    service: undefined,
  };
}

const spelled = (
  exposes: DomainExposure | undefined,
  functions: readonly FunctionSpec[] = [],
  isTyped = true,
) =>
  exposedPaths(exposes === undefined ? {} : { exposes }, functions, isTyped).map(
    ({ type, path }) => `${type ?? 'text'} ${path}`,
  );

test('nothing, everything, paths', () => {
  expect(spelled(undefined)).toEqual([]);
  expect(spelled({})).toEqual([]);
  expect(spelled('all')).toEqual(['Prefix /faas/api/']);
  expect(spelled({ paths: ['/faas/api/b', '/faas/api/a/'] })).toEqual([
    'Prefix /faas/api/a/',
    'Exact /faas/api/b',
  ]);
});

test('functions: prefixes and exact paths of their routes, each once, regexes left out', () => {
  const exposed = [
    fn({ exact: '/faas/api/a', methods: ['GET'] }, { exact: '/faas/api/a' }, { regex: '/faas/api/r.*' }),
    fn({ prefix: '/faas/api/p' }),
  ];
  expect(spelled({ functions: ['a/b'] }, exposed)).toEqual(['Exact /faas/api/a', 'Prefix /faas/api/p']);
});

test('what lies within another path is left out; with and without its last slash a prefix is written once', () => {
  const exposed = [
    fn(
      { prefix: '/faas/api/a/' },
      { prefix: '/faas/api/a/b/' },
      { exact: '/faas/api/a/c' },
      { exact: '/faas/api/a' },
    ),
    fn(
      { prefix: '/faas/api/p' },
      { prefix: '/faas/api/p/' },
      { exact: '/faas/api/p' },
      { exact: '/faas/api/pq' },
    ),
  ];
  expect(spelled({ functions: ['a/b'] }, exposed)).toEqual([
    'Exact /faas/api/a',
    'Prefix /faas/api/a/',
    'Prefix /faas/api/p',
    'Exact /faas/api/pq',
  ]);
  expect(spelled({ functions: ['a/b'] }, exposed, false)).toEqual(['text /faas/api/a', 'text /faas/api/p']);
});

const PUBLIC: readonly ExposedPath[] = [
  { type: 'Prefix', path: '/faas/api/saas/public/' },
  { type: 'Exact', path: '/faas/api/saas/status' },
];

/** Measured: nginx 1.22 with a location for each path, as ingress-nginx writes them. */
test.each([
  ['/faas/api/saas/public/', true],
  ['/faas/api/saas/public/a?b=/../..', true],
  ['/faas/api/saas/publicx', false],
  ['/faas/api/saas/PUBLIC/x', false],
  ['/faas/api/saas//public/x', true],
  ['/faas/api/saas/p%75blic/x', true],
  ['/faas/api/saas/public%2Fx', true],
  ['/faas/api/saas/public/../internal/x', false],
  ['/faas/api/saas/public/..%2Finternal', false],
  ['/faas/api/saas/internal/../public/x', true],
  ['/faas/api/saas/internal/..%2Fpublic/x', true],
  ['/faas/api/saas/internal%2F..%2Fpublic/x', true],
  ['/faas/api/saas/internal/%2e%2e%2Fpublic/x', true],
  ['/faas/api/saas/internal%5c..%5cpublic/x', false],
  ['/faas/api/saas/status?x', true],
  ['/faas/api/saas/status/', false],
  ['/faas/api/saas/status/.', false],
  ['/faas/api/saas/status;a=b', false],
  ['/faas/api/saas/status%3Fx', false],
  ['/faas/api/saas/public/%zz', false],
  ['/faas/api/saas/public/%00', false],
  ['/../faas/api/saas/public/x', false],
])('%s is let through: %s', (path, isLetThrough) => {
  expect(isExposed(PUBLIC, path)).toBe(isLetThrough);
});

test('a prefix is compared by whole segments, and a path without a type as text', () => {
  const path = '/faas/api/a';
  const under = ['/faas/api/a', '/faas/api/a/b', '/faas/api/ab'];
  expect(under.map((one) => isExposed([{ type: 'Prefix', path }], one))).toEqual([true, true, false]);
  expect(under.map((one) => isExposed([{ type: undefined, path }], one))).toEqual([true, true, true]);
  expect(isExposed([], '/faas/api/a')).toBe(false);
});
