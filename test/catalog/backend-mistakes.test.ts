import { join } from 'node:path';
import { loadCatalog, startRollout } from '../../catalog';
import { sortedFindings } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';

const TARGETS = [{ environment: 'test', cluster: 'test-cn' }];

/** A catalog with two teams, whose first function has backends in line 2. */
function load(backends: string) {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/a.yaml': `runtime: nodejs\nbackends: [${backends}]\n`,
    'functions/saas/b.yaml': 'runtime: nodejs\n',
    'functions/trade/team.yaml': 'contact: trade@example.com\nprefixes: [/faas/api/trade/]\n',
    'functions/trade/c.yaml': 'runtime: nodejs\n',
  });
  return loadCatalog(join(path, 'functions'), TARGETS);
}

function about(backends: string): string[] {
  return sortedFindings(load(backends).findings).map(({ code, message, places: [place] }) => {
    expect(place?.line).toBe(2);
    return `${code} ${message}`;
  });
}

test.each([
  '{ host: billing, port: 8080 }',
  '{ host: billing }',
  '{ host: billing.example.com, port: 443, authority: "billing.example.com:443" }',
  '{ host: billing, port: 8080, weight: 30 }, { service: saas-a, weight: 70 }',
  '{ host: billing, port: 8080, weight: 30 }, { host: billing, port: 9090, weight: 70 }',
  '{ service: saas-a, weight: 10, headers: { request: { set: { x-a: 100% } } } }, { service: saas-b, weight: 90 }',
  // A Knative Service of another namespace, as VirtualServices reach it.
  '{ host: knative-local-gateway.istio-system.svc.cluster.local, port: 80, authority: other.faas-beta.svc.cluster.local }',
  // Where another Host is sent, Knative's own Service leads to what that names.
  '{ host: saas-b, port: 80, authority: saas-b.faas-alpha.svc.cluster.local }',
])('%s is fine', (backends) => {
  expect(about(backends)).toEqual([]);
});

test.each([
  ['{ weight: 100 }', 'KF204 "backends[0]" has none of service, host'],
  ['{ service: saas-a, host: billing }', 'KF204 "backends[0]" has service and host of service, host'],
  [
    '{ service: saas-a, port: 80 }',
    'KF204 "backends[0].port" stands beside a Knative Service, which gateways reach in one way',
  ],
  ['{ service: saas-a, authority: a }', 'KF204 "backends[0].authority" stands beside a Knative Service'],
  ['{ host: "*.example.com" }', 'KF204 "backends[0].host" "*.example.com" is not a host'],
  ['{ host: "billing:80" }', 'KF204 "backends[0].host" "billing:80" is not a host'],
  ['{ host: Billing }', 'KF204 "backends[0].host" "Billing" is not a host'],
  [`{ host: ${'a'.repeat(64)} }`, `KF204 "backends[0].host" "${'a'.repeat(64)}" is not a host`],
  ['{ host: billing, port: 0 }', 'KF204 "backends[0].port" is the number 0'],
  ['{ host: billing, authority: "https://a" }', 'KF204 "backends[0].authority" "https://a" is not a host'],
  ['{ host: billing, weight: 90 }', 'KF404 the weights of the backends make 90, not 100'],
  ['{ host: billing }, { service: saas-a, weight: 50 }', 'KF404 backend "billing" has no weight'],
  [
    '{ host: billing, port: 80, weight: 50 }, { host: billing, port: 80, weight: 50 }',
    'KF405 backend "billing:80" is listed twice',
  ],
  [
    '{ host: billing, headers: { request: { set: { host: b } } } }',
    'KF204 the header host belongs to the connection or to the routing',
  ],
  [
    '{ host: cluster-local-gateway.istio-system.svc.cluster.local, port: 80 }',
    'KF454 the local gateway "cluster-local-gateway.istio-system.svc.cluster.local" would get its requests back',
  ],
  [
    '{ host: saas-b, port: 80 }',
    'KF454 the host "saas-b" is the Knative Service of saas/b: the local gateway',
  ],
  [
    '{ host: saas-b.faas-alpha.svc.cluster.local }',
    'KF454 the host "saas-b.faas-alpha.svc.cluster.local" is the Knative Service of saas/b',
  ],
  [
    '{ host: knative-local-gateway.istio-system.svc.cluster.local, authority: trade-c.faas-alpha.svc.cluster.local }',
    'KF412 the backend "trade-c" is the Knative Service of trade/c, and the team trade does not consent',
  ],
])('%s is refused', (backends, message) => {
  expect(about(backends).map((line) => line.slice(0, message.length))).toEqual([message]);
});

test('a rollout does not begin where no Knative Service has the requests', () => {
  const begun = startRollout(load('{ host: billing, port: 80 }'), 'saas/a', TARGETS, { to: 'saas-b' });
  expect(begun).toMatchObject({
    problem: expect.stringContaining('sends requests to billing, and a rollout') as string,
  });
});
