import type { Environment } from '../inventory';
import { GPU_NODES } from './gpu-nodes';
import { NGINX } from './ingress-nginx';
import { INTERNAL } from './internal-load-balancer';
import { JAVA_SERVICES } from './java-services';
import { PUBLIC } from './public-functions';

export const staging: Environment = {
  name: 'staging',
  siteGateway: { cidrs: ['10.32.0.0/16'] },
  javaPlatform: {
    url: 'http://java-gateway.staging.example.internal',
    cidrs: ['10.32.0.0/16', '10.33.0.0/16'],
    ports: [80, 8080],
    services: JAVA_SERVICES,
  },
  ingressGateway: {
    image: 'registry.example.com/kfaas/ingress-gateway:2.8.0',
    replicas: { min: 2, max: 6 },
    resources: { cpu: '500m', memory: '1Gi' },
    service: { kind: 'LoadBalancer', annotations: INTERNAL },
  },
  egressGateway: {
    image: 'registry.example.com/kfaas/egress-gateway:2.8.0',
    replicas: { min: 2, max: 4 },
    resources: { cpu: '500m', memory: '1Gi' },
  },
  publicGateway: 'bound',
  domains: [
    {
      host: 'faas.staging.example.internal',
      audience: 'intranet',
      exposes: 'all',
      functionNamespace: 'faas-staging',
      ingress: { className: 'nginx-intranet', namespace: 'ingress-nginx', annotations: NGINX },
      tls: { issuer: { name: 'intranet-ca', kind: 'ClusterIssuer' }, challenge: 'none' },
    },
    {
      host: 'open.staging.example.com',
      audience: 'business',
      exposes: PUBLIC,
      functionNamespace: 'faas-staging',
      ingress: { className: 'nginx-public', namespace: 'ingress-nginx-public', annotations: NGINX },
      tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
    },
  ],
  clusters: [
    {
      name: 'staging-cn',
      region: 'cn-hangzhou',
      platform: { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
      overrides: { knativeFeatures: GPU_NODES },
      functionNamespaces: ['faas-staging'],
    },
  ],
};
