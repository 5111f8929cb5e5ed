import { foreignProject } from '../fixtures/foreign-routes';
import { kfaas } from './kfaas-command';

/** What `kubectl get virtualservices -n kfaas-system -o yaml` prints, with one VirtualService whose paths are given. */
function dumpOf(...prefixes: readonly string[]): string {
  const rules = prefixes.map(
    (prefix) => `    - match:
      - uri:
          prefix: ${prefix}
      rewrite:
        authority: trade-orders.faas-prod.svc.cluster.local
      route:
      - destination:
          host: knative-local-gateway.istio-system.svc.cluster.local
          port:
            number: 80
`,
  );
  return `apiVersion: v1
items:
- apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata:
    creationTimestamp: "2021-03-04T05:06:07Z"
    generation: 3
    name: trade-orders
    namespace: kfaas-system
    resourceVersion: "81934"
    uid: 0b2c1a9e-6a57-4d0e-8a52-3b8f3f6c1c11
  spec:
    gateways:
    - knative-serving/knative-local-gateway
    hosts:
    - faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local
    http:
${rules.join('')}kind: List
metadata:
  resourceVersion: ""
`;
}

const project = (...prefixes: readonly string[]) =>
  foreignProject({ 'foreign/prod/prod-cn/dump.yaml': dumpOf(...prefixes) }).path;

test('kfaas check says how many routes are foreign, and which of them meets a function', async () => {
  const { exit, out } = await kfaas(project('/faas/api/trade/orders/', '/faas/api/shop/a/orders/'), 'check');
  expect({ exit, out: out.replace(/^proved[^]*?\n\n/m, '') }).toMatchInlineSnapshot(`
   {
     "exit": 1,
     "out": "BROKEN: some outcomes depend on the creation order
     prod-cn  faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local  (3 routes, 2 of them foreign, on knative-serving/knative-local-gateway)
   functions/shop/a.yaml:1:1 error KF629 on faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local, shop/a and rule 1 match 0 of the foreign VirtualService kfaas-system/trade-orders match the same request and treat it differently; the one created first answers it: today that is kfaas-system/trade-orders, created at 2021-03-04T05:06:07Z, unless the VirtualService of shop/a is older
     1 | runtime: nodejs
       | ^
     also at foreign/prod/prod-cn/dump.yaml:30:11
     30 |           prefix: /faas/api/shop/a/orders/
        |           ^
     request: GET /faas/api/shop/a/orders/
     help: take kfaas-system/trade-orders over into the catalog, so that KFaas orders the two, or narrow one of them until they do not meet
   1 error
   ",
   }
  `);
});

test('kfaas check -o json has the number of foreign routes', async () => {
  const { exit, out } = await kfaas(project('/faas/api/trade/orders/'), 'check', '-o', 'json');
  const { tables } = JSON.parse(out) as { readonly tables: readonly { readonly cluster: string }[] };
  expect(exit).toBe(0);
  expect(tables.filter(({ cluster }) => cluster.startsWith('prod-'))).toMatchInlineSnapshot(`
   [
     {
       "cluster": "prod-cn",
       "foreign": 1,
       "gateway": "knative-serving/knative-local-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 2,
     },
     {
       "cluster": "prod-cn",
       "gateway": "knative-serving/knative-ingress-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
     {
       "cluster": "prod-us",
       "gateway": "knative-serving/knative-local-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
     {
       "cluster": "prod-us",
       "gateway": "knative-serving/knative-ingress-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
     {
       "cluster": "prod-eu",
       "gateway": "knative-serving/knative-local-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
     {
       "cluster": "prod-eu",
       "gateway": "knative-serving/knative-ingress-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
     {
       "cluster": "prod-sg",
       "gateway": "knative-serving/knative-local-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
     {
       "cluster": "prod-sg",
       "gateway": "knative-serving/knative-ingress-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "orderIndependent": "proved",
       "routes": 1,
     },
   ]
  `);
});

test('kfaas synth renders nothing of it, and kfaas route names the file that answers', async () => {
  const path = project('/faas/api/trade/orders/');
  const synth = await kfaas(path, 'synth');
  expect(synth).toMatchObject({ exit: 0, err: '' });
  const request = ['route', '/faas/api/trade/orders/7', '--cluster', 'prod-cn'];
  expect((await kfaas(path, ...request)).out).toMatchInlineSnapshot(`
   "prod / prod-cn / faas-prod (Istio 1.28.6)
   GET http://faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local/faas/api/trade/orders/7 -> 404: no route matches
     gateway   knative-serving/knative-ingress-gateway
     host      faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local
     nearest   kfaas-system/faas-prod-ns-shop-a-ksvc-virtualservice rule 0 match 0  functions/shop/a.yaml:1:1 (prefix /faas/api/shop/a/, the default route)

   GET http://faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local/faas/api/trade/orders/7 -> kfaas-system/trade-orders rule 0 match 0 -> knative-local-gateway.istio-system.svc.cluster.local:80 (as trade-orders.faas-prod.svc.cluster.local)
     gateway   knative-serving/knative-local-gateway
     host      faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local
     match     prefix /faas/api/trade/orders/
     foreign   foreign/prod/prod-cn/dump.yaml:19:9 (a VirtualService that KFaas does not render)
     rewrite   authority -> trade-orders.faas-prod.svc.cluster.local
     retries   2 attempts, the default of this Istio version
     service   Knative Service trade-orders in faas-prod
   "
  `);
  const json = await kfaas(path, ...request, '-o', 'json');
  expect(JSON.parse(json.out)).toMatchInlineSnapshot(`
   {
     "alsoMatched": [],
     "answers": [
       {
         "alsoMatched": [],
         "gateways": [
           "knative-serving/knative-ingress-gateway",
         ],
         "matched": false,
       },
       {
         "alsoMatched": [],
         "destinations": [
           {
             "authority": "trade-orders.faas-prod.svc.cluster.local",
             "host": "knative-local-gateway.istio-system.svc.cluster.local",
             "port": 80,
             "weight": 100,
           },
         ],
         "foreign": {
           "column": 9,
           "file": "foreign/prod/prod-cn/dump.yaml",
           "line": 19,
         },
         "gateways": [
           "knative-serving/knative-local-gateway",
         ],
         "match": 0,
         "matched": true,
         "retries": {
           "attempts": 2,
         },
         "rule": 0,
         "timeout": null,
         "virtualService": "kfaas-system/trade-orders",
       },
     ],
     "cluster": "prod-cn",
     "environment": "prod",
     "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
     "matched": false,
     "namespace": "faas-prod",
     "request": {
       "headers": {},
       "method": "GET",
       "path": "/faas/api/trade/orders/7",
     },
   }
  `);
  // Another cluster does not have it.
  expect((await kfaas(path, 'route', '/faas/api/trade/orders/7', '--cluster', 'prod-us')).exit).toBe(1);
});

test('where a foreign route meets a function, nothing is written, and kfaas route shows the finding', async () => {
  const made = foreignProject({ 'foreign/prod/prod-cn/dump.yaml': dumpOf('/faas/api/trade/orders/') });
  expect((await kfaas(made.path, 'synth')).exit).toBe(0);
  made.add({ 'foreign/prod/prod-cn/dump.yaml': dumpOf('/faas/api/shop/a/orders/') });
  const synth = await kfaas(made.path, 'synth');
  expect(synth.exit).toBe(1);
  expect(synth.err).toContain('Nothing was written to dist.');
  const { err } = await kfaas(made.path, 'route', '/faas/api/shop/a/orders/7', '--cluster', 'prod-cn');
  expect(err).toContain('error KF629');
});
