import { join } from 'node:path';
import { loadCatalog } from '../../catalog';
import { sortedFindings } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';

/** What is reported about a function's file that begins so; further fields of `service:` begin in line 4. */
function about(text: string): string[] {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/tea.yaml': `runtime: nodejs\n${text}\n`,
  });
  const { findings } = loadCatalog(join(path, 'functions'), [{ environment: 'test', cluster: 'test-cn' }]);
  return sortedFindings(findings).map(
    ({ code, message, places: [place] }) => `${place?.line}:${place?.column} ${code} ${message}`,
  );
}

const service = (...lines: readonly string[]) =>
  ['service:', 'image: registry.example.com/saas/tea:1', ...lines].join('\n  ');

const NAMED = 'revisionName: saas-tea-v1';
const PAIR = 'scale: { metric: cpu, min: 2 }';

test.each([
  [service('connectionPool: { http2MaxRequests: 300 }', NAMED)],
  [service('outlierDetection: { interval: 5s }', NAMED, PAIR)],
  [service('outlierDetection: { maxEjectionPercent: 10 }', NAMED, 'scale: { metric: memory, min: 10 }')],
])('%s is right', (text) => {
  expect(about(text)).toEqual([]);
});

test.each([
  [
    service('connectionPool: { http2MaxRequests: 300 }'),
    '4:3 KF450 "service.connectionPool" is about a revision, and the file does not name it: Knative would invent its name',
  ],
  [
    service('outlierDetection: {}', PAIR),
    '4:3 KF450 "service.outlierDetection" is about a revision, and the file does not name it: Knative would invent its name',
  ],
  [
    service('outlierDetection: {}', NAMED, 'scale: { min: 2 }'),
    "4:3 KF451 with the metric concurrency Knative's activator stands between the gateway and the pods: it would be taken out for what pods answer, and with it every pod",
  ],
  [
    service('outlierDetection: {}', NAMED, 'scale: { metric: cpu, min: 1 }'),
    '4:3 KF451 with a min of 1 the pod that is taken out may be the only one',
  ],
  [
    service('outlierDetection: { maxEjectionPercent: 10 }', NAMED, PAIR),
    '4:43 KF451 10 percent of 2 pods is less than one pod: none is ever taken out',
  ],
  [
    service('outlierDetection: { interval: 5 s }', NAMED, PAIR),
    '4:33 KF406 "service.outlierDetection.interval" "5 s" is not a duration of at least 1ms',
  ],
  [
    service('connectionPool: { http2MaxRequests: 0 }', NAMED),
    '4:39 KF204 "service.connectionPool.http2MaxRequests" is the number 0',
  ],
  [
    service('connectionPool: { maxRequests: 1 }', NAMED),
    '4:21 KF201 unknown field "service.connectionPool.maxRequests"',
  ],
])('%s is refused', (text, finding) => {
  expect(about(text)).toEqual([finding]);
});

test.each([
  ['mirrors', 'a route has one mirror, which says its share itself'],
  ['rateLimit', 'no Istio limits requests a second but by an EnvoyFilter'],
  ['jwt', 'a RequestAuthentication or AuthorizationPolicy of the namespaces that KFaas writes to'],
  ['connectionPool', 'the first pass has one destination for all functions'],
  ['outlierDetection', 'the first pass has one destination for all functions'],
  ['localityLbSetting', 'the first pass leads to one Service of istio-system'],
  ['trafficPolicy', 'a DestinationRule is rendered from two fields of service:'],
])('a route has no %s, with the reason', (field, reason) => {
  const [finding, ...more] = about(
    `routes:\n  - match: { prefix: /faas/api/saas/tea/ }\n    ${field}: { a: 1 }`,
  );
  expect(more).toEqual([]);
  expect(finding).toMatch(`4:5 KF452 there is no "routes[0].${field}": ${reason}`);
});

test('an overlay is told the same', () => {
  const overlay = 'overlays:\n  test: { service: { rateLimit: { requests: 5 } } }';
  expect(about(`${service()}\n${overlay}`)).toEqual([
    expect.stringMatching(/^5:22 KF452 there is no "overlays\.test\.service\.rateLimit"/),
  ]);
});
