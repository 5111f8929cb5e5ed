import { readFileSync } from 'node:fs';
import { checkEnvironments, ENVIRONMENTS, type Cluster, type Environment } from '../../environments';
import { inOrder, renderHuman } from '../../findings';

const base = first(ENVIRONMENTS);
const cluster = first(base.clusters);

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('the shipped environments are not what these tests build upon');
  return item;
}

/** The complaints about an environment that differs from the first of the shipped ones. */
function complaints(change: Partial<Environment>, text = ''): string {
  const environment: Environment = { ...base, ...change };
  const source = () => text;
  return renderHuman(inOrder(checkEnvironments([environment], source)), { source });
}

/** The complaints about its one cluster. */
function aboutCluster(change: Partial<Cluster>, text = ''): string {
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
  const text = "export const test = {\n  functionNamespaces: ['faas-alpha', 'kfaas-system'],\n};\n";
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
   "environments/test.ts:1:1 error KF501 function namespace "Faas" is not a DNS label of at most 47 characters
     help: use a-z, 0-9 and -, as in faas-prod

   environments/test.ts:1:1 error KF501 function namespace "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is not a DNS label of at most 47 characters
     help: use a-z, 0-9 and -, as in faas-prod

   environments/test.ts:1:1 error KF501 function namespace "faas-a" stands twice in cluster "test-cn"
     help: name it once

   environments/test.ts:1:1 error KF501 function namespace "istio-system" does not belong to KFaas
     help: use a namespace of its own, as in faas-prod

   environments/test.ts:1:1 error KF501 function namespace "system" has the name of the folder for what is no function's
     help: use another, as in faas-prod
   "
  `);
});

test('cluster names: the name of an environment, no DNS label, twice', () => {
  const clusters = ['prod', 'Test', 'a', 'a'].map((name) => ({ ...cluster, name }));
  expect(complaints({ domains: [], clusters })).toMatchInlineSnapshot(`
   "environments/test.ts:1:1 error KF501 cluster "Test" is not a DNS label
     help: use a-z, 0-9 and -, as in prod-us

   environments/test.ts:1:1 error KF501 cluster "a" is declared twice
     help: give each its own name

   environments/test.ts:1:1 error KF501 cluster "prod" has the name of an environment
     help: overlays name environments and clusters alike; call it prod-1 or by its region
   "
  `);
});

test('unknown versions are refused at their line', () => {
  const platform = { ...cluster.platform, istio: '1.99.0' };
  expect(aboutCluster({ platform }, "  platform: { istio: '1.99.0' },\n")).toMatchInlineSnapshot(`
   "environments/test.ts:1:22 error KF502 Istio 1.99.0 is newer than any release that KFaas knows
     1 |   platform: { istio: '1.99.0' },
       |                      ^
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
   "environments/test.ts:1:1 error KF501 "not a host" is not a host name
     help: write it as faas.example.com

   environments/test.ts:1:1 error KF501 domain faas-alpha.test.example.internal leads to namespace "faas-omega", which cluster "test-cn" has not
     help: choose one of faas-alpha, faas-beta, faas-gamma, or limit the domain's clusters

   environments/test.ts:1:1 error KF501 domain faas-alpha.test.example.internal names unknown cluster "test-us"
     help: known: test-cn

   environments/test.ts:1:1 error KF501 domain twice.example.com stands twice on cluster "test-cn"
     help: one Ingress would win by chance; keep one
   "
  `);
});

test('peers and replicas', () => {
  const replicas = { min: 3, max: 2 };
  const ingressGateway = { ...base.ingressGateway, replicas };
  const siteGateway = { cidrs: ['10.0.0.0/33', '10.0.0.0'] };
  expect(complaints({ ingressGateway, siteGateway })).toMatchInlineSnapshot(`
   "environments/test.ts:1:1 error KF501 "10.0.0.0" is not an address range
     help: write it as 10.0.0.0/8

   environments/test.ts:1:1 error KF501 "10.0.0.0/33" is not an address range
     help: write it as 10.0.0.0/8

   environments/test.ts:1:1 error KF501 ingressGateway runs on 3 to 2 replicas
     help: min is a whole number of at least 1, max of at least min
   "
  `);
  expect(complaints({ siteGateway: {} })).toMatchInlineSnapshot(`
   "environments/test.ts:1:1 error KF501 siteGateway names no peer
     help: an empty list would let in everybody; name a range
   "
  `);
});

test('the Java platform: address ranges, ports, URL', () => {
  const javaPlatform = { url: 'http://a/b', cidrs: ['10.0.0.0'], ports: [0, 70_000] };
  expect(complaints({ javaPlatform })).toMatchInlineSnapshot(`
   "environments/test.ts:1:1 error KF501 "10.0.0.0" is not an address range
     help: write it as 10.0.0.0/8

   environments/test.ts:1:1 error KF501 "http://a/b" is not the base URL of a gateway
     help: write it as http://host:8080

   environments/test.ts:1:1 error KF501 0 is not a port
     help: write a whole number from 1 to 65535

   environments/test.ts:1:1 error KF501 70000 is not a port
     help: write a whole number from 1 to 65535
   "
  `);
  expect(complaints({ javaPlatform: { ...javaPlatform, ports: [] } })).toContain(
    'javaPlatform names no port',
  );
});

test('both gateways: image, quantities, replicas', () => {
  const workload = { image: '', replicas: { min: 0, max: 1 }, resources: { cpu: 'lots', memory: '512mb' } };
  expect(complaints({ egressGateway: workload })).toMatchInlineSnapshot(`
   "environments/test.ts:1:1 error KF501 "512mb" is not a Kubernetes quantity
     help: write it as 500m or 1Gi

   environments/test.ts:1:1 error KF501 "lots" is not a Kubernetes quantity
     help: write it as 500m or 1Gi

   environments/test.ts:1:1 error KF501 egressGateway runs on 0 to 1 replicas
     help: min is a whole number of at least 1, max of at least min

   environments/test.ts:1:1 error KF501 egressGateway runs the image ""
     help: write registry/name:tag
   "
  `);
});

test('site gateways of namespaces that there are not, and peers that are no namespaces', () => {
  const siteGateways = { 'faas-omega': { namespaces: ['Not A Label'] } };
  expect(aboutCluster({ siteGateways })).toMatchInlineSnapshot(`
   "environments/test.ts:1:1 error KF501 "Not A Label" is not a namespace
     help: use a-z, 0-9 and -

   environments/test.ts:1:1 error KF501 cluster "test-cn" names a site gateway of "faas-omega", which is none of its namespaces
     help: known here: faas-alpha, faas-beta, faas-gamma
   "
  `);
});

test('two environments of one name, and one cluster name in two environments', () => {
  const other: Environment = { ...base, domains: [] };
  const findings = checkEnvironments([other, other], () => '');
  expect(findings.map(({ message }) => message).sort()).toEqual([
    'cluster "test-cn" is declared twice',
    'two environments are called "test"',
  ]);
  const named: Environment = { ...other, name: 'prod' };
  expect(checkEnvironments([other, named], () => '').map(({ message }) => message)).toEqual([
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
