import type { FunctionSpec, ServiceDeclaration } from '../../catalog';
import { RevisionBounds } from '../../constructs/revision-bounds';
import { profileOf, render } from './rendered';

const IMAGE = 'registry.example.com/saas/tea:1';

function bounds(fields: Partial<ServiceDeclaration>, kubernetes = '1.33') {
  const service: ServiceDeclaration = { image: IMAGE, ...fields };
  const spec: FunctionSpec = {
    team: 'saas',
    name: 'tea',
    ksvc: 'saas-tea',
    runtime: 'nodejs',
    routes: [],
    backends: [],
    before: [],
    calls: [],
    deployedElsewhere: [],
    rollout: undefined,
    service,
  };
  const props = { function: spec, service, namespace: 'faas-alpha', requests: 80 };
  return render((scope) => new RevisionBounds(scope, 'Bounds', { ...props, profile: profileOf(kubernetes) }));
}

test('a function without bounds of its own has none', () => {
  expect(bounds({ revisionName: 'saas-tea-v1' })).toEqual([]);
});

test('each revision that the file names is bounded, with the environment for what is left out', () => {
  const traffic = [
    { revisionName: 'saas-tea-v1', percent: 90 },
    { revisionName: 'saas-tea-v2', percent: 10 },
  ];
  const found = bounds({
    revisionName: 'saas-tea-v2',
    traffic,
    connectionPool: { http1MaxPendingRequests: 5 },
  });
  const pool = { http: { http1MaxPendingRequests: 5, http2MaxRequests: 80 } };
  expect(found).toEqual(
    ['saas-tea-v2', 'saas-tea-v1'].map((name) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: {
        name,
        namespace: 'faas-alpha',
        labels: {
          'app.kubernetes.io/managed-by': 'kfaas',
          'kfaas.io/team': 'saas',
          'kfaas.io/function': 'saas-tea',
        },
        annotations: { 'argocd.argoproj.io/sync-wave': '10' },
      },
      spec: { host: `${name}.faas-alpha.svc.cluster.local`, trafficPolicy: { connectionPool: pool } },
    })),
  );
});

test('as many may wait as there may be at once, and Istio 1.5 bounds the connections too', () => {
  const [rule] = bounds({ revisionName: 'saas-tea-v1', connectionPool: { http2MaxRequests: 300 } }, '1.18');
  expect(rule).toMatchObject({
    apiVersion: 'networking.istio.io/v1beta1',
    spec: {
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 300 },
          http: { http1MaxPendingRequests: 300, http2MaxRequests: 300 },
        },
      },
    },
  });
});

test('outlier detection keeps the bound, and the load even', () => {
  const [rule] = bounds({ revisionName: 'saas-tea-v1', outlierDetection: { interval: '5s' } });
  expect(rule?.spec).toMatchObject({
    trafficPolicy: {
      connectionPool: { http: { http1MaxPendingRequests: 80, http2MaxRequests: 80 } },
      outlierDetection: { interval: '5s', maxEjectionPercent: 50 },
      loadBalancer: { localityLbSetting: { enabled: false } },
    },
  });
});
