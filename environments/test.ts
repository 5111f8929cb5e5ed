import type { Environment } from '../inventory';
import { NGINX } from './ingress-nginx';
import { JAVA_SERVICES } from './java-services';

export const test: Environment = {
  name: 'test',
  siteGateway: { cidrs: ['10.16.0.0/16'] },
  javaPlatform: {
    url: 'http://java-gateway.test.example.internal',
    cidrs: ['10.16.0.0/16', '10.17.0.0/16'],
    ports: [80, 8080],
    services: JAVA_SERVICES,
  },
  ingressGateway: {
    image: 'registry.example.com/kfaas/ingress-gateway:2.8.1',
    replicas: { min: 1, max: 3 },
    resources: { cpu: '200m', memory: '512Mi' },
  },
  egressGateway: {
    image: 'registry.example.com/kfaas/egress-gateway:2.8.1',
    replicas: { min: 1, max: 3 },
    resources: { cpu: '200m', memory: '512Mi' },
  },
  publicGateway: 'bound',
  domains: ['alpha', 'beta', 'gamma'].map((name) => ({
    host: `faas-${name}.test.example.internal`,
    audience: 'intranet',
    exposes: 'all',
    functionNamespace: `faas-${name}`,
    ingress: { className: 'nginx-intranet', namespace: 'ingress-nginx', annotations: NGINX },
    tls: { issuer: { name: 'intranet-ca', kind: 'ClusterIssuer' }, challenge: 'none' },
  })),
  clusters: [
    {
      name: 'test-cn',
      region: 'cn-hangzhou',
      platform: { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' },
      functionNamespaces: ['faas-alpha', 'faas-beta', 'faas-gamma'],
      siteGateways: {
        'faas-alpha': { cidrs: ['10.16.1.0/24'], namespaces: ['site-gateway-alpha'] },
        'faas-beta': { cidrs: ['10.16.2.0/24'], namespaces: ['site-gateway-beta'] },
        'faas-gamma': { cidrs: ['10.16.3.0/24'] },
      },
    },
  ],
};
