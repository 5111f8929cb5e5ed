import { join } from 'node:path';
import { catalogHosts, renderedHosts, routeOwners } from '../../../app';
import {
  ANY_HOST,
  linesEverywhere,
  spellEverywhere,
  verdictsEverywhere,
} from '../../../cli/route/everywhere';
import { requestOfCommand } from '../../../cli/route/request';

import { prepare, synth } from '../../../main';
import type { GatewayRequest } from '../../../routing';
import { OPEN_ENVIRONMENTS } from '../../fixtures/open-environments';
import { projectFolder } from '../../fixtures/project-folder';

const { path } = projectFolder({
  'functions/shop/team.yaml': 'contact: shop@example.com\nprefixes: [/faas/api/shop/]\n',
  'functions/shop/cart.yaml': 'runtime: nodejs\n',
});
const { checked, ready } = prepare({
  environments: OPEN_ENVIRONMENTS,
  functions: join(path, 'functions'),
  environmentSource: () => '',
});
if (ready === undefined) throw new Error('the catalog has errors');
const ownerOf = routeOwners('functions', new Map(), 0);
const source = { hosts: catalogHosts(ready, checked.source, 'prod-us'), ownerOf };
const GATEWAY_HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

function requestOf(url: string): GatewayRequest {
  const command = { url, method: undefined, headers: [], host: undefined, usualHost: ANY_HOST };
  const sent = requestOfCommand(command);
  if ('problem' in sent) throw new Error(sent.problem);
  return sent;
}

/** The first line of the answer, and what becomes of the path on the way. */
function explained(url: string) {
  const { text, matched } = spellEverywhere(requestOf(url), source, false);
  const [, verdict = '', ...rows] = text.split('\n');
  return {
    verdict: verdict.replace(/^.*? -> /, ''),
    ingress: rows.filter((row) => /^ {2}ingress /.test(row)).map((row) => row.trim().replace(/ +/, ' ')),
    matched,
  };
}

const ANSWER =
  'kfaas-system/faas-prod-ns-shop-cart-ksvc-virtualservice rule 0 match 0 -> knative-local-gateway.istio-system.svc.cluster.local:80';

test.each(['/faas/api//shop/cart/a', 'https://open.example.com/faas/api//shop/cart/a'])(
  '%s is answered as it arrives',
  (url) => {
    expect(explained(url)).toEqual({
      verdict: expect.stringContaining(ANSWER) as string,
      ingress: ['ingress /faas/api//shop/cart/a arrives as /faas/api/shop/cart/a'],
      matched: true,
    });
    expect(verdictsEverywhere(requestOf(url), source)).toContain(`/faas/api/shop/cart/a -> ${ANSWER}`);
  },
);

test('who names the gateway host asks the local gateway', () => {
  expect(explained(`http://${GATEWAY_HOST}/faas/api//shop/cart/a`)).toEqual({
    verdict: '404: no route matches',
    ingress: [],
    matched: false,
  });
});

test.each([
  [
    '/faas/api/shop/cart/a../b',
    '500: the ingress gateway refuses it, since Zuul takes no ../, percent-encoded or not',
  ],
  [
    '/faas/api/shop/cart/100%',
    '400: the ingress gateway refuses it, since Tomcat takes no % without two hexadecimal digits',
  ],
  [
    '/%66aas/api/shop/cart/a',
    '404: the ingress gateway refuses it, since it forwards /faas/api/** alone, and compares the path before it is decoded',
  ],
])('%s is refused', (url, verdict) => {
  expect(explained(url)).toEqual({ verdict, ingress: [], matched: false });
  expect(verdictsEverywhere(requestOf(url), source)).toContain(`${url} -> ${verdict}`);
});

test('a path that is refused by 404 has the nearest routes beside it, another one has none', () => {
  const rowsOf = (url: string) => spellEverywhere(requestOf(url), source, false).text;
  expect(rowsOf('/fas/api/shop/cart/a')).toContain('  nearest ');
  expect(rowsOf('/faas/api/shop/cart/a../b')).not.toContain('  nearest ');
});

test('says it in JSON', () => {
  const lineOf = (url: string) => JSON.parse(linesEverywhere('{}', requestOf(url), source).text) as object;
  expect(lineOf('/faas/api//shop/cart/a?b=//c')).toMatchObject({
    ingressGateway: { arrives: '/faas/api/shop/cart/a?b=//c' },
    matched: true,
    function: 'shop/cart',
  });
  const refused = lineOf('/faas/api/shop/cart/a../b');
  expect(refused).toMatchObject({
    ingressGateway: { refused: 500, reason: 'Zuul takes no ../, percent-encoded or not' },
    matched: false,
    alsoMatched: [],
  });
  expect(refused).not.toHaveProperty('function');
  expect(lineOf('/faas/api/shop/cart/a')).not.toHaveProperty('ingressGateway');
});

describe('where one environment runs Spring Cloud Gateway', () => {
  const environments = OPEN_ENVIRONMENTS.map((environment) =>
    environment.name !== 'prod'
      ? environment
      : {
          ...environment,
          ingressGateway: { ...environment.ingressGateway, kind: 'spring-cloud-gateway' as const },
        },
  );
  const inputs = { environments, functions: join(path, 'functions'), environmentSource: () => '' };
  const { checked: all, ready: mixed } = prepare(inputs);
  if (mixed === undefined) throw new Error('the catalog has errors');
  const hosts = catalogHosts(mixed, all.source);

  /** The answers by environment, each once. */
  function answersAt(url: string, from = hosts) {
    const lines = linesEverywhere('{}', requestOf(url), { hosts: from, ownerOf }).text.trim().split('\n');
    const answers = lines.map((line) => {
      const { environment, ingressGateway, matched } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify({ environment, ingressGateway, matched });
    });
    return [...new Set(answers)].map((answer) => JSON.parse(answer) as object);
  }

  const refused = { refused: 500, reason: 'Zuul takes no ../, percent-encoded or not' };
  const EXPECTED = [
    { environment: 'prod', matched: true },
    { environment: 'staging', ingressGateway: refused, matched: false },
    { environment: 'test', ingressGateway: refused, matched: false },
  ];

  test('each environment answers by its own program', () => {
    const answers = answersAt('/faas/api/shop/cart/a../b');
    expect(answers).toHaveLength(EXPECTED.length);
    expect(answers).toEqual(expect.arrayContaining(EXPECTED));
  });

  test('and so do the rendered manifests', () => {
    const output = join(path, 'dist');
    expect(synth({ ...inputs, output }).findings).toEqual([]);
    for (const from of [renderedHosts(output, environments), renderedHosts(output, undefined)]) {
      const answers = answersAt('/faas/api/shop/cart/a../b', from);
      expect(answers).toHaveLength(EXPECTED.length);
      expect(answers).toEqual(expect.arrayContaining(EXPECTED));
    }
  });

  test('a query that arrives otherwise is shown', () => {
    const rowsOf = (url: string) =>
      spellEverywhere(
        requestOf(url),
        { hosts: hosts.filter(({ environment }) => environment === 'prod'), ownerOf },
        false,
      )
        .text.split('\n')
        .filter((row) => row.startsWith('  ingress'))
        .map((row) => row.trim().replace(/ +/, ' '));
    expect(rowsOf('/faas/api/shop/cart/a?b[]=%20')).toEqual([
      'ingress /faas/api/shop/cart/a?b[]=%20 arrives as /faas/api/shop/cart/a?b[]=%2520',
    ]);
    expect(rowsOf('/faas/api/shop/cart//a?b=1')).toEqual([
      'ingress /faas/api/shop/cart//a arrives as /faas/api/shop/cart/a',
    ]);
    expect(rowsOf('/faas/api/shop/cart/a?b=1')).toEqual([]);
  });
});
