import type { Cluster, Environment, GatewayWorkload } from '../environments';
import type { PlatformVersions } from '../platform';

const gateway: GatewayWorkload = {
  image: 'registry.example.com/gateway:1',
  replicas: { min: 1, max: 2 },
  resources: { cpu: '100m', memory: '256Mi' },
};

/** Stacks of the years, each of versions that work together. */
export const STACKS = {
  'istio-1.0': { kubernetes: '1.13', istio: '1.0.6', knative: '0.7', certManager: '0.6' },
  'istio-1.1': { kubernetes: '1.14', istio: '1.1.7', knative: '0.8', certManager: '0.6' },
  'istio-1.2': { kubernetes: '1.14', istio: '1.2.5', knative: '0.9', certManager: '0.9' },
  'istio-1.4': { kubernetes: '1.15', istio: '1.4.6', knative: '0.9', certManager: '0.12' },
  'istio-1.5': { kubernetes: '1.16', istio: '1.5.4', knative: '0.15', certManager: '0.12' },
  'istio-1.10': { kubernetes: '1.20', istio: '1.10.0', knative: '0.26', certManager: '1.3' },
  'istio-1.17': { kubernetes: '1.25', istio: '1.17.8', knative: '1.10', certManager: '1.11' },
  'istio-1.28': { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
} as const satisfies Record<string, PlatformVersions>;

/** The environment `test` with one cluster for each of some stacks, named like it. */
export function environmentOf(...stacks: readonly (keyof typeof STACKS)[]): Environment {
  return {
    name: 'test',
    siteGateway: { cidrs: ['10.1.0.0/16'] },
    javaPlatform: { url: 'http://java.example.internal', cidrs: ['10.2.0.0/16'], ports: [8080] },
    ingressGateway: gateway,
    egressGateway: gateway,
    domains: [],
    clusters: stacks.map((name): Cluster => ({
      name: name.replace('.', '-'),
      region: 'cn-hangzhou',
      platform: STACKS[name],
      overrides: { namespaceLabel: 'name' },
      functionNamespaces: ['faas-alpha'],
    })),
  };
}
