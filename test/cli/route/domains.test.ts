import { join } from 'node:path';
import { catalogHosts, renderedHosts, routeOwners } from '../../../app';
import {
  ANY_HOST,
  linesEverywhere,
  spellEverywhere,
  verdictsEverywhere,
} from '../../../cli/route/everywhere';
import { requestOfCommand } from '../../../cli/route/request';
import type { Domain, Environment } from '../../../inventory';
import { prepare, synth } from '../../../main';
import { environmentOf } from '../../fixtures/platform-clusters';
import { projectFolder } from '../../fixtures/project-folder';

const { path } = projectFolder({
  'functions/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n',
  'functions/shop/cart.yaml': 'runtime: nodejs\n',
  'functions/shop/admin.yaml': 'runtime: nodejs\n',
});

function domain(host: string, exposes: Domain['exposes']): Domain {
  return {
    host,
    audience: 'intranet',
    functionNamespace: 'faas-alpha',
    ...(exposes === undefined ? {} : { exposes }),
    ingress: { className: 'nginx', namespace: 'ingress-nginx' },
    tls: { existingSecret: 'a' },
  };
}

const ENVIRONMENT: Environment = {
  ...environmentOf('istio-1.28'),
  domains: [
    domain('open.example.com', { functions: ['shop/cart'] }),
    domain('all.example.com', 'all'),
    domain('none.example.com', undefined),
  ],
};
const inputs = {
  environments: [ENVIRONMENT],
  functions: join(path, 'functions'),
  environmentSource: () => undefined,
};
const { checked, ready } = prepare(inputs);
if (ready === undefined) throw new Error('the catalog has errors');
const ownerOf = routeOwners('functions', new Map(), 0);
const source = { hosts: catalogHosts(ready, checked.source), ownerOf };

function requestOf(url: string) {
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

/** What answers, by the catalog. */
const verdict = (url: string, from = source) =>
  spellEverywhere(requestOf(url), from, false)
    .text.split('\n')[1]
    ?.replace(/^.*? -> /, '')
    .replace(/ rule .*/, '');

const CART = 'kfaas-system/faas-alpha-ns-shop-cart-ksvc-virtualservice';
const ADMIN = 'kfaas-system/faas-alpha-ns-shop-admin-ksvc-virtualservice';
const UNEXPOSED =
  '404: the Ingress refuses it, since open.example.com does not expose this path: see exposes in environments/';

test.each([
  ['https://open.example.com/faas/api/shop/cart/a', CART],
  ['https://open.example.com:443/faas/api/shop/c%61rt/a', '404: no route matches'],
  ['https://open.example.com/faas/api/shop/admin/a', UNEXPOSED],
  ['https://open.example.com/faas/api/shop/cart/../admin/', UNEXPOSED],
  ['https://all.example.com/faas/api/shop/admin/a', ADMIN],
  [
    'https://none.example.com/faas/api/shop/cart/a',
    '404: the Ingress refuses it, since none.example.com exposes nothing here',
  ],
  ['/faas/api/shop/admin/a', ADMIN],
  ['http://faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local/faas/api/shop/admin/a', ADMIN],
])('%s', (url, answer) => {
  expect(verdict(url)).toBe(answer);
});

test('a request that the Ingress refuses: no route is shown as near, nothing is matched, and JSON says who refuses', () => {
  const sent = requestOf('https://open.example.com/faas/api/shop/admin/a');
  const { text, matched } = spellEverywhere(sent, source, false);
  expect([matched, /nearest|not met|match /.test(text)]).toEqual([false, false]);
  expect(verdictsEverywhere(sent, source)).toContain(UNEXPOSED);
  const line = JSON.parse(linesEverywhere('{}', sent, source).text) as Record<string, unknown>;
  expect(line).toMatchObject({ matched: false, ingress: { refused: 404 } });
  expect(line).not.toHaveProperty('ingressGateway');
});

test('the manifests of the last render answer alike', () => {
  const output = join(path, 'dist');
  expect(synth({ ...inputs, output }).change).toBeDefined();
  const rendered = { hosts: renderedHosts(output, [ENVIRONMENT]), ownerOf };
  for (const url of [
    'https://open.example.com/faas/api/shop/cart/a',
    'https://all.example.com/faas/api/shop/admin/a',
  ])
    expect(verdict(url, rendered)).toBe(verdict(url));
  expect(verdict('https://open.example.com/faas/api/shop/admin/a', rendered)).toBe(UNEXPOSED);
  // What is not rendered is not known.
  expect(spellEverywhere(requestOf('https://none.example.com/faas/api/'), rendered, false).text).toContain(
    '404: no cluster serves this host',
  );
});
