import { App, Testing } from 'cdk8s';
import { clusterExposure } from '../../constructs/cluster-exposure';
import { SystemChart } from '../../constructs/system-chart';
import type { Cluster } from '../../inventory';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { keysIn, NAMESPACE_LABEL, only, profileOf, type Rendered } from './rendered';

const [cluster] = GOLDEN_ENVIRONMENT.clusters as [Cluster, ...Cluster[]];

/** Everything of a cluster that is no function's. */
function system(kubernetes: string): readonly Rendered[] {
  const profile = profileOf(kubernetes);
  const platform = { environment: GOLDEN_ENVIRONMENT, cluster, profile };
  const exposed = clusterExposure(platform, []);
  const props = { ...platform, exposed, functionSecurity: 'baseline' as const };
  return Testing.synth(new SystemChart(new App(), 'system', props)) as Rendered[];
}

/** What each release brought, as field, label or annotation; none may be in a rendering for an older one. */
const SINCE: readonly (readonly [release: number, key: string])[] = [
  [13, 'enableServiceLinks'],
  [14, 'runAsGroup'],
  [18, 'behavior'],
  [18, 'startupProbe'],
  [18, 'topologySpreadConstraints'],
  [18, 'ingressClassName'],
  [18, 'pathType'],
  [19, 'appProtocol'],
  [19, 'seccompProfile'],
  [21, 'kubernetes.io/metadata.name'],
  [23, 'pod-security.kubernetes.io/enforce'],
  [27, 'unhealthyPodEvictionPolicy'],
  [27, 'matchLabelKeys'],
];

/** What each release replaced; none may be in a rendering for it or a newer one. */
const UNTIL: readonly (readonly [release: number, key: string])[] = [
  [12, 'targetAverageUtilization'],
  [18, 'podAntiAffinity'],
  [18, 'initialDelaySeconds'],
  [18, 'kubernetes.io/ingress.class'],
  [19, 'serviceName'],
  [19, 'seccomp.security.alpha.kubernetes.io/pod'],
  [21, NAMESPACE_LABEL],
];

test.each(['1.11', '1.13', '1.14', '1.15', '1.17', '1.18', '1.19', '1.21', '1.33'])(
  'Kubernetes %s gets what it has, and nothing else',
  (kubernetes) => {
    const release = Number(kubernetes.slice(2));
    const keys = keysIn(system(kubernetes));
    const expected = [
      ...SINCE.filter(([since]) => release >= since),
      ...UNTIL.filter(([until]) => release < until),
    ].map(([, key]) => key);
    const found = [...SINCE, ...UNTIL].map(([, key]) => key).filter((key) => keys.has(key));
    expect(found.sort()).toEqual(expected.sort());
  },
);

test.each([
  [
    '1.11',
    [
      'apps/v1 Deployment',
      'autoscaling/v2beta1 HorizontalPodAutoscaler',
      'certmanager.k8s.io/v1alpha1 Certificate',
      'extensions/v1beta1 Ingress',
      'networking.k8s.io/v1 NetworkPolicy',
      'policy/v1beta1 PodDisruptionBudget',
      'v1 ConfigMap',
      'v1 Namespace',
      'v1 Service',
      'v1 ServiceAccount',
    ],
  ],
  [
    '1.15',
    [
      'apps/v1 Deployment',
      'autoscaling/v2beta2 HorizontalPodAutoscaler',
      'cert-manager.io/v1alpha2 Certificate',
      'networking.k8s.io/v1 NetworkPolicy',
      'networking.k8s.io/v1beta1 Ingress',
      'policy/v1beta1 PodDisruptionBudget',
      'v1 ConfigMap',
      'v1 Namespace',
      'v1 Service',
      'v1 ServiceAccount',
    ],
  ],
  [
    '1.33',
    [
      'apps/v1 Deployment',
      'autoscaling/v2 HorizontalPodAutoscaler',
      'cert-manager.io/v1 Certificate',
      'networking.istio.io/v1 DestinationRule',
      'networking.k8s.io/v1 Ingress',
      'networking.k8s.io/v1 NetworkPolicy',
      'policy/v1 PodDisruptionBudget',
      'v1 ConfigMap',
      'v1 Namespace',
      'v1 Service',
      'v1 ServiceAccount',
    ],
  ],
])('Kubernetes %s serves every kind that is rendered', (kubernetes, kinds) => {
  const found = system(kubernetes).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  expect([...new Set(found)].sort()).toEqual(kinds);
});

test('the same objects are rendered for every release, but for the bound that old Istio has not', () => {
  const names = (kubernetes: string) =>
    system(kubernetes)
      .map(({ kind, metadata }) => `${kind} ${String(metadata.name)}`)
      .filter((name) => name !== 'DestinationRule faas-alpha-request-bound');
  expect(names('1.11')).toEqual(names('1.33'));
});

test("Kubernetes 1.18: a gateway's Service names its protocol by the port's name alone", () => {
  expect(only(system('1.18'), 'Service', 'egress-gateway').spec).toEqual({
    type: 'ClusterIP',
    selector: { 'app.kubernetes.io/name': 'egress-gateway' },
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  });
});

test("Kubernetes 1.11: an ingress gateway's policy names the namespaces of others by the operators' label", () => {
  const name = 'faas-alpha-ingress-gateway';
  expect(only(system('1.11'), 'NetworkPolicy', name).spec).toMatchInlineSnapshot(`
   {
     "egress": [
       {
         "ports": [
           {
             "port": 53,
             "protocol": "UDP",
           },
           {
             "port": 53,
             "protocol": "TCP",
           },
         ],
         "to": [
           {
             "namespaceSelector": {
               "matchLabels": {
                 "example.com/namespace": "kube-system",
               },
             },
             "podSelector": {
               "matchLabels": {
                 "k8s-app": "kube-dns",
               },
             },
           },
         ],
       },
       {
         "ports": [
           {
             "port": 80,
             "protocol": "TCP",
           },
           {
             "port": 8080,
             "protocol": "TCP",
           },
         ],
         "to": [
           {
             "namespaceSelector": {
               "matchLabels": {
                 "example.com/namespace": "istio-system",
               },
             },
             "podSelector": {
               "matchLabels": {
                 "istio": "cluster-local-gateway",
               },
             },
           },
         ],
       },
     ],
     "ingress": [
       {
         "from": [
           {
             "ipBlock": {
               "cidr": "10.1.0.0/16",
             },
           },
           {
             "namespaceSelector": {
               "matchLabels": {
                 "example.com/namespace": "site-gateway",
               },
             },
           },
           {
             "namespaceSelector": {
               "matchLabels": {
                 "example.com/namespace": "ingress-nginx",
               },
             },
           },
         ],
         "ports": [
           {
             "port": 8080,
             "protocol": "TCP",
           },
         ],
       },
     ],
     "podSelector": {
       "matchLabels": {
         "app.kubernetes.io/name": "faas-alpha-ingress-gateway",
       },
     },
     "policyTypes": [
       "Ingress",
       "Egress",
     ],
   }
  `);
});

test('Kubernetes 1.11: Namespaces without Pod Security', () => {
  expect(only(system('1.11'), 'Namespace', 'faas-alpha').metadata).toEqual({
    name: 'faas-alpha',
    labels: { 'app.kubernetes.io/managed-by': 'kfaas', 'kfaas.io/functions': 'true' },
    annotations: {
      'argocd.argoproj.io/sync-options': 'Prune=false',
      'argocd.argoproj.io/sync-wave': '0',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    },
  });
});
