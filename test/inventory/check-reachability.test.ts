import type { Environment, GatewayService, Registry } from '../../inventory';
import { environmentSchema } from '../../inventory/schema';
import { checkShape } from '../../shape';
import { complaints, SHIPPED } from './complaints';

const served = (service: GatewayService): Partial<Environment> => ({
  domains: [],
  ingressGateway: { ...SHIPPED.ingressGateway, service },
});

const registered = (registry: Registry): string => complaints({ domains: [], registry });

test.each<GatewayService>([
  { kind: 'ClusterIP' },
  { kind: 'Headless' },
  { kind: 'LoadBalancer', annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
])('the ingress gateway is reached by $kind', (service) => {
  expect(complaints(served(service))).toBe('');
});

test('a load balancer that may face the internet, and an annotation that is none', () => {
  expect(complaints(served({ kind: 'LoadBalancer', annotations: {} }))).toMatchInlineSnapshot(`
   "environments/test.ts:31:22 error KF501 a load balancer without annotations faces the internet with most cloud providers
     31 |       "annotations": {}
        |                      ^
     help: write what makes it internal, such as 'networking.gke.io/load-balancer-type': 'Internal'
   "
  `);
  const annotations = { 'not a name': 'x' };
  expect(complaints(served({ kind: 'LoadBalancer', annotations }))).toContain(
    'error KF501 "not a name" is not the name of an annotation',
  );
});

test.each<Registry>([
  { kind: 'eureka', servers: ['http://eureka:8761/eureka/', 'https://10.1.2.3/e/'], cidrs: ['10.0.0.0/8'] },
  { kind: 'nacos', servers: ['nacos.example.internal:8848'], namespaces: ['nacos'] },
  { kind: 'nacos', servers: ['10.1.2.3:8848'], cidrs: ['10.0.0.0/8'], nacosNamespace: 'prod', group: 'A' },
])('the registry $kind', (registry) => {
  expect(registered(registry)).toBe('');
});

test('servers that are none, and nobody to let out to', () => {
  const servers = ['http://user:secret@eureka:8761/eureka/', 'eureka:8761', 'http://eureka:99999/eureka/'];
  expect(registered({ kind: 'eureka', servers })).toMatchInlineSnapshot(`
   "environments/test.ts:83:15 error KF501 registry names no peer
     83 |   "registry": {
        |               ^
     help: an empty list would let in everybody; name a range

   environments/test.ts:86:7 error KF501 "http://user:secret@eureka:8761/eureka/" is not a server of Eureka
     86 |       "http://user:secret@eureka:8761/eureka/",
        |       ^
     help: write it as http://eureka:8761/eureka/, without a password

   environments/test.ts:87:7 error KF501 "eureka:8761" is not a server of Eureka
     87 |       "eureka:8761",
        |       ^
     help: write it as http://eureka:8761/eureka/, without a password

   environments/test.ts:88:7 error KF501 "http://eureka:99999/eureka/" is not a server of Eureka
     88 |       "http://eureka:99999/eureka/"
        |       ^
     help: write it as http://eureka:8761/eureka/, without a password
   "
  `);
  const nacos = { kind: 'nacos', namespaces: ['nacos'] } as const;
  expect(registered({ ...nacos, servers: [] })).toContain('error KF501 the registry has no server');
  // The port of gRPC, 1,000 higher, would be none.
  for (const server of ['http://nacos:8848', 'nacos', 'nacos:0', 'nacos:64536', 'nacos:1e3']) {
    expect(registered({ ...nacos, servers: [server] })).toContain(
      `error KF501 "${server}" is not a server of Nacos`,
    );
  }
  expect(registered({ ...nacos, servers: ['nacos:8848'], group: 'a b' })).toContain(
    'error KF501 "a b" is not a name that Nacos takes',
  );
});

test('KF508: a server that the network policies block', () => {
  const servers = ['10.9.0.1:8848'];
  expect(registered({ kind: 'nacos', servers, cidrs: ['10.8.0.0/16'] })).toContain(
    'error KF508 the ingress gateways register at 10.9.0.1, and their network policies let out to 10.8.0.0/16 alone',
  );
  expect(registered({ kind: 'nacos', servers, cidrs: ['10.8.0.0/16'], namespaces: ['nacos'] })).toBe('');
});

test.each([
  [
    { registry: { kind: 'zookeeper', servers: ['a:1'] } },
    '"registry.kind" is "zookeeper": known here: eureka, nacos',
  ],
  [{ registry: { kind: 'eureka', servers: 'a' } }, 'registry.servers'],
  [{ registry: { servers: ['a:1'] } }, 'missing field "registry.kind"'],
  [{ registry: { kind: 'eureka', servers: [], group: 'A' } }, 'unknown field "registry.group"'],
  [{ registry: 'eureka' }, '"registry" is the text "eureka", not'],
  [
    { ingressGateway: { ...SHIPPED.ingressGateway, service: { kind: 'NodePort' } } },
    '"ingressGateway.service.kind" is "NodePort": known here: ClusterIP, LoadBalancer, Headless',
  ],
  [
    { ingressGateway: { ...SHIPPED.ingressGateway, service: { kind: 'LoadBalancer' } } },
    'missing field "ingressGateway.service.annotations"',
  ],
])('the shape of %j is refused', (change, field) => {
  const shaped = checkShape(environmentSchema, { ...SHIPPED, ...change });
  const told = 'problems' in shaped ? shaped.problems.map(({ message, help }) => `${message}: ${help}`) : [];
  expect(told).toEqual([expect.stringContaining(field)]);
});
