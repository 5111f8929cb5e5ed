import type { PlatformOverrides, PlatformVersions } from '../platform';
import type { Environment } from '../inventory';
import { GPU_NODES } from './gpu-nodes';
import { NGINX } from './ingress-nginx';
import { INTERNAL } from './internal-load-balancer';
import { JAVA_SERVICES } from './java-services';
import { PUBLIC } from './public-functions';

/** The four production clusters move together; give a cluster its own versions to move it alone. */
const platform: PlatformVersions = {
  kubernetes: '1.33',
  istio: '1.28.6',
  knative: '1.21',
  certManager: '1.18.0',
};

const overrides: PlatformOverrides = { knativeFeatures: GPU_NODES };

export const prod: Environment = {
  name: 'prod',
  siteGateway: { cidrs: ['10.64.0.0/14'] },
  javaPlatform: {
    url: 'http://java-gateway.prod.example.internal',
    cidrs: ['10.64.0.0/14', '10.72.0.0/16'],
    ports: [80, 8080],
    services: JAVA_SERVICES,
  },
  ingressGateway: {
    image: 'registry.example.com/kfaas/ingress-gateway:2.8.0',
    replicas: { min: 4, max: 40 },
    resources: { cpu: '1', memory: '2Gi' },
    service: { kind: 'LoadBalancer', annotations: INTERNAL },
  },
  egressGateway: {
    image: 'registry.example.com/kfaas/egress-gateway:2.8.0',
    replicas: { min: 3, max: 20 },
    resources: { cpu: '1', memory: '2Gi' },
  },
  publicGateway: 'bound',
  domains: [
    {
      host: 'faas.example.internal',
      audience: 'intranet',
      exposes: 'all',
      functionNamespace: 'faas-prod',
      ingress: { className: 'nginx-intranet', namespace: 'ingress-nginx', annotations: NGINX },
      tls: { issuer: { name: 'intranet-ca', kind: 'ClusterIssuer' }, challenge: 'none' },
    },
    {
      host: 'open.example.cn',
      audience: 'business',
      exposes: PUBLIC,
      functionNamespace: 'faas-prod',
      ingress: { className: 'nginx-public', namespace: 'ingress-nginx-public', annotations: NGINX },
      tls: { existingSecret: 'open-example-cn-tls' },
      clusters: ['prod-cn'],
    },
    {
      host: 'open.example.com',
      audience: 'business',
      exposes: PUBLIC,
      functionNamespace: 'faas-prod',
      ingress: { className: 'nginx-public', namespace: 'ingress-nginx-public', annotations: NGINX },
      tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' }, challenge: 'dns-01' },
      clusters: ['prod-us', 'prod-eu', 'prod-sg'],
    },
  ],
  clusters: [
    { name: 'prod-cn', region: 'cn-hangzhou', platform, overrides, functionNamespaces: ['faas-prod'] },
    { name: 'prod-us', region: 'us-west-1', platform, overrides, functionNamespaces: ['faas-prod'] },
    { name: 'prod-eu', region: 'eu-central-1', platform, overrides, functionNamespaces: ['faas-prod'] },
    { name: 'prod-sg', region: 'ap-southeast-1', platform, overrides, functionNamespaces: ['faas-prod'] },
  ],
};
