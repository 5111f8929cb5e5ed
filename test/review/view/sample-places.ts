import type { ClusterName, HostLocation, ObjectLocation } from '../../../review/model';

/** The Gateways that every host is bound to. */
export const GATEWAYS = ['knative-serving/knative-ingress-gateway', 'knative-serving/knative-local-gateway'];
/** The cluster of each environment but prod. */
export const CN = { environment: 'test', cluster: 'test-cn' };
export const STAGING = { environment: 'staging', cluster: 'staging-cn' };
/** The clusters of prod. */
export const PROD = ['prod-cn', 'prod-eu', 'prod-sg', 'prod-us'].map((cluster) => ({
  environment: 'prod',
  cluster,
}));

/** Every cluster, with its function namespaces. */
const NAMESPACES = [
  ...['faas-alpha', 'faas-beta', 'faas-gamma'].map((namespace) => ({ of: CN, namespace })),
  { of: STAGING, namespace: 'faas-staging' },
  ...PROD.map((of) => ({ of, namespace: 'faas-prod' })),
];

/** The gateway host of a function namespace. */
export function hostPlace(of: ClusterName, namespace: string): HostLocation {
  const host = `${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`;
  return { ...of, namespace, host, gateways: GATEWAYS, port: undefined };
}

/** The gateway hosts of all function namespaces, and of some. */
export const EVERYWHERE = NAMESPACES.map(({ of, namespace }) => hostPlace(of, namespace));
export const IN_TEST = EVERYWHERE.filter(({ environment }) => environment === 'test');
export const IN_PROD = EVERYWHERE.filter(({ environment }) => environment === 'prod');
export const ALPHA = hostPlace(CN, 'faas-alpha');

/** Where an object of a function is, in some clusters: by default in the function's namespace. */
export function objectPlaces(
  where: readonly HostLocation[],
  file: string,
  name: string | ((namespace: string) => string),
  at?: string,
): ObjectLocation[] {
  return where.map(({ environment, cluster, namespace = '' }) => ({
    environment,
    cluster,
    namespace: at ?? namespace,
    name: typeof name === 'string' ? name : name(namespace),
    file: `${environment}/${cluster}/${file.includes('.') ? 'system' : namespace}/${file}.yaml`,
  }));
}
