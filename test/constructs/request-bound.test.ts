import { RequestBound } from '../../constructs/request-bound';
import { platformProfile, type PlatformProfile } from '../../platform';
import { only, profileOf, render } from './rendered';

function bound(profile: PlatformProfile) {
  return render(
    (scope) => new RequestBound(scope, 'Bound', { functionNamespace: 'faas-alpha', requests: 80, profile }),
  );
}

test('a namespace has one DestinationRule for all its Services', () => {
  expect(bound(profileOf('1.33'))).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: {
        name: 'faas-alpha-request-bound',
        namespace: 'faas-alpha',
        labels: { 'app.kubernetes.io/managed-by': 'kfaas' },
        annotations: { 'argocd.argoproj.io/sync-wave': '10' },
      },
      spec: {
        host: '*.faas-alpha.svc.cluster.local',
        trafficPolicy: { connectionPool: { http: { http1MaxPendingRequests: 80, http2MaxRequests: 80 } } },
      },
    },
  ]);
});

test('Istio 1.5 bounds the connections too', () => {
  const rule = only(bound(profileOf('1.18')), 'DestinationRule');
  expect(rule).toMatchObject({
    apiVersion: 'networking.istio.io/v1beta1',
    spec: { trafficPolicy: { connectionPool: { tcp: { maxConnections: 80 } } } },
  });
});

test('before Istio 1.5 there is none', () => {
  expect(bound(profileOf('1.15'))).toEqual([]);
});

test('it is seen where VirtualServices are', () => {
  const versions = { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' };
  const { profile } = platformProfile({ versions, overrides: { exportTo: ['istio-system'] } });
  expect(profile && bound(profile)).toMatchObject([{ spec: { exportTo: ['istio-system'] } }]);
});
