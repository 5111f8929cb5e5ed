import { fact } from './fact';
import { atLeast, parseVersion } from './version';

const kubernetes = 'kubernetes';

/**
 * The newest API version that each release serves, by kind. Sources: the CustomResourceDefinitions that each Istio
 * release installs; Knative's `config/core/300-resources/service.yaml` and its older places; Kubernetes' deprecation
 * guide; cert-manager's release notes.
 */
export const API_VERSIONS = {
  VirtualService: fact('istio', 'API version of VirtualService', [
    ['1.0', 'networking.istio.io/v1alpha3', 'v1beta1 is served from 1.5'],
    ['1.5', 'networking.istio.io/v1beta1', 'v1beta1 is served from 1.5, v1 from 1.22'],
    ['1.22', 'networking.istio.io/v1', 'v1 is served from 1.22'],
  ]),
  DestinationRule: fact('istio', 'API version of DestinationRule', [
    ['1.0', 'networking.istio.io/v1alpha3', 'v1beta1 is served from 1.5'],
    ['1.5', 'networking.istio.io/v1beta1', 'v1beta1 is served from 1.5, v1 from 1.22'],
    ['1.22', 'networking.istio.io/v1', 'v1 is served from 1.22'],
  ]),
  KnativeService: fact('knative', 'API version of Knative Service', [
    [
      '0.7',
      'serving.knative.dev/v1alpha1',
      '0.9 and older serve v1 in their installation for newer Kubernetes alone',
    ],
    ['0.10', 'serving.knative.dev/v1', 'v1 is served from 0.10 by every installation'],
  ]),
  HorizontalPodAutoscaler: fact(kubernetes, 'API version of HorizontalPodAutoscaler', [
    ['1.8', 'autoscaling/v2beta1', 'v2beta2 is served from 1.12'],
    ['1.12', 'autoscaling/v2beta2', 'v2beta2 is served from 1.12, v2 from 1.23'],
    ['1.23', 'autoscaling/v2', 'v2 is served from 1.23; v2beta2 ends with 1.25'],
  ]),
  PodDisruptionBudget: fact(kubernetes, 'API version of PodDisruptionBudget', [
    ['1.5', 'policy/v1beta1', 'v1 is served from 1.21'],
    ['1.21', 'policy/v1', 'v1 is served from 1.21; v1beta1 ends with 1.24'],
  ]),
  Ingress: fact(kubernetes, 'API version of Ingress', [
    ['1.1', 'extensions/v1beta1', 'networking.k8s.io is served from 1.14'],
    ['1.14', 'networking.k8s.io/v1beta1', 'v1beta1 of networking.k8s.io is served from 1.14, v1 from 1.19'],
    ['1.19', 'networking.k8s.io/v1', 'v1 is served from 1.19; v1beta1 ends with 1.21'],
  ]),
  NetworkPolicy: fact(kubernetes, 'API version of NetworkPolicy', [
    ['1.7', 'networking.k8s.io/v1', 'v1 is served from 1.7'],
  ]),
  Certificate: fact('certManager', 'API version of Certificate', [
    ['0.1', 'certmanager.k8s.io/v1alpha1', '0.11 renames the group'],
    ['0.11', 'cert-manager.io/v1alpha2', 'the group is cert-manager.io from 0.11'],
    ['0.16', 'cert-manager.io/v1beta1', 'v1beta1 is served from 0.16'],
    ['1.0', 'cert-manager.io/v1', 'v1 is served from 1.0; 1.6 serves nothing else'],
  ]),
} as const;

/** Returns the API versions of VirtualService and Gateway that an Istio version serves, the oldest first. */
export function servedByIstio(istio: string): readonly string[] {
  const version = parseVersion(istio);
  if (version === undefined) return [];
  return API_VERSIONS.VirtualService.rows.flatMap(([from, served]) =>
    atLeast(version, from) ? [served] : [],
  );
}

/** The kinds whose API version depends on the versions of a cluster. */
export type VersionedKind = keyof typeof API_VERSIONS;
