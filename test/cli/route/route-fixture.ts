import { requestOfCommand, requestOfLine } from '../../../cli/route/request';
import { spellWays } from '../../../cli/route/text';
import { answerLine, readRoutes, type RouteBook } from '../../../app';
import { projectFolder } from '../../fixtures/project-folder';

/** A VirtualService of the namespace `team` on the host `h.example`. */
export function manifest(name: string, http: string, { gateways = '[ns/gw]', created = '' } = {}): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: team${created === '' ? '' : `, creationTimestamp: '${created}'`} }
spec:
  hosts: [h.example]
  gateways: ${gateways}
  http:
${http}`;
}

/** Routes of every kind. */
export const SHOP = manifest(
  'shop',
  `    - match:
        - uri: { prefix: /shop/ }
          headers: { x-tenant: { prefix: kjl- } }
        - uri: { exact: /shop }
      route:
        - destination: { host: one.ns, port: { number: 80 } }
          weight: 90
          headers: { request: { set: { Host: a.ns } } }
        - { destination: { host: two.ns }, weight: 10 }
      rewrite: { uri: /v2/ }
      timeout: 10s
      retries: { attempts: 2, perTryTimeout: 2s, retryOn: connect-failure }
      fault: { delay: { percentage: { value: 5 }, fixedDelay: 1s } }
    - match: [{ uri: { prefix: /shop/old } }]
      redirect: { uri: /shop/new, redirectCode: 302 }
    - match: [{ uri: { exact: /teapot } }]
      directResponse: { status: 418, body: { string: tea } }
`,
);
/** A regex that meets them. */
export const STORE = manifest(
  'store',
  `    - match: [{ uri: { regex: '/s(hop|tore)/.*' } }]
      route: [{ destination: { host: store.ns } }]
`,
);
/** A catch-all. */
export const REST = manifest('a-rest', '    - route: [{ destination: { host: rest.ns } }]\n');

/** The routes of some manifests. */
export function bookOf(files: Readonly<Record<string, string>>, istio = '1.28.6'): RouteBook {
  const book = readRoutes([projectFolder(files).path], istio);
  if (book === undefined) throw new Error(`Istio ${istio} is not known`);
  return book;
}

/** The answer for people to `[METHOD] URL`, with headers; files without their folder. */
export function ask(book: RouteBook, request: string, ...headers: readonly string[]): string {
  const [url = '', method] = request.split(' ').reverse();
  const sent = requestOfCommand({ url, method, headers, host: undefined, usualHost: 'h.example' });
  if ('problem' in sent) return sent.problem;
  const answer = spellWays(sent, book.router.ways(sent), book, false);
  return answer.replace(/\/\S*kfaas-test-[^/]+\//g, '');
}

/** The answer to a line of JSON. */
export function answer(book: RouteBook, line: object): unknown {
  const given = JSON.stringify(line);
  const sent = requestOfLine(given, { host: undefined, usualHost: 'h.example' });
  return 'problem' in sent ? sent.problem : JSON.parse(answerLine(given, book.router.ways(sent), book));
}
