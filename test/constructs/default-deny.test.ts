import { DefaultDeny } from '../../constructs/default-deny';
import type { Domain } from '../../inventory';
import { NAMESPACE_LABEL, only, profileOf, render } from './rendered';

const DOMAIN: Domain = {
  host: 'open.example.com',
  audience: 'business',
  functionNamespace: 'faas-alpha',
  ingress: { className: 'nginx', namespace: 'ingress-nginx' },
  tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
};

function policies(kubernetes: string, certManager?: string, domains: readonly Domain[] = [DOMAIN]) {
  const profile = profileOf(kubernetes, certManager);
  return render((scope) => new DefaultDeny(scope, 'DefaultDeny', { domains, profile }));
}

test('Kubernetes 1.11 and cert-manager 0.6: solvers and controllers by the labels of their time', () => {
  expect(only(policies('1.11'), 'NetworkPolicy', 'acme-http01-solver')).toMatchInlineSnapshot(`
   {
     "apiVersion": "networking.k8s.io/v1",
     "kind": "NetworkPolicy",
     "metadata": {
       "annotations": {
         "argocd.argoproj.io/sync-wave": "10",
       },
       "labels": {
         "app.kubernetes.io/managed-by": "kfaas",
       },
       "name": "acme-http01-solver",
       "namespace": "kfaas-system",
     },
     "spec": {
       "ingress": [
         {
           "from": [
             {
               "namespaceSelector": {
                 "matchLabels": {
                   "example.com/namespace": "ingress-nginx",
                 },
               },
             },
           ],
           "ports": [
             {
               "port": 8089,
               "protocol": "TCP",
             },
           ],
         },
       ],
       "podSelector": {
         "matchExpressions": [
           {
             "key": "certmanager.k8s.io/acme-http-domain",
             "operator": "Exists",
           },
         ],
       },
       "policyTypes": [
         "Ingress",
         "Egress",
       ],
     },
   }
  `);
});

test.each([
  ['0.6', { matchExpressions: [{ key: 'certmanager.k8s.io/acme-http-domain', operator: 'Exists' }] }],
  ['0.10', { matchExpressions: [{ key: 'certmanager.k8s.io/acme-http-domain', operator: 'Exists' }] }],
  ['0.11', { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } }],
  ['0.16', { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } }],
  ['1.18.0', { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } }],
])('cert-manager %s: solvers carry %p', (certManager, podSelector) => {
  const { spec } = only(policies('1.19', certManager), 'NetworkPolicy', 'acme-http01-solver');
  expect((spec as { podSelector: unknown }).podSelector).toEqual(podSelector);
});

test.each([
  ['1.19', NAMESPACE_LABEL],
  ['1.21', 'kubernetes.io/metadata.name'],
])("Kubernetes %s: the controller's namespace by %s", (kubernetes, label) => {
  const peer = { namespaceSelector: { matchLabels: { [label]: 'ingress-nginx' } } };
  expect(only(policies(kubernetes), 'NetworkPolicy', 'acme-http01-solver').spec).toMatchObject({
    ingress: [{ from: [peer], ports: [{ port: 8089, protocol: 'TCP' }] }],
  });
});

test('where no certificate is issued, nothing but the denial is rendered', () => {
  const bought: Domain = { ...DOMAIN, tls: { existingSecret: 'bought' } };
  expect(policies('1.11', '0.6', [bought]).map(({ metadata }) => metadata.name)).toEqual(['default-deny']);
});

test.each(['dns-01', 'none'] as const)('nor where no challenge comes by HTTP: %s', (challenge) => {
  const issuer = { name: 'a', kind: 'Issuer' } as const;
  const domain: Domain = { ...DOMAIN, tls: { issuer, challenge } };
  expect(policies('1.33', undefined, [domain]).map(({ metadata }) => metadata.name)).toEqual([
    'default-deny',
  ]);
});
