import { join } from 'node:path';
import { catalogHosts, type CatalogHost } from '../../../app/explain-catalog';
import {
  ANY_HOST,
  linesEverywhere,
  spellEverywhere,
  verdictsEverywhere,
  type AnswerSource,
  type EverywhereAnswer,
} from '../../../cli/route/everywhere';
import { requestOfCommand } from '../../../cli/route/request';
import { ENVIRONMENTS } from '../../../environments';
import { knativeServiceOf, readRoutes, routeOwners } from '../../../app';
import { prepare, synth } from '../../../main';
import { referenceTo, spellMatch, type GatewayRequest, type RouteList } from '../../../routing';
import { COMPANY_FUNCTIONS, renderedCompany } from '../../fixtures/company';
import { projectFolder } from '../../fixtures/project-folder';

/** The gateway hosts of a catalog in some folder. */
function hostsOf(functions: string, cluster?: string): CatalogHost[] {
  const { checked, ready } = prepare({ environments: ENVIRONMENTS, functions, environmentSource: () => '' });
  if (ready === undefined) throw new Error(checked.findings.map(({ message }) => message).join('\n'));
  return catalogHosts(ready, checked.source, cluster);
}

/** The owners of a catalog whose functions nobody committed. */
const ownerOf = routeOwners('functions', new Map(), 0);

function sourceOf(hosts: readonly CatalogHost[]): AnswerSource {
  return { hosts, ownerOf };
}

/** Takes the folder off an answer's files. */
function plain({ text }: EverywhereAnswer): string {
  return text.replace(/[^ "]*kfaas-test-[^/]+\//g, '');
}

function requestOf(url: string): GatewayRequest {
  const sent = requestOfCommand({
    url,
    method: undefined,
    headers: [],
    host: undefined,
    usualHost: ANY_HOST,
  });
  if ('problem' in sent) throw new Error(sent.problem);
  return sent;
}

/** Expects the routes of gateway hosts to be those of the manifests in an output folder. */
function expectRendered(hosts: readonly CatalogHost[], output: string): void {
  const routesOf = (list: RouteList) =>
    list.routes.map((route) => [
      referenceTo(list, route),
      spellMatch(route),
      JSON.parse(JSON.stringify(route.outcome)) as unknown,
    ]);
  for (const { environment, cluster, istio, host, book } of hosts) {
    const rendered = readRoutes([join(output, environment, cluster)], istio);
    const [declared, read] = [book, rendered].map((from) =>
      from?.router
        .ways({ ...requestOf('/'), host })
        .map(({ table, list }) => [table.gateway, routesOf(list)]),
    );
    expect(declared).toEqual(read);
    expect(declared).toHaveLength(2);
  }
}

describe('a catalog whose functions overlap', () => {
  const { path } = projectFolder({
    'functions/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n',
    'functions/shop/all.yaml': '# All the rest\nruntime: nodejs\n',
    'functions/shop/cart.yaml': `runtime: nodejs
routes:
  - match: { exact: /faas/api/shop/all/old }
  - match: { prefix: /faas/api/shop/all/cart/ }
    timeout: 2s
backends:
  - { service: shop-cart, weight: 75 }
  - { service: shop-cart-green, weight: 25 }
deployedElsewhere: [shop-cart-green]
overlays:
  prod-us:
    routes:
      - match: { prefix: /faas/api/shop/all/cart/, methods: [GET, POST] }
  prod-eu:
    routes: null
`,
  });
  const hosts = hostsOf(join(path, 'functions'));
  const cart = requestOf('/faas/api/shop/all/cart/1');
  const on = (cluster: string) => hosts.filter(({ cluster: name }) => name === cluster);

  test('a rule of a shared VirtualService refers to the function that declares it', () => {
    expect(plain(spellEverywhere(cart, sourceOf(on('staging-cn')), false))).toMatchInlineSnapshot(`
     "staging / staging-cn / faas-staging (Istio 1.28.6)
     GET http://faas-staging-ksvc-gateway.kfaas-system.svc.cluster.local/faas/api/shop/all/cart/1 -> kfaas-system/faas-staging-ns-shop-all-ksvc-virtualservice rule 1 match 0 -> knative-local-gateway.istio-system.svc.cluster.local:80 (as shop-cart.faas-staging.svc.cluster.local) 75 %, knative-local-gateway.istio-system.svc.cluster.local:80 (as shop-cart-green.faas-staging.svc.cluster.local) 25 %
       gateways  knative-serving/knative-ingress-gateway and knative-serving/knative-local-gateway
       host      faas-staging-ksvc-gateway.kfaas-system.svc.cluster.local
       match     prefix /faas/api/shop/all/cart/
       catalog   functions/shop/cart.yaml:4:22 (a route of shop/cart)
       to        knative-local-gateway.istio-system.svc.cluster.local:80 (as shop-cart.faas-staging.svc.cluster.local) 75 %
                 knative-local-gateway.istio-system.svc.cluster.local:80 (as shop-cart-green.faas-staging.svc.cluster.local) 25 %
       timeout   2s
       retries   none
       service   Knative Service shop-cart in faas-staging 75 %
                 Knative Service shop-cart-green in faas-staging 25 %
       also      kfaas-system/faas-staging-ns-shop-all-ksvc-virtualservice rule 2 match 0  functions/shop/all.yaml:2:1 (prefix /faas/api/shop/all/, the default route): comes later in the same VirtualService
     "
    `);
  });

  test('a route of an overlay is shown there, and a default route that an overlay restores', () => {
    const catalogRows = (url: string) =>
      hosts.flatMap((host) => {
        const text = plain(spellEverywhere(requestOf(url), sourceOf([host]), false));
        return host.environment === 'prod'
          ? [`${host.cluster} ${/catalog +(.*)/.exec(text)?.[1] ?? ''}`]
          : [];
      });
    expect(catalogRows('/faas/api/shop/all/cart/1')).toMatchInlineSnapshot(`
     [
       "prod-cn functions/shop/cart.yaml:4:22 (a route of shop/cart)",
       "prod-us functions/shop/cart.yaml:13:26 (a route of shop/cart)",
       "prod-eu functions/shop/all.yaml:2:1 (the default route of shop/all)",
       "prod-sg functions/shop/cart.yaml:4:22 (a route of shop/cart)",
     ]
    `);
    expect(catalogRows('/faas/api/shop/cart/1')).toMatchInlineSnapshot(`
     [
       "prod-cn ",
       "prod-us ",
       "prod-eu functions/shop/cart.yaml:15:13 (the default route of shop/cart)",
       "prod-sg ",
     ]
    `);
  });

  test('its routes equal the rendered routes', () => {
    const output = join(path, 'dist');
    const functions = join(path, 'functions');
    const environmentSource = () => '';
    expect(synth({ environments: ENVIRONMENTS, functions, output, environmentSource }).findings).toEqual([]);
    expectRendered(hosts, output);
  });

  test('clusters with the same answer share one block', () => {
    const { text, matched } = spellEverywhere(cart, sourceOf(hosts), false);
    expect(matched).toBe(true);
    expect(text.split('\n').filter((line) => line.includes(' / '))).toMatchInlineSnapshot(`
     [
       "test / test-cn / faas-alpha, faas-beta, faas-gamma (Istio 1.29.2)",
       "staging / staging-cn / faas-staging (Istio 1.28.6)",
       "prod / prod-cn, prod-sg / faas-prod (Istio 1.28.6)",
       "prod / prod-us / faas-prod (Istio 1.28.6)",
       "prod / prod-eu / faas-prod (Istio 1.28.6)",
     ]
    `);
  });

  test('one line of JSON for each cluster and gateway host, in the order of the environments', () => {
    const lines = plain(linesEverywhere('{"path":"/x"}', cart, sourceOf(hosts)))
      .trimEnd()
      .split('\n');
    const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ cluster, namespace, rule }) => [cluster, namespace, rule])).toEqual([
      ['test-cn', 'faas-alpha', 1],
      ['test-cn', 'faas-beta', 1],
      ['test-cn', 'faas-gamma', 1],
      ['staging-cn', 'faas-staging', 1],
      ['prod-cn', 'faas-prod', 1],
      ['prod-us', 'faas-prod', 0],
      ['prod-eu', 'faas-prod', 0],
      ['prod-sg', 'faas-prod', 1],
    ]);
    expect(answers[5]).toMatchInlineSnapshot(`
     {
       "alsoMatched": [
         {
           "catalog": {
             "column": 1,
             "default": true,
             "file": "functions/shop/all.yaml",
             "function": "shop/all",
             "line": 2,
           },
           "match": 0,
           "rule": 1,
           "virtualService": "kfaas-system/faas-prod-ns-shop-all-ksvc-virtualservice",
         },
       ],
       "catalog": {
         "column": 26,
         "default": false,
         "file": "functions/shop/cart.yaml",
         "function": "shop/cart",
         "line": 13,
       },
       "cluster": "prod-us",
       "destinations": [
         {
           "authority": "shop-cart.faas-prod.svc.cluster.local",
           "host": "knative-local-gateway.istio-system.svc.cluster.local",
           "knativeService": "faas-prod/shop-cart",
           "port": 80,
           "weight": 75,
         },
         {
           "authority": "shop-cart-green.faas-prod.svc.cluster.local",
           "host": "knative-local-gateway.istio-system.svc.cluster.local",
           "knativeService": "faas-prod/shop-cart-green",
           "port": 80,
           "weight": 25,
         },
       ],
       "environment": "prod",
       "function": "shop/cart",
       "gateway": "knative-serving/knative-ingress-gateway",
       "host": "faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local",
       "match": 0,
       "matched": true,
       "namespace": "faas-prod",
       "request": {
         "path": "/x",
       },
       "retries": {
         "attempts": 0,
       },
       "rule": 0,
       "timeout": null,
       "virtualService": "kfaas-system/faas-prod-ns-shop-all-ksvc-virtualservice",
     }
    `);
    expect(answers[6]).toMatchObject({ alsoMatched: [], catalog: { function: 'shop/all', default: true } });
  });

  test('no route: the nearest, with their lines in the catalog', () => {
    const { text, matched } = spellEverywhere(requestOf('/faas/api/shop/al'), sourceOf(on('prod-us')), false);
    expect(matched).toBe(false);
    expect(plain({ text, matched })).toMatchInlineSnapshot(`
     "prod / prod-us / faas-prod (Istio 1.28.6)
     GET http://faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local/faas/api/shop/al -> 404: no route matches
       gateways  knative-serving/knative-ingress-gateway and knative-serving/knative-local-gateway
       host      faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local
       nearest   kfaas-system/faas-prod-ns-shop-all-ksvc-virtualservice rule 1 match 0  functions/shop/all.yaml:2:1 (prefix /faas/api/shop/all/, the default route)
                 kfaas-system/faas-prod-ns-shop-all-ksvc-virtualservice rule 0 match 0  functions/shop/cart.yaml:13:26 (prefix /faas/api/shop/all/cart/, method exact GET)
     "
    `);
  });
});

describe('a catalog of many teams', () => {
  const hosts = hostsOf(COMPANY_FUNCTIONS);
  const showroom = '/faas/api/saas/showroom/x';
  const clustersAsked = (url: string) =>
    verdictsEverywhere(requestOf(url), sourceOf(hosts))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(': ')[0]);

  test('its routes equal the rendered routes', () => {
    expectRendered(hosts, join(renderedCompany(), 'dist'));
  });

  test('only clusters that serve a host answer', () => {
    expect(clustersAsked(showroom)).toHaveLength(8);
    const host = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';
    const prod = ['prod/prod-cn', 'prod/prod-us', 'prod/prod-eu', 'prod/prod-sg'];
    expect(clustersAsked(`http://${host.toUpperCase()}:80${showroom}`)).toEqual(prod);
    const nobody = requestOf('http://x.example/');
    expect(spellEverywhere(nobody, sourceOf(hosts), false)).toMatchObject({ matched: false });
    expect(verdictsEverywhere(nobody, sourceOf(hosts))).toMatch(
      /^GET http:\/\/x\.example\/ -> 404: no cluster serves this host\n {2}hosts {5}faas-alpha-ksvc-gateway\./,
    );
    expect(linesEverywhere('{}', nobody, sourceOf(hosts)).text).toBe(
      '{"request":{},"matched":false,"alsoMatched":[]}\n',
    );
  });

  test('requests to a domain reach the gateway host of its function namespace', () => {
    const { text } = spellEverywhere(
      requestOf(`https://open.staging.example.com${showroom}`),
      sourceOf(hosts),
      false,
    );
    expect(text.split('\n').slice(0, 2).join('\n')).toMatchInlineSnapshot(`
     "staging / staging-cn / faas-staging (Istio 1.28.6), behind open.staging.example.com
     GET http://faas-staging-ksvc-gateway.kfaas-system.svc.cluster.local/faas/api/saas/showroom/x -> kfaas-system/faas-staging-ns-saas-showroom-ksvc-virtualservice rule 0 match 0 -> knative-local-gateway.istio-system.svc.cluster.local:80 (as saas-showroom.faas-staging.svc.cluster.local)"
    `);
  });

  test('one cluster alone', () => {
    expect(hostsOf(COMPANY_FUNCTIONS, 'prod-us').map(({ cluster }) => cluster)).toEqual(['prod-us']);
  });
});

test.each([
  ['knative-local-gateway.istio-system.svc.cluster.local', 'a-b.ns-1.svc.cluster.local', 'ns-1/a-b'],
  ['cluster-local-gateway.istio-system', 'A.ns.svc', 'ns/a'],
  ['knative-local-gateway.istio-system.svc', undefined, undefined],
  ['knative-local-gateway.istio-system.svc', 'api.example.com', undefined],
  ['other.istio-system.svc.cluster.local', 'a.ns.svc.cluster.local', undefined],
  ['a.ns.svc.cluster.local', undefined, undefined],
])('sent to %s as %s, a request reaches the Knative Service %s', (host, authority, ksvc) => {
  const found = knativeServiceOf({ host, authority, port: 80, subset: undefined, weight: 100 });
  expect(found && `${found.namespace}/${found.name}`).toBe(ksvc);
});
