import { join } from 'node:path';
import { backendLists, backendsOf, loadCatalog } from '../../catalog';
import { sortedFindings } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';

/** A catalog whose first function has one route, with some fields in line 4. */
function load(fields: string, match = 'exact: /faas/api/saas/a', more = '') {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/a.yaml': `runtime: nodejs\nroutes:\n  - match: { ${match} }\n    ${fields}\n${more}`,
    'functions/saas/b.yaml': 'runtime: nodejs\n',
  });
  return loadCatalog(join(path, 'functions'), [{ environment: 'test', cluster: 'test-cn' }]);
}

function about(fields: string, match?: string): string[] {
  return sortedFindings(load(fields, match).findings).map(({ code, message, places: [place] }) => {
    expect(place?.line).toBe(4);
    return `${code} ${message}`;
  });
}

test.each([
  'redirect: { uri: "/faas/api/saas/b?c=d#e" }',
  'redirect: { authority: "shop.example.com:8443", scheme: https, port: 8443, redirectCode: 308 }',
  'redirect: { uri: /faas/api/saas/a, scheme: https }',
  'directResponse: { status: 404, body: gone }',
  'directResponse: { status: 204 }\n    headers: { response: { set: { x-a: b } } }',
  'mirror: { host: audit, port: 8080, percent: 0.5 }',
  'mirror: { host: audit.example.com }\n    backends: [{ host: billing }]',
  'retries: { attempts: 1, retryOn: [reset-before-request, retriable-headers, envoy-ratelimited, http3-post-connect-failure], retryRemoteLocalities: true, retryIgnorePreviousHosts: false, backoff: 100ms }',
])('%s is fine', (fields) => {
  expect(load(fields).findings).toEqual([]);
});

test.each([
  ['redirect: {}', 'KF456 "routes[0].redirect" leads to where the request came from'],
  ['redirect: { redirectCode: 302 }', 'KF456 "routes[0].redirect" leads to where'],
  [
    'redirect: { uri: "/faas/api/saas/a?b=c" }',
    'KF456 "/faas/api/saas/a?b=c" is the path of the route itself',
  ],
  ['redirect: { uri: b }', 'KF204 "b" is not a path'],
  ['redirect: { authority: "https://a" }', 'KF204 "https://a" is not a host'],
  // Of another status of a redirect, Istio makes no route at all.
  ['redirect: { uri: /b, redirectCode: 300 }', 'KF204 "routes[0].redirect.redirectCode" is'],
  ['redirect: { scheme: ftp }', 'KF204 "routes[0].redirect.scheme" is "ftp"'],
  ['directResponse: { status: 199 }', 'KF204 "routes[0].directResponse.status" is the number 199'],
  [
    `directResponse: { status: 200, body: ${'a'.repeat(65_537)} }`,
    'KF204 "routes[0].directResponse.body" has 65537 bytes',
  ],
  ['mirror: { port: 80 }', 'KF203 missing field "routes[0].mirror.host"'],
  ['mirror: { host: "*" }', 'KF204 "routes[0].mirror.host" "*" is not a host'],
  ['mirror: { host: a, percent: 0 }', 'KF204 "routes[0].mirror.percent" is the number 0'],
  [
    'mirror: { host: knative-local-gateway.istio-system.svc.cluster.local, port: 80 }',
    'KF454 a copy of a request keeps its Host, and so reaches the same function once more',
  ],
  ['mirror: { host: saas-b, port: 80 }', 'KF454 the host "saas-b" is the Knative Service of saas/b'],
  [
    'mirror: { host: a, service: b }',
    'KF452 there is no "routes[0].mirror.service": a mirrored request keeps',
  ],
  ['mirrors: []', 'KF452 there is no "routes[0].mirrors": a route has one mirror'],
  ['retries: { attempts: 1, backoff: 0s }', 'KF406 "routes[0].retries.backoff" "0s"'],
  ['retries: { attempts: 0, backoff: 1s }', 'KF407 retries of 0 attempts have retry settings'],
  [
    'retries: { attempts: 0, retryRemoteLocalities: true }',
    'KF407 retries of 0 attempts have retry settings',
  ],
])('%s is refused', (fields, message) => {
  expect(about(fields).map((line) => line.slice(0, message.length))).toEqual([message]);
});

test.each([
  'backends: [{ service: saas-a }]',
  'timeout: 1s',
  'retries: { attempts: 1 }',
  'delay: { percent: 1, duration: 1s }',
  'abort: { percent: 1, httpStatus: 503 }',
  'rewrite: { uri: /b }',
  'mirror: { host: a }',
  'headers: { request: { remove: [x-a] } }',
])('what Envoy answers by itself leaves nothing to do for %s', (field) => {
  for (const answer of ['redirect: { uri: /b }', 'directResponse: { status: 404 }']) {
    const [problem, ...others] = load(`${answer}\n    ${field}`).findings;
    expect(problem).toMatchObject({ code: 'KF455', places: [{ line: 5 }] });
    expect(others).toEqual([]);
  }
});

test('a route has one answer of Envoy', () => {
  const both = 'redirect: { uri: /b }\n    directResponse: { status: 404 }';
  expect(load(both).findings).toMatchObject([{ code: 'KF455', places: [{ line: 5 }] }]);
});

test('what Envoy answers is asked of no backend, and goes over by no rollout', () => {
  const rollout =
    'rollout: { to: saas-b, canary: { cookie: a=b }, steps: [50, 100], order: [test], at: { test: 50 } }\n';
  const { functions, findings } = load('directResponse: { status: 404 }', undefined, rollout);
  expect(findings).toEqual([]);
  const [spec] = functions[0]?.specs.values() ?? [];
  if (spec === undefined) throw new Error('no function');
  expect(spec.routes).toHaveLength(1);
  expect(spec.routes.map((route) => backendsOf(spec, route))).toEqual([[]]);
  expect(backendLists(spec)).toEqual([]);
});
