import { DomainIngress } from '../../constructs/domain-ingress';
import type { ExposedPath } from '../../compatibility';
import type { Domain } from '../../inventory';
import { keysIn, only, profileOf, render } from './rendered';

const DOMAIN: Domain = {
  host: 'open.example.com',
  audience: 'business',
  functionNamespace: 'faas-alpha',
  ingress: {
    className: 'nginx-public',
    namespace: 'ingress-nginx',
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '512m' },
  },
  tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
};

const everythingOn = (kubernetes: string): readonly ExposedPath[] => [
  { type: Number(kubernetes.split('.')[1]) < 18 ? undefined : 'Prefix', path: '/faas/api/' },
];

function domain(
  kubernetes: string,
  certManager?: string,
  declared = DOMAIN,
  paths = everythingOn(kubernetes),
) {
  const profile = profileOf(kubernetes, certManager);
  return render((scope) => new DomainIngress(scope, 'Domain', { domain: declared, paths, profile }));
}

test('Kubernetes 1.11 and cert-manager 0.6', () => {
  expect(domain('1.11')).toMatchInlineSnapshot(`
   [
     {
       "apiVersion": "certmanager.k8s.io/v1alpha1",
       "kind": "Certificate",
       "metadata": {
         "annotations": {
           "argocd.argoproj.io/sync-wave": "10",
         },
         "labels": {
           "app.kubernetes.io/managed-by": "kfaas",
           "kfaas.io/audience": "business",
         },
         "name": "open.example.com",
         "namespace": "kfaas-system",
       },
       "spec": {
         "acme": {
           "config": [
             {
               "domains": [
                 "open.example.com",
               ],
               "http01": {
                 "ingressClass": "nginx-public",
               },
             },
           ],
         },
         "dnsNames": [
           "open.example.com",
         ],
         "issuerRef": {
           "kind": "ClusterIssuer",
           "name": "letsencrypt",
         },
         "secretName": "open.example.com-tls",
       },
     },
     {
       "apiVersion": "extensions/v1beta1",
       "kind": "Ingress",
       "metadata": {
         "annotations": {
           "argocd.argoproj.io/sync-wave": "40",
           "kubernetes.io/ingress.class": "nginx-public",
           "nginx.ingress.kubernetes.io/proxy-body-size": "512m",
         },
         "labels": {
           "app.kubernetes.io/managed-by": "kfaas",
           "kfaas.io/audience": "business",
         },
         "name": "open.example.com",
         "namespace": "kfaas-system",
       },
       "spec": {
         "rules": [
           {
             "host": "open.example.com",
             "http": {
               "paths": [
                 {
                   "backend": {
                     "serviceName": "faas-alpha-ingress-gateway",
                     "servicePort": "http",
                   },
                   "path": "/faas/api/",
                 },
               ],
             },
           },
         ],
         "tls": [
           {
             "hosts": [
               "open.example.com",
             ],
             "secretName": "open.example.com-tls",
           },
         ],
       },
     },
   ]
  `);
});

test('Kubernetes 1.18: class and path type in the shape of v1beta1', () => {
  expect(only(domain('1.18'), 'Ingress')).toMatchInlineSnapshot(`
   {
     "apiVersion": "networking.k8s.io/v1beta1",
     "kind": "Ingress",
     "metadata": {
       "annotations": {
         "argocd.argoproj.io/sync-wave": "40",
         "nginx.ingress.kubernetes.io/proxy-body-size": "512m",
       },
       "labels": {
         "app.kubernetes.io/managed-by": "kfaas",
         "kfaas.io/audience": "business",
       },
       "name": "open.example.com",
       "namespace": "kfaas-system",
     },
     "spec": {
       "ingressClassName": "nginx-public",
       "rules": [
         {
           "host": "open.example.com",
           "http": {
             "paths": [
               {
                 "backend": {
                   "serviceName": "faas-alpha-ingress-gateway",
                   "servicePort": "http",
                 },
                 "path": "/faas/api/",
                 "pathType": "Prefix",
               },
             ],
           },
         },
       ],
       "tls": [
         {
           "hosts": [
             "open.example.com",
           ],
           "secretName": "open.example.com-tls",
         },
       ],
     },
   }
  `);
});

test('Kubernetes 1.19: the backend of networking.k8s.io/v1', () => {
  expect(only(domain('1.19'), 'Ingress')).toMatchInlineSnapshot(`
   {
     "apiVersion": "networking.k8s.io/v1",
     "kind": "Ingress",
     "metadata": {
       "annotations": {
         "argocd.argoproj.io/sync-wave": "40",
         "nginx.ingress.kubernetes.io/proxy-body-size": "512m",
       },
       "labels": {
         "app.kubernetes.io/managed-by": "kfaas",
         "kfaas.io/audience": "business",
       },
       "name": "open.example.com",
       "namespace": "kfaas-system",
     },
     "spec": {
       "ingressClassName": "nginx-public",
       "rules": [
         {
           "host": "open.example.com",
           "http": {
             "paths": [
               {
                 "backend": {
                   "service": {
                     "name": "faas-alpha-ingress-gateway",
                     "port": {
                       "name": "http",
                     },
                   },
                 },
                 "path": "/faas/api/",
                 "pathType": "Prefix",
               },
             ],
           },
         },
       ],
       "tls": [
         {
           "hosts": [
             "open.example.com",
           ],
           "secretName": "open.example.com-tls",
         },
       ],
     },
   }
  `);
});

test.each([
  [
    '1.11',
    'extensions/v1beta1',
    ['serviceName', 'kubernetes.io/ingress.class'],
    ['pathType', 'ingressClassName'],
  ],
  [
    '1.13',
    'extensions/v1beta1',
    ['serviceName', 'kubernetes.io/ingress.class'],
    ['pathType', 'ingressClassName'],
  ],
  [
    '1.14',
    'networking.k8s.io/v1beta1',
    ['serviceName', 'kubernetes.io/ingress.class'],
    ['pathType', 'ingressClassName'],
  ],
  [
    '1.17',
    'networking.k8s.io/v1beta1',
    ['serviceName', 'kubernetes.io/ingress.class'],
    ['pathType', 'service'],
  ],
  [
    '1.18',
    'networking.k8s.io/v1beta1',
    ['serviceName', 'pathType', 'ingressClassName'],
    ['kubernetes.io/ingress.class'],
  ],
  [
    '1.19',
    'networking.k8s.io/v1',
    ['service', 'pathType', 'ingressClassName'],
    ['serviceName', 'kubernetes.io/ingress.class'],
  ],
  [
    '1.33',
    'networking.k8s.io/v1',
    ['service', 'pathType', 'ingressClassName'],
    ['serviceName', 'kubernetes.io/ingress.class'],
  ],
])('Kubernetes %s: an Ingress of %s with %p, without %p', (kubernetes, apiVersion, has, lacks) => {
  const ingress = only(domain(kubernetes), 'Ingress');
  const keys = keysIn(ingress);
  expect(ingress.apiVersion).toBe(apiVersion);
  expect(has.filter((key) => !keys.has(key))).toEqual([]);
  expect(lacks.filter((key) => keys.has(key))).toEqual([]);
  expect(keys.has('nginx.ingress.kubernetes.io/proxy-body-size')).toBe(true);
});

test.each([
  ['0.6', 'certmanager.k8s.io/v1alpha1', ['acme'], ['keyAlgorithm', 'keySize', 'group', 'privateKey']],
  ['0.8.0', 'certmanager.k8s.io/v1alpha1', [], ['acme', 'keyAlgorithm', 'keySize', 'group', 'privateKey']],
  ['0.8.1', 'certmanager.k8s.io/v1alpha1', ['keyAlgorithm', 'keySize'], ['acme', 'group', 'privateKey']],
  ['0.10', 'certmanager.k8s.io/v1alpha1', ['keyAlgorithm', 'keySize'], ['acme', 'group', 'privateKey']],
  ['0.11', 'cert-manager.io/v1alpha2', ['keyAlgorithm', 'keySize', 'group'], ['acme', 'privateKey']],
  [
    '0.15',
    'cert-manager.io/v1alpha2',
    ['keyAlgorithm', 'keySize', 'group'],
    ['acme', 'privateKey', 'rotationPolicy'],
  ],
  [
    '0.16',
    'cert-manager.io/v1beta1',
    ['privateKey', 'rotationPolicy', 'group'],
    ['acme', 'keyAlgorithm', 'keySize'],
  ],
  [
    '1.0',
    'cert-manager.io/v1',
    ['privateKey', 'rotationPolicy', 'group'],
    ['acme', 'keyAlgorithm', 'keySize'],
  ],
  [
    '1.19',
    'cert-manager.io/v1',
    ['privateKey', 'rotationPolicy', 'group'],
    ['acme', 'keyAlgorithm', 'keySize'],
  ],
])('cert-manager %s: a Certificate of %s with %p, without %p', (certManager, apiVersion, has, lacks) => {
  const certificate = only(domain('1.19', certManager), 'Certificate');
  const keys = keysIn(certificate);
  expect(certificate.apiVersion).toBe(apiVersion);
  expect(certificate.spec).toMatchObject({
    secretName: 'open.example.com-tls',
    dnsNames: ['open.example.com'],
    issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
  });
  expect(has.filter((key) => !keys.has(key))).toEqual([]);
  expect(lacks.filter((key) => keys.has(key))).toEqual([]);
});

test('the spelling of the key: small letters in the flat shape, capitals in the nested one', () => {
  expect(only(domain('1.19', '0.12'), 'Certificate').spec).toMatchObject({
    keyAlgorithm: 'ecdsa',
    keySize: 256,
  });
  expect(only(domain('1.19', '0.16'), 'Certificate').spec).toMatchObject({
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
  });
});

test('an existing Secret needs no Certificate, however old the cluster is', () => {
  const objects = domain('1.11', '0.6', { ...DOMAIN, tls: { existingSecret: 'bought' } });
  expect(objects.map(({ kind }) => kind)).toEqual(['Ingress']);
  expect(objects).toMatchObject([{ spec: { tls: [{ hosts: ['open.example.com'], secretName: 'bought' }] } }]);
});

test.each([
  [undefined, true],
  ['http-01', true],
  ['none', false],
] as const)('cert-manager 0.6 with the challenge %s', (challenge, isSolved) => {
  const issuer = { name: 'letsencrypt', kind: 'ClusterIssuer' } as const;
  const declared: Domain = { ...DOMAIN, tls: challenge === undefined ? { issuer } : { issuer, challenge } };
  expect(keysIn(only(domain('1.11', '0.6', declared), 'Certificate')).has('http01')).toBe(isSolved);
});

describe('several paths', () => {
  const paths = (isTyped: boolean): readonly ExposedPath[] => [
    { type: isTyped ? 'Prefix' : undefined, path: '/faas/api/growth/landing/' },
    { type: isTyped ? 'Exact' : undefined, path: '/faas/api/data/track' },
  ];
  const rendered = (kubernetes: string, isTyped: boolean) => {
    const { spec } = only(domain(kubernetes, undefined, DOMAIN, paths(isTyped)), 'Ingress');
    const { rules } = spec as {
      rules: { http: { paths: { path: string; pathType?: string }[] } }[];
    };
    return rules.flatMap(({ http }) => http.paths.map(({ path, pathType }) => [path, pathType]));
  };

  test.each(['1.18', '1.19', '1.33'])('Kubernetes %s: each with its type', (kubernetes) => {
    expect(rendered(kubernetes, true)).toEqual([
      ['/faas/api/growth/landing/', 'Prefix'],
      ['/faas/api/data/track', 'Exact'],
    ]);
  });

  test.each(['1.11', '1.17'])('Kubernetes %s: none has a type', (kubernetes) => {
    expect(rendered(kubernetes, false)).toEqual([
      ['/faas/api/growth/landing/', undefined],
      ['/faas/api/data/track', undefined],
    ]);
  });
});
