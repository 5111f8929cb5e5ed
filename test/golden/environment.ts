import type { Environment, GatewayWorkload } from '../../inventory';

const gateway: GatewayWorkload = {
  image: 'registry.example.com/gateway:1',
  replicas: { min: 1, max: 2 },
  resources: { cpu: '100m', memory: '512Mi' },
};

/** How long ingress-nginx waits for an answer: a little longer than the gateway behind it. */
const NGINX = { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '310' };

/** Two clusters far apart in time: the company's Istio 1.5.4 with Knative 0.15, and the stack of today. */
export const GOLDEN_ENVIRONMENT: Environment = {
  name: 'test',
  siteGateway: { cidrs: ['10.1.0.0/16'], namespaces: ['site-gateway'] },
  javaPlatform: { url: 'http://java.example.internal:8080', cidrs: ['10.2.0.0/16'], ports: [8080] },
  ingressGateway: gateway,
  egressGateway: gateway,
  publicGateway: 'bound',
  domains: [
    {
      host: 'open.example.com',
      audience: 'business',
      exposes: { paths: ['/faas/api/saas/showroom/', '/faas/api/lab/status'] },
      functionNamespace: 'faas-alpha',
      ingress: { className: 'nginx', namespace: 'ingress-nginx', annotations: NGINX },
      tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
    },
    {
      host: 'faas.example.internal',
      audience: 'intranet',
      exposes: 'all',
      functionNamespace: 'faas-alpha',
      ingress: { className: 'nginx', namespace: 'ingress-nginx', annotations: NGINX },
      tls: { existingSecret: 'intranet-tls' },
    },
  ],
  clusters: [
    {
      name: 'historic',
      region: 'cn-hangzhou',
      platform: { kubernetes: '1.21', istio: '1.5.4', knative: '0.15', certManager: '1.0' },
      functionNamespaces: ['faas-alpha'],
    },
    {
      name: 'modern',
      region: 'cn-hangzhou',
      platform: { kubernetes: '1.34', istio: '1.29.2', knative: '1.22', certManager: '1.18.0' },
      functionNamespaces: ['faas-alpha'],
    },
  ],
};
