import type { Environment, GatewayWorkload } from '../../inventory';
import { STACKS } from '../fixtures/platform-clusters';

const gateway: GatewayWorkload = {
  image: 'registry.example.com/kfaas/gateway:2.8.0',
  replicas: { min: 2, max: 4 },
  resources: { cpu: '500m', memory: '1Gi' },
};

const intranet: Environment['domains'][number]['ingress'] = {
  className: 'nginx-intranet',
  namespace: 'ingress-nginx',
};

/** One cluster whose two function namespaces share a local gateway. */
export const TEST: Environment = {
  name: 'test',
  siteGateway: { cidrs: ['10.16.0.0/16'] },
  javaPlatform: { url: 'http://java.test.example.internal', cidrs: ['10.16.0.0/16'], ports: [80, 8080] },
  ingressGateway: gateway,
  egressGateway: gateway,
  publicGateway: 'bound',
  domains: ['alpha', 'beta'].map((name) => ({
    host: `faas-${name}.test.example.internal`,
    audience: 'intranet',
    exposes: 'all',
    functionNamespace: `faas-${name}`,
    ingress: intranet,
    tls: { issuer: { name: 'intranet-ca', kind: 'ClusterIssuer' } },
  })),
  clusters: [
    {
      name: 'test-cn',
      region: 'cn-hangzhou',
      platform: { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' },
      functionNamespaces: ['faas-alpha', 'faas-beta'],
      siteGateways: { 'faas-alpha': { cidrs: ['10.16.1.0/24'] }, 'faas-beta': { cidrs: ['10.16.2.0/24'] } },
    },
  ],
};

/** Two clusters, of which one has waited long for its upgrade. */
export const PROD: Environment = {
  name: 'prod',
  siteGateway: { cidrs: ['10.64.0.0/16'] },
  javaPlatform: { url: 'http://java.prod.example.internal', cidrs: ['10.64.0.0/14'], ports: [80, 8080] },
  ingressGateway: { ...gateway, replicas: { min: 4, max: 40 } },
  egressGateway: gateway,
  publicGateway: 'bound',
  domains: [
    {
      host: 'faas.example.internal',
      audience: 'intranet',
      exposes: 'all',
      functionNamespace: 'faas-prod',
      ingress: intranet,
      tls: { issuer: { name: 'intranet-ca', kind: 'ClusterIssuer' } },
    },
    {
      host: 'open.example.cn',
      audience: 'business',
      exposes: { paths: ['/faas/api/saas/'] },
      functionNamespace: 'faas-prod',
      ingress: { className: 'nginx-public', namespace: 'ingress-nginx-public' },
      tls: { existingSecret: 'open-example-cn-tls' },
      clusters: ['prod-cn'],
    },
  ],
  clusters: [
    {
      name: 'prod-cn',
      region: 'cn-hangzhou',
      platform: STACKS['istio-1.28'],
      functionNamespaces: ['faas-prod'],
    },
    {
      name: 'prod-us',
      region: 'us-west-1',
      platform: STACKS['istio-1.5'],
      overrides: { namespaceLabel: 'name' },
      functionNamespaces: ['faas-prod'],
    },
  ],
};
