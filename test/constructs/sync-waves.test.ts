import { syncWave } from '../../constructs/sync-waves';

test.each([
  ['v1', 'Namespace', '0'],
  ['networking.k8s.io/v1', 'NetworkPolicy', '10'],
  ['cert-manager.io/v1', 'Certificate', '10'],
  ['apps/v1', 'Deployment', '20'],
  ['v1', 'Service', '20'],
  ['serving.knative.dev/v1alpha1', 'Service', '30'],
  ['serving.knative.dev/v1', 'Service', '30'],
  ['networking.istio.io/v1', 'VirtualService', '40'],
  ['networking.istio.io/v1', 'DestinationRule', '10'],
  ['extensions/v1beta1', 'Ingress', '40'],
])('%s %s has its turn in wave %s', (apiVersion, kind, wave) => {
  expect(syncWave(apiVersion, kind)).toBe(wave);
});

test('a kind that nobody gave a turn is a defect', () => {
  expect(() => syncWave('batch/v1', 'Job')).toThrow('Job of batch/v1 has no sync wave: give it one');
  expect(() => syncWave('serving.knative.dev/v1', 'Route')).toThrow('Route of serving.knative.dev/v1');
});
