import { platformProfile, type PlatformProfile, type PlatformVersions } from '../../platform';

const TODAY: PlatformVersions = {
  kubernetes: '1.33',
  istio: '1.28.6',
  knative: '1.21',
  certManager: '1.18.0',
};

function profile(versions: Partial<PlatformVersions> = {}): PlatformProfile {
  const made = platformProfile({ ...TODAY, ...versions });
  if (!('key' in made)) throw new Error(JSON.stringify(made));
  return made;
}

test.each([
  ['1.5.4', 'networking.istio.io/v1beta1'],
  ['1.21.6', 'networking.istio.io/v1beta1'],
  ['1.22.0', 'networking.istio.io/v1'],
  ['1.31', 'networking.istio.io/v1'],
])('Istio %s takes VirtualServices of %s', (istio, apiVersion) => {
  expect(profile({ istio }).apiVersions.VirtualService).toBe(apiVersion);
});

test.each([
  ['0.15', 'knative-serving/cluster-local-gateway', 'cluster-local-gateway.istio-system.svc.cluster.local'],
  ['0.18', 'knative-serving/cluster-local-gateway', 'cluster-local-gateway.istio-system.svc.cluster.local'],
  ['0.19', 'knative-serving/knative-local-gateway', 'knative-local-gateway.istio-system.svc.cluster.local'],
  ['1.23', 'knative-serving/knative-local-gateway', 'knative-local-gateway.istio-system.svc.cluster.local'],
])('Knative %s programs %s', (knative, gateway, serviceHost) => {
  const { localGateway, gateways } = profile({ knative });
  expect(localGateway).toMatchObject({ gateway, serviceHost });
  expect(gateways).toEqual([gateway, 'knative-serving/knative-ingress-gateway']);
});

test.each([
  ['0.15', 'serving.knative.dev/visibility', 'autoscaling.knative.dev/minScale'],
  ['0.18', 'networking.knative.dev/visibility', 'autoscaling.knative.dev/minScale'],
  ['1.0', 'networking.knative.dev/visibility', 'autoscaling.knative.dev/minScale'],
  ['1.1', 'networking.knative.dev/visibility', 'autoscaling.knative.dev/min-scale'],
])('Knative %s spells %s and %s', (knative, visibilityLabel, minScale) => {
  expect(profile({ knative }).knative).toMatchObject({ visibilityLabel, minScale });
});

test.each([
  ['1.21', 'autoscaling/v2beta2', 'policy/v1', false],
  ['1.22', 'autoscaling/v2beta2', 'policy/v1', false],
  ['1.23', 'autoscaling/v2', 'policy/v1', true],
])('Kubernetes %s has %s, %s and Pod Security labels: %s', (kubernetes, hpa, pdb, podSecurity) => {
  const { apiVersions, features } = profile({ kubernetes });
  expect(apiVersions).toMatchObject({ HorizontalPodAutoscaler: hpa, PodDisruptionBudget: pdb });
  expect(features.podSecurityLabels).toBe(podSecurity);
});

test('profiles with the same consequences have the same key, whatever their patch levels', () => {
  expect(profile({ istio: '1.28.6' }).key).toBe(profile({ istio: '1.28.0' }).key);
  expect(profile({ kubernetes: '1.33' }).key).not.toBe(profile({ kubernetes: '1.22' }).key);
});

test('unknown versions are refused, all at once, each with the nearest known one', () => {
  const versions = { kubernetes: '1.99', istio: '0.8', knative: 'latest', certManager: '1.18.0' };
  expect(platformProfile(versions)).toMatchInlineSnapshot(`
   [
     {
       "help": "the newest known release is 1.36; extend the tables in platform/",
       "message": "Kubernetes 1.99 is newer than any release that KFaas knows",
       "value": "1.99",
     },
     {
       "help": "the oldest is 1.5",
       "message": "Istio 0.8 is older than any release that KFaas renders for",
       "value": "0.8",
     },
     {
       "help": "write it as 1.23 or with a patch level",
       "message": ""latest" is not a version of Knative",
       "value": "latest",
     },
   ]
  `);
});

test.each<[feature: keyof PlatformProfile['features'], before: string, since: string]>([
  ['podSecurityLabels', '1.22', '1.23'],
  ['unhealthyPodEvictionPolicy', '1.26', '1.27'],
  ['spreadMatchLabelKeys', '1.26', '1.27'],
  ['preStopSleep', '1.29', '1.30'],
])('%s is not there on Kubernetes %s, but on %s', (feature, before, since) => {
  expect(profile({ kubernetes: before }).features[feature]).toBe(false);
  expect(profile({ kubernetes: since }).features[feature]).toBe(true);
});

test.each([
  ['1.0', 'autoscaling.knative.dev/maxScale'],
  ['1.1', 'autoscaling.knative.dev/max-scale'],
])('Knative %s spells the most pods %s', (knative, maxScale) => {
  expect(profile({ knative }).knative.maxScale).toBe(maxScale);
});
