import { platformProfile, type PlatformProfile, type PlatformVersions } from '../../platform';
import { checked, LABELLED, profileOf, STACKS } from './versions';

test.each([
  ['0.15', 'knative-serving/cluster-local-gateway', 'cluster-local-gateway.istio-system.svc.cluster.local'],
  ['0.18', 'knative-serving/cluster-local-gateway', 'cluster-local-gateway.istio-system.svc.cluster.local'],
  ['0.19', 'knative-serving/knative-local-gateway', 'knative-local-gateway.istio-system.svc.cluster.local'],
  ['0.20', 'knative-serving/knative-local-gateway', 'knative-local-gateway.istio-system.svc.cluster.local'],
])('Knative %s programs %s', (knative, gateway, serviceHost) => {
  const { localGateway, gateways } = profileOf('istio15', { kubernetes: '1.18', knative });
  expect(localGateway).toMatchObject({ gateway, serviceHost, port: 80, namespace: 'istio-system' });
  expect(gateways).toEqual([gateway, 'knative-serving/knative-ingress-gateway']);
});

test('the newest Knative programs knative-local-gateway still', () => {
  const { localGateway, gateways } = profileOf('today', { kubernetes: '1.34', knative: '1.23' });
  expect(localGateway.serviceHost).toBe('knative-local-gateway.istio-system.svc.cluster.local');
  expect(gateways).toEqual([
    'knative-serving/knative-local-gateway',
    'knative-serving/knative-ingress-gateway',
  ]);
});

test.each([
  ['0.18', { istio: 'cluster-local-gateway' }, [80, 8080]],
  ['0.19', { istio: 'ingressgateway' }, [8081]],
])('the pods of the local gateway of Knative %s', (knative, podLabels, podPorts) => {
  const { localGateway } = profileOf('istio15', { kubernetes: '1.18', knative });
  expect(localGateway).toMatchObject({ podLabels, podPorts });
});

test('a reference to a Gateway is dotted on Istio 1.0, and has a slash from 1.1 on', () => {
  expect(profileOf('istio10').gateways).toEqual([
    'cluster-local-gateway.knative-serving.svc.cluster.local',
    'knative-ingress-gateway.knative-serving.svc.cluster.local',
  ]);
  expect(profileOf('istio11').gateways).toEqual([
    'knative-serving/cluster-local-gateway',
    'knative-serving/knative-ingress-gateway',
  ]);
});

test.each<[stack: keyof typeof STACKS, apiVersions: PlatformProfile['apiVersions']]>([
  [
    'istio11',
    {
      VirtualService: 'networking.istio.io/v1alpha3',
      DestinationRule: 'networking.istio.io/v1alpha3',
      KnativeService: 'serving.knative.dev/v1alpha1',
      HorizontalPodAutoscaler: 'autoscaling/v2beta2',
      PodDisruptionBudget: 'policy/v1beta1',
      Ingress: 'networking.k8s.io/v1beta1',
      NetworkPolicy: 'networking.k8s.io/v1',
      Certificate: 'certmanager.k8s.io/v1alpha1',
    },
  ],
  [
    'istio15',
    {
      VirtualService: 'networking.istio.io/v1beta1',
      DestinationRule: 'networking.istio.io/v1beta1',
      KnativeService: 'serving.knative.dev/v1',
      HorizontalPodAutoscaler: 'autoscaling/v2beta2',
      PodDisruptionBudget: 'policy/v1beta1',
      Ingress: 'networking.k8s.io/v1beta1',
      NetworkPolicy: 'networking.k8s.io/v1',
      Certificate: 'cert-manager.io/v1alpha2',
    },
  ],
  [
    'today',
    {
      VirtualService: 'networking.istio.io/v1',
      DestinationRule: 'networking.istio.io/v1',
      KnativeService: 'serving.knative.dev/v1',
      HorizontalPodAutoscaler: 'autoscaling/v2',
      PodDisruptionBudget: 'policy/v1',
      Ingress: 'networking.k8s.io/v1',
      NetworkPolicy: 'networking.k8s.io/v1',
      Certificate: 'cert-manager.io/v1',
    },
  ],
])('the API versions of %s', (stack, apiVersions) => {
  expect(profileOf(stack).apiVersions).toEqual(apiVersions);
});

test('Kubernetes gives the release by which Pod Security labels pin a version', () => {
  const releaseOn = (kubernetes: string) =>
    profileOf('today', { kubernetes, istio: '1.13', knative: '1.3' }).podSecurityRelease;
  expect(profileOf('today', { kubernetes: '1.33.4' }).podSecurityRelease).toBe('v1.33');
  expect([releaseOn('1.22.9'), releaseOn('1.23.1')]).toEqual([undefined, 'v1.23']);
});

test('profiles with the same consequences have the same key, whatever their patch levels', () => {
  const keyOf = (versions: Partial<PlatformVersions>) => profileOf('today', versions).key;
  expect(keyOf({ istio: '1.28.6' })).toBe(keyOf({ istio: '1.28.0' }));
  expect(keyOf({ istio: '1.28.6' })).toBe(keyOf({ istio: '1.29.2' }));
  expect(keyOf({ kubernetes: '1.33' })).not.toBe(keyOf({ kubernetes: '1.34' }));
  expect(keyOf({})).not.toBe(profileOf('istio15').key);
});

test('what renders nothing is no part of the key: the rules by which Istio routes', () => {
  const [name, dotted] = ['1.23.0', '1.22.8'].map((istio) => profileOf('today', { istio }));
  expect(name?.routing.tieBreak).not.toBe(dotted?.routing.tieBreak);
  expect(name?.key).toBe(dotted?.key);
});

test('a profile knows the fields of its Istio', () => {
  expect(profileOf('istio10').hasField('http[].retries.retryOn')).toBe(false);
  expect(profileOf('istio11').hasField('http[].retries.retryOn')).toBe(true);
});

test('the four historical stacks and today have a profile', () => {
  for (const stack of ['istio10', 'istio11', 'istio14', 'istio15', 'today'] as const) {
    expect(checked(stack).profile?.apiVersions.VirtualService).toBeDefined();
  }
});

describe('versions that are not known', () => {
  const unknown = { kubernetes: '1.99', istio: '0.8', knative: 'latest', certManager: '1.18.0' };

  test('are refused, all at once, each with the nearest known one', () => {
    expect(platformProfile({ versions: unknown })).toEqual({
      profile: undefined,
      problems: [
        {
          kind: 'unknown',
          field: ['platform', 'kubernetes'],
          message: 'Kubernetes 1.99 is newer than any release that KFaas knows',
          help: "the newest known release is 1.36; extend the tables in platform/, or say assume: 'newest' in the environment to render for it as for 1.36",
        },
        {
          kind: 'unknown',
          field: ['platform', 'istio'],
          message: 'Istio 0.8 is older than any release that KFaas renders for',
          help: 'the oldest is 1.0.1',
        },
        {
          kind: 'unknown',
          field: ['platform', 'knative'],
          message: '"latest" is not a version of Knative',
          help: 'write it as 1.23 or with a patch level',
        },
      ],
    });
  });

  test.each([
    ['kubernetes', '1.10', '1.11', '1.36.9', '1.37'],
    ['istio', '1.0.0', '1.0.1', '1.31.9', '1.32'],
    ['knative', '0.6', '0.7', '1.23.9', '1.24'],
    ['certManager', '0.5', '0.6', '1.19.9', '1.20'],
  ])('%s: %s is too old, %s and %s are known, %s is too new', (component, old, oldest, newest, young) => {
    const isUnknown = (version: string) =>
      platformProfile({ versions: { ...STACKS.today, [component]: version } }).problems.some(
        ({ kind }) => kind === 'unknown',
      );
    expect([old, oldest, newest, young].map(isUnknown)).toEqual([true, false, false, true]);
  });

  test('newer ones are taken for the newest where the environment says so, with a word about it', () => {
    const newest = { ...STACKS.today, istio: '1.31' };
    const { profile, problems } = platformProfile({
      versions: { ...newest, istio: '1.40.2' },
      overrides: LABELLED,
      assume: 'newest',
    });
    const known = platformProfile({ versions: newest, overrides: LABELLED });
    expect(profile?.key).toBe(known.profile?.key);
    expect(profile?.routing).toEqual(known.profile?.routing);
    expect(profile?.versions).toEqual(known.profile?.versions);
    expect(problems[0]).toEqual({
      kind: 'untested',
      field: ['platform', 'istio'],
      message: 'Istio 1.40.2 is not known: it is taken for 1.31',
      help: 'what it changed is not known here; extend the tables in platform/ soon',
    });
  });

  test('older ones, and what is no version, are refused all the same', () => {
    const { profile, problems } = platformProfile({ versions: unknown, assume: 'newest' });
    expect(profile).toBeUndefined();
    expect(problems.map(({ kind, field }) => `${kind} ${field.join('.')}`)).toEqual([
      'untested platform.kubernetes',
      'unknown platform.istio',
      'unknown platform.knative',
    ]);
  });
});
