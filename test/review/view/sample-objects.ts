import type { ObjectChange } from '../../../review/model';
import { EVERYWHERE, hostPlace, IN_PROD, IN_TEST, objectPlaces, STAGING } from './sample-places';

/** An object change of each kind. */
export const OBJECTS: readonly ObjectChange[] = [
  {
    kind: 'changed',
    object: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      namespace: 'kfaas-system',
      name: 'faas-alpha-ns-growth-landing-ksvc-virtualservice',
    },
    from: undefined,
    fields: [
      {
        path: 'spec.http[2]',
        before: undefined,
        after: {
          match: [{ uri: { prefix: '/faas/api/saas/showroom/pictures/' } }],
          route: [
            { destination: { host: 'knative-local-gateway.istio-system.svc.cluster.local' }, weight: 100 },
          ],
          rewrite: { authority: 'growth-landing.faas-alpha.svc.cluster.local' },
          timeout: '3s',
        },
      },
    ],
    meaning: [],
    where: objectPlaces(
      EVERYWHERE,
      'growth-landing',
      (namespace) => `${namespace}-ns-growth-landing-ksvc-virtualservice`,
      'kfaas-system',
    ),
    before: { spec: { http: [{}, {}] } },
    after: { spec: { http: [{}, {}, {}] } },
  },
  {
    kind: 'changed',
    object: {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      namespace: 'faas-prod',
      name: 'saas-showroom',
    },
    from: undefined,
    fields: [
      {
        path: 'spec.template.metadata.annotations["autoscaling.knative.dev/max-scale"]',
        before: '200',
        after: '100',
      },
      {
        path: 'spec.template.spec.containers[0].image',
        before: 'registry.example.com/saas/showroom:1.4.2',
        after: 'registry.example.com/saas/showroom:1.5.0',
      },
    ],
    meaning: ['runs image 1.5.0 (was 1.4.2)', 'scales to 100 pods (was 200)'],
    where: objectPlaces(IN_PROD, 'saas-showroom', 'saas-showroom'),
    before: { metadata: { name: 'saas-showroom' } },
    after: { metadata: { name: 'saas-showroom' } },
  },
  {
    kind: 'added',
    object: {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      namespace: 'faas-alpha',
      name: 'render-turntable',
    },
    from: undefined,
    fields: [],
    meaning: ['runs image registry.example.com/render/turntable:0.1.0', 'scales to 20 pods'],
    where: objectPlaces(IN_TEST, 'render-turntable', 'render-turntable'),
    before: undefined,
    after: { metadata: { name: 'render-turntable' } },
  },
  {
    kind: 'removed',
    object: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      namespace: 'kfaas-system',
      name: 'open.example.com',
    },
    from: undefined,
    fields: [],
    meaning: ['certificate for open.example.com'],
    where: objectPlaces(IN_PROD.slice(3), 'open.example.com.certificate', 'open.example.com', 'kfaas-system'),
    before: { metadata: { name: 'open.example.com' } },
    after: undefined,
  },
  {
    kind: 'renamed',
    object: {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      namespace: 'faas-staging',
      name: 'ops-ping',
    },
    from: {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      namespace: 'faas-staging',
      name: 'ops-echo',
    },
    fields: [{ path: 'metadata.labels["kfaas.io/runtime"]', before: 'nodejs', after: 'golang' }],
    meaning: [],
    where: objectPlaces([hostPlace(STAGING, 'faas-staging')], 'ops-ping', 'ops-ping'),
    before: { metadata: { name: 'ops-echo' } },
    after: { metadata: { name: 'ops-ping' } },
  },
];
