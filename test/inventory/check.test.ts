import { readFileSync } from 'node:fs';
import { ENVIRONMENTS } from '../../environments';
import { checkEnvironments, type Cluster, type Environment } from '../../inventory';
import { complaints, SHIPPED, SHIPPED_CLUSTER } from './complaints';

const base = SHIPPED;
const cluster = SHIPPED_CLUSTER;

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('the shipped environments are not what these tests build upon');
  return item;
}

/** The complaints about its one cluster. */
function aboutCluster(change: Partial<Cluster>, text?: string): string {
  return complaints({ domains: [], clusters: [{ ...cluster, siteGateways: {}, ...change }] }, text);
}

test('the shipped environments are sound: three, with six clusters', () => {
  const source = (file: string) => readFileSync(file, 'utf8');
  expect(checkEnvironments(ENVIRONMENTS, source)).toEqual([]);
  expect(ENVIRONMENTS.map(({ name, clusters }) => [name, clusters.length])).toEqual([
    ['test', 1],
    ['staging', 1],
    ['prod', 4],
  ]);
});

test('a function namespace that is kfaas-system is refused at its line', () => {
  const text =
    "export const ENVIRONMENTS = [{ clusters: [{\n  functionNamespaces: ['faas-alpha', 'kfaas-system'],\n}] }];\n";
  expect(aboutCluster({ functionNamespaces: ['faas-alpha', 'kfaas-system'] }, text)).toMatchInlineSnapshot(`
   "environments/test.ts:2:38 error KF304 cluster "test-cn" would get its functions rendered into kfaas-system
     2 |   functionNamespaces: ['faas-alpha', 'kfaas-system'],
       |                                      ^
     help: a Knative Service there could take the name of a gateway host; use a namespace of its own
   "
  `);
});

test('namespaces of others, names too long and names twice are refused', () => {
  const functionNamespaces = ['istio-system', 'system', 'a'.repeat(48), 'Faas', 'faas-a', 'faas-a'];
  expect(aboutCluster({ functionNamespaces })).toMatchInlineSnapshot(`
   "environments/test.ts:54:9 error KF501 function namespace "istio-system" does not belong to KFaas
     54 |         "istio-system",
        |         ^
     help: use a namespace of its own, as in faas-prod

   environments/test.ts:55:9 error KF501 function namespace "system" has the name of the folder for what is no function's
     55 |         "system",
        |         ^
     help: use another, as in faas-prod

   environments/test.ts:56:9 error KF501 function namespace "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is not a DNS label of at most 47 characters
     56 |         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        |         ^
     help: use a-z, 0-9 and -, as in faas-prod

   environments/test.ts:57:9 error KF501 function namespace "Faas" is not a DNS label of at most 47 characters
     57 |         "Faas",
        |         ^
     help: use a-z, 0-9 and -, as in faas-prod

   environments/test.ts:59:9 error KF501 function namespace "faas-a" occurs twice in cluster "test-cn"
     59 |         "faas-a"
        |         ^
     help: name it once
   "
  `);
});

test('cluster names: the name of an environment, no DNS label, twice', () => {
  const clusters = ['test', 'Test', 'a', 'a'].map((name) => ({ ...cluster, name }));
  expect(complaints({ domains: [], clusters })).toMatchInlineSnapshot(`
   "environments/test.ts:45:15 error KF501 cluster "test" has the name of an environment
     45 |       "name": "test",
        |               ^
     help: overlays name environments and clusters alike; call it test-1 or by its region

   environments/test.ts:83:15 error KF501 cluster "Test" is not a DNS label
     83 |       "name": "Test",
        |               ^
     help: use a-z, 0-9 and -, as in prod-us

   environments/test.ts:159:15 error KF501 cluster "a" is declared twice
     159 |       "name": "a",
         |               ^
     help: give each its own name
   "
  `);
});

test('unknown versions are refused at their line', () => {
  const platform = { ...cluster.platform, istio: '1.99.0' };
  expect(
    aboutCluster(
      { platform },
      "export const ENVIRONMENTS = [{ clusters: [{ platform: { istio: '1.99.0' } }] }];\n",
    ),
  ).toMatchInlineSnapshot(`
   "environments/test.ts:1:64 error KF502 Istio 1.99.0 is newer than any release that KFaas knows
     1 | ort const ENVIRONMENTS = [{ clusters: [{ platform: { istio: '1.99.0' } }] }];
       |                                                             ^
     help: the newest known release is 1.31; extend the tables in platform/, or say assume: 'newest' in the environment to render for it as for 1.31
   "
  `);
});

test('domains: unknown cluster, unknown namespace, no host name', () => {
  const domain = first(base.domains);
  const domains = [
    { ...domain, clusters: ['test-us'] },
    { ...domain, functionNamespace: 'faas-omega' },
    { ...domain, host: 'not a host' },
    { ...domain, host: 'twice.example.com' },
    { ...domain, host: 'twice.example.com' },
  ];
  expect(complaints({ domains })).toMatchInlineSnapshot(`
   "environments/test.ts:64:9 error KF501 domain faas-alpha.test.example.internal names unknown cluster "test-us"
     64 |         "test-us"
        |         ^
     help: did you mean "test-cn"? known here: test-cn

   environments/test.ts:71:28 error KF501 domain faas-alpha.test.example.internal leads to namespace "faas-omega", which cluster "test-cn" has not
     71 |       "functionNamespace": "faas-omega",
        |                            ^
     help: choose one of faas-alpha, faas-beta, faas-gamma, or limit the domain's clusters

   environments/test.ts:89:15 error KF501 "not a host" is not a host name
     89 |       "host": "not a host",
        |               ^
     help: write it as faas.example.com

   environments/test.ts:131:15 error KF501 domain twice.example.com occurs twice on cluster "test-cn"
     131 |       "host": "twice.example.com",
         |               ^
     help: one Ingress would win by chance; keep one
   "
  `);
});

test('peers and replicas', () => {
  const replicas = { min: 3, max: 2 };
  const ingressGateway = { ...base.ingressGateway, replicas };
  const siteGateway = { cidrs: ['10.0.0.0/33', '10.0.0.0'] };
  expect(complaints({ ingressGateway, siteGateway })).toMatchInlineSnapshot(`
   "environments/test.ts:5:7 error KF501 "10.0.0.0/33" is not an address range
     5 |       "10.0.0.0/33",
       |       ^
     help: write it as 10.0.0.0/8

   environments/test.ts:6:7 error KF501 "10.0.0.0" is not an address range
     6 |       "10.0.0.0"
       |       ^
     help: write it as 10.0.0.0/8

   environments/test.ts:22:17 error KF501 ingressGateway runs on 3 to 2 replicas
     22 |     "replicas": {
        |                 ^
     help: min is a whole number of at least 1, max of at least min
   "
  `);
  expect(complaints({ siteGateway: {} })).toMatchInlineSnapshot(`
   "environments/test.ts:3:18 error KF501 siteGateway names no peer
     3 |   "siteGateway": {},
       |                  ^
     help: an empty list would let in everybody; name a range
   "
  `);
});

test('the Java platform: address ranges, ports, URL', () => {
  const javaPlatform = { url: 'http://a/b', cidrs: ['10.0.0.0'], ports: [0, 70_000] };
  expect(complaints({ javaPlatform })).toMatchInlineSnapshot(`
   "environments/test.ts:9:12 error KF501 "http://a/b" is not the base URL of a gateway
     9 |     "url": "http://a/b",
       |            ^
     help: write it as http://host:8080

   environments/test.ts:11:7 error KF501 "10.0.0.0" is not an address range
     11 |       "10.0.0.0"
        |       ^
     help: write it as 10.0.0.0/8

   environments/test.ts:14:7 error KF501 0 is not a port
     14 |       0,
        |       ^
     help: write a whole number from 1 to 65535

   environments/test.ts:15:7 error KF501 70000 is not a port
     15 |       70000
        |       ^
     help: write a whole number from 1 to 65535
   "
  `);
  expect(complaints({ javaPlatform: { ...javaPlatform, ports: [] } })).toContain(
    'javaPlatform names no port',
  );
});

describe('KF508: the network policy of the egress gateway', () => {
  const about = (url: string, ports: readonly number[], cidrs = ['10.0.0.0/8', 'fd00::/8']) =>
    complaints({ javaPlatform: { url, cidrs, ports } });

  test('blocks the port of the URL', () => {
    expect(about('https://java-gateway.example.internal:9443', [80, 8080])).toMatchInlineSnapshot(`
     "environments/test.ts:9:12 error KF508 the egress gateway sends requests to port 9443 of java-gateway.example.internal, and its network policy lets out to 80, 8080 alone
       9 |     "url": "https://java-gateway.example.internal:9443",
         |            ^
       help: add 9443 to javaPlatform.ports, or correct the URL
     "
    `);
  });

  test.each([
    ['http://java.example.internal', [8080], 'port 80 of java.example.internal'],
    ['https://java.example.internal', [80], 'port 443 of java.example.internal'],
    ['https://java.example.internal', [443], undefined],
    ['http://java.example.internal:8080', [80, 8080], undefined],
    // Policies see the pods behind it, on ports of their own.
    ['http://java-gateway.java.svc', [8080], undefined],
    ['http://java-gateway.java.svc.cluster.local', [8080], undefined],
    ['http://10.1.2.3:8080', [8080], undefined],
    [
      'http://11.1.2.3:8080',
      [8080],
      'requests to 11.1.2.3, and its network policy lets out to 10.0.0.0/8, fd00::/8 alone',
    ],
  ] as const)('%s with the ports %j', (url, ports, message) => {
    if (message === undefined) expect(about(url, ports)).toBe('');
    else expect(about(url, ports)).toContain(`error KF508 the egress gateway sends requests to`);
    expect(about(url, ports)).toContain(message ?? '');
  });

  test('is not judged where the URL, a port or a range is none', () => {
    expect(about('http://java:99999', [80])).toContain('is not the base URL');
    expect(about('http://300.1.1.1', [80])).toContain('is not the base URL');
    for (const text of [about('http://java', [0]), about('http://java', [81], ['x'])]) {
      expect(text).not.toContain('KF508');
    }
  });
});

test.each(['ingressGateway', 'egressGateway'] as const)('%s: an image is one version', (field) => {
  const about = (image: string) => complaints({ [field]: { ...base[field], image } });
  const digest = `@sha256:${'0a'.repeat(32)}`;
  for (const image of [`a${digest}`, `registry.example.com/a:1${digest}`]) expect(about(image)).toBe('');
  const place = new RegExp(
    `^environments/test.ts:\\d+:14 error KF414 ${field} runs the image "a:latest", which has`,
  );
  expect(about('a:latest')).toMatch(place);
  expect(about('a:latest')).toContain('help: write the tag of a release, such as :1.4.2, or a digest');
  expect(about('registry.example.com:5000/a')).toContain('KF414');
  expect(about('a@sha256:0a')).toContain(`KF501 ${field} runs the image "a@sha256:0a", which has a digest`);
});

test('both gateways: image, quantities, replicas', () => {
  const workload = { image: '', replicas: { min: 0, max: 1 }, resources: { cpu: 'lots', memory: '512mb' } };
  expect(complaints({ egressGateway: workload })).toMatchInlineSnapshot(`
   "environments/test.ts:31:14 error KF501 egressGateway runs the image "", which is not the name of an image
     31 |     "image": "",
        |              ^
     help: write registry/name:tag, the name in lower case

   environments/test.ts:32:17 error KF501 egressGateway runs on 0 to 1 replicas
     32 |     "replicas": {
        |                 ^
     help: min is a whole number of at least 1, max of at least min

   environments/test.ts:37:14 error KF501 "lots" is not a Kubernetes quantity
     37 |       "cpu": "lots",
        |              ^
     help: write it as 500m or 1Gi

   environments/test.ts:38:17 error KF501 "512mb" is not a Kubernetes quantity
     38 |       "memory": "512mb"
        |                 ^
     help: write it as 500m or 1Gi
   "
  `);
});

test('site gateways of namespaces that there are not, and peers that are no namespaces', () => {
  const siteGateways = { 'faas-omega': { namespaces: ['Not A Label'] } };
  expect(aboutCluster({ siteGateways })).toMatchInlineSnapshot(`
   "environments/test.ts:59:9 error KF501 cluster "test-cn" names a site gateway of "faas-omega", which is none of its namespaces
     59 |         "faas-omega": {
        |         ^
     help: did you mean "faas-beta"? known here: faas-alpha, faas-beta, faas-gamma

   environments/test.ts:61:13 error KF501 "Not A Label" is not a namespace
     61 |             "Not A Label"
        |             ^
     help: use a-z, 0-9 and -
   "
  `);
});

test('two environments of one name, and one cluster name in two environments', () => {
  const other: Environment = { ...base, domains: [] };
  const findings = checkEnvironments([other, other], () => undefined);
  expect(findings.map(({ message }) => message).sort()).toEqual([
    'cluster "test-cn" is declared twice',
    'two environments are called "test"',
  ]);
  const named: Environment = { ...other, name: 'prod' };
  expect(checkEnvironments([other, named], () => undefined).map(({ message }) => message)).toEqual([
    'cluster "test-cn" is declared twice',
  ]);
});

test('a cluster without function namespaces', () => {
  expect(aboutCluster({ functionNamespaces: [], siteGateways: {} })).toContain('has no function namespace');
});

test('a function namespace with which two VirtualServices could get one name', () => {
  expect(aboutCluster({ functionNamespaces: ['a', 'a-ns-b'], siteGateways: {} })).toContain(
    'function namespace "a-ns-b" contains "-ns-"',
  );
});

describe('KF507: annotations of another ingress controller', () => {
  const domain = first(base.domains);
  const about = (className: string, annotations: Readonly<Record<string, string>>) =>
    complaints({ domains: [{ ...domain, ingress: { className, namespace: 'ingress', annotations } }] });

  test('are a warning, at the annotations', () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/proxy-body-size': '512m',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '310',
    };
    expect(about('alb', annotations)).toMatchInlineSnapshot(`
     "environments/test.ts:51:9 warning KF507 annotations nginx.ingress.kubernetes.io/… are for ingress-nginx; by its name, the class "alb" belongs to the AWS Load Balancer Controller
       51 |         "annotations": {
          |         ^
       help: write the annotations of the AWS Load Balancer Controller (alb.ingress.kubernetes.io/), or correct className
     "
    `);
  });

  test('are none where the class is of the controller, or of none that is known', () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '310',
      'cert-manager.io/issuer': 'a',
    };
    for (const className of ['nginx', 'nginx-intranet', 'intranet', 'album', 'higress']) {
      expect([className, about(className, annotations)]).toEqual([className, '']);
    }
  });
});

test.each([
  [
    'the class',
    { ingress: { className: 'Nginx ', namespace: 'a' } },
    '"Nginx " is not the name of an IngressClass',
  ],
  ['the namespace', { ingress: { className: 'a', namespace: 'a.b' } }, '"a.b" is not a namespace'],
  ['the Secret', { tls: { existingSecret: 'a_b' } }, '"a_b" is not the name of a Secret'],
  ['the issuer', { tls: { issuer: { name: '', kind: 'Issuer' } } }, '"" is not the name of an issuer'],
  ...['a b', 'a/b/c', 'A/b', 'constructor', 'x'.repeat(64)].map(
    (name) =>
      [
        `the annotation ${name}`,
        { ingress: { className: 'a', namespace: 'a', annotations: { [name]: 'x' } } },
        `"${name}" is not the name of an annotation`,
      ] as const,
  ),
] as const)('a domain with a name that the API server refuses: %s', (_, change, message) => {
  expect(complaints({ domains: [{ ...first(base.domains), ...change }] })).toContain(
    ` error KF501 ${message}\n`,
  );
});
