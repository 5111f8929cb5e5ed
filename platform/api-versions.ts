import type { Component } from './component';

/** The kinds whose API version depends on the versions of a cluster. */
export type VersionedKind =
  | 'VirtualService'
  | 'KnativeService'
  | 'HorizontalPodAutoscaler'
  | 'PodDisruptionBudget'
  | 'Ingress'
  | 'Certificate';

interface ApiVersions {
  /** What the kind's API versions depend on. */
  readonly component: Component;
  /** The API version to write, from this version of the component on; oldest first. */
  readonly rows: readonly (readonly [since: string, apiVersion: string])[];
}

/**
 * The newest API version that each release serves. Sources: the CustomResourceDefinitions that each
 * Istio release installs (networking.istio.io: v1beta1 from 1.5, v1 from 1.22), Knative's
 * `config/core/300-resources/service.yaml`, Kubernetes' deprecation guide, cert-manager's release notes.
 */
export const API_VERSIONS: Readonly<Record<VersionedKind, ApiVersions>> = {
  VirtualService: {
    component: 'istio',
    rows: [
      ['1.5', 'networking.istio.io/v1beta1'],
      ['1.22', 'networking.istio.io/v1'],
    ],
  },
  KnativeService: {
    component: 'knative',
    rows: [['0.10', 'serving.knative.dev/v1']],
  },
  HorizontalPodAutoscaler: {
    component: 'kubernetes',
    rows: [
      ['1.12', 'autoscaling/v2beta2'],
      ['1.23', 'autoscaling/v2'],
    ],
  },
  PodDisruptionBudget: {
    component: 'kubernetes',
    rows: [['1.21', 'policy/v1']],
  },
  Ingress: { component: 'kubernetes', rows: [['1.19', 'networking.k8s.io/v1']] },
  Certificate: { component: 'certManager', rows: [['1.0', 'cert-manager.io/v1']] },
};
