import type { Mapping } from '../../base';
import { legacy, LOCAL, named, ruleTo } from './legacy';

/** How much of a VirtualService is imported: as it is, with corrections that are told, or not at all. */
export type Share = 'whole' | 'corrected' | 'not';

/** A VirtualService of a shape that public repositories show, made for this project. */
export interface Shape {
  readonly what: string;
  readonly share: Share;
  readonly object: Mapping;
}

const KSVC = 'saas-tea';
const URI = { prefix: '/faas/api/saas/tea/' };
const PLAIN = {
  rewrite: undefined,
  route: [{ destination: { host: 'reviews.prod.svc.cluster.local', port: { number: 9080 } } }],
};

function shape(what: string, share: Share, match: Mapping, more: Mapping = {}): Shape {
  return { what, share, object: legacy(named(KSVC), [ruleTo(KSVC, { uri: URI, ...match }, more)]) };
}

function withSpec(one: Shape, spec: Mapping): Shape {
  return { ...one, object: { ...one.object, spec: { ...(one.object.spec as Mapping), ...spec } } };
}

const split = (weights: readonly number[]) => ({
  rewrite: undefined,
  route: weights.map((weight, index) => ({
    destination: LOCAL,
    weight,
    headers: {
      request: { set: { Host: `saas-tea${index === 0 ? '' : `-v${index}`}.faas-alpha.svc.cluster.local` } },
    },
  })),
});

const toHost = (more: Mapping) => ({
  rewrite: undefined,
  route: [{ destination: { ...PLAIN.route[0]?.destination, ...more } }],
});

/** At least forty shapes of VirtualServices that are bound to gateways. */
export const CORPUS: readonly Shape[] = [
  shape('one prefix to one Knative Service', 'whole', {}),
  shape('an exact path', 'whole', { uri: { exact: '/faas/api/saas/tea' } }),
  shape('a regex', 'whole', { uri: { regex: '/faas/api/saas/tea/[0-9]+' } }),
  shape('a regex with anchors', 'whole', { uri: { regex: '^/faas/api/saas/tea/.*$' } }),
  shape('letters in any case', 'whole', { ignoreUriCase: true }),
  shape('one method', 'whole', { method: { exact: 'GET' } }),
  shape('a choice of methods by a regex', 'whole', { method: { regex: '(GET|HEAD)' } }),
  shape('a method by its prefix', 'not', { method: { prefix: 'P' } }),
  shape('a header, exact', 'whole', { headers: { 'end-user': { exact: 'jason' } } }),
  shape('a header by a regex', 'whole', { headers: { 'user-agent': { regex: '.*Firefox.*' } } }),
  shape('a cookie by a regex', 'whole', { headers: { cookie: { regex: '^(.*;.?)?(user=jason)(;.*)?$' } } }),
  shape('a header that is there', 'whole', { headers: { 'x-debug': {} } }),
  shape('a header that is not', 'whole', { withoutHeaders: { 'x-legacy': { exact: '1' } } }),
  shape('a query parameter', 'whole', { queryParams: { version: { exact: '2' } } }),
  shape('a name of the match', 'whole', { name: 'tea' }),
  shape('the authority', 'not', { authority: { prefix: 'faas-alpha' } }),
  shape('the scheme', 'not', { scheme: { exact: 'https' } }),
  shape('the port', 'not', { port: 443 }),
  shape('labels of the client', 'not', { sourceLabels: { app: 'web' } }),
  shape('the namespace of the client', 'not', { sourceNamespace: 'web' }),
  shape('one Gateway of two', 'not', { gateways: ['knative-serving/knative-local-gateway'] }),
  shape('two versions with weights', 'whole', {}, split([80, 20])),
  shape('three versions with weights', 'whole', {}, split([60, 30, 10])),
  shape('a version with weight 0', 'whole', {}, split([100, 0])),
  shape('weights that make 99', 'not', {}, split([66, 33])),
  shape('a subset', 'not', {}, toHost({ subset: 'v2' })),
  shape('a Service that is none of Knative', 'whole', {}, PLAIN),
  shape(
    'a Service without a port',
    'whole',
    {},
    { rewrite: undefined, route: [{ destination: { host: 'reviews.prod.svc.cluster.local' } }] },
  ),
  shape(
    'a rewrite of the prefix',
    'whole',
    {},
    { rewrite: { uri: '/', authority: 'saas-tea.faas-alpha.svc.cluster.local' } },
  ),
  shape(
    'a rewrite by a regex',
    'whole',
    {},
    {
      rewrite: {
        uriRegexRewrite: { match: '^/faas/api/saas/tea/(.*)$', rewrite: '/\\1' },
        authority: 'saas-tea.faas-alpha.svc.cluster.local',
      },
    },
  ),
  shape(
    'a redirect to another host',
    'whole',
    {},
    { rewrite: undefined, route: undefined, redirect: { authority: 'new.example.com', uri: '/tea/' } },
  ),
  shape(
    'a redirect to HTTPS by its scheme',
    'whole',
    {},
    { rewrite: undefined, route: undefined, redirect: { scheme: 'https', redirectCode: 308 } },
  ),
  shape(
    'a redirect to the port of the request',
    'not',
    {},
    { rewrite: undefined, route: undefined, redirect: { derivePort: 'FROM_REQUEST_PORT' } },
  ),
  shape(
    'a direct response',
    'whole',
    {},
    {
      rewrite: undefined,
      route: undefined,
      directResponse: { status: 503, body: { string: 'maintenance' } },
    },
  ),
  shape(
    'a delegate',
    'not',
    {},
    { rewrite: undefined, route: undefined, delegate: { name: 'tea', namespace: 'saas' } },
  ),
  shape('a timeout', 'whole', {}, { timeout: '5s' }),
  shape('a timeout that is none', 'corrected', {}, { timeout: '0s' }),
  shape(
    'retries with conditions',
    'whole',
    {},
    {
      retries: { attempts: 3, perTryTimeout: '2s', retryOn: 'gateway-error,connect-failure,refused-stream' },
    },
  ),
  shape('no word on retries', 'corrected', {}, { retries: undefined }),
  shape(
    'a delay for tests',
    'whole',
    {},
    { fault: { delay: { percentage: { value: 100 }, fixedDelay: '7s' } } },
  ),
  shape(
    'an abort for tests',
    'whole',
    {},
    { fault: { abort: { percentage: { value: 100 }, httpStatus: 500 } } },
  ),
  shape(
    'an abort by a status of gRPC',
    'not',
    {},
    { fault: { abort: { percentage: { value: 100 }, grpcStatus: 'UNAVAILABLE' } } },
  ),
  shape(
    'a mirror',
    'whole',
    {},
    { mirror: { host: 'audit.prod.svc.cluster.local' }, mirrorPercentage: { value: 10 } },
  ),
  shape(
    'two mirrors',
    'not',
    {},
    {
      mirrors: [
        { destination: { host: 'a.prod.svc.cluster.local' } },
        { destination: { host: 'b.prod.svc.cluster.local' } },
      ],
    },
  ),
  shape(
    'CORS for some origins',
    'whole',
    {},
    {
      corsPolicy: {
        allowOrigins: [{ exact: 'https://shop.example.com' }],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['x-a'],
        maxAge: '24h',
      },
    },
  ),
  shape(
    'headers that are set, added and removed',
    'whole',
    {},
    {
      headers: { request: { set: { 'x-a': 'b' }, add: { 'x-c': 'd' } }, response: { remove: ['server'] } },
    },
  ),
  shape(
    'a variable of Envoy in a header',
    'not',
    {},
    { headers: { request: { set: { 'x-ip': '%DOWNSTREAM_REMOTE_ADDRESS%' } } } },
  ),
  shape('every path', 'not', { uri: undefined }),
  shape('every path by a prefix', 'not', { uri: { prefix: '/' } }),
  shape('a path beside those of the site gateway', 'not', { uri: { prefix: '/productpage' } }),
  shape('a weight beside route', 'corrected', {}, { weight: 100 }),
  shape(
    'the local gateway of an older Knative',
    'corrected',
    {},
    {
      route: [
        {
          destination: { host: 'cluster-local-gateway.istio-system.svc.cluster.local', port: { number: 80 } },
        },
      ],
    },
  ),
  shape('upgrades to WebSocket', 'not', {}, { websocketUpgrade: true }),
  withSpec(shape('routes of TCP', 'not', {}), {
    tcp: [{ route: [{ destination: { host: 'a.b.svc.cluster.local' } }] }],
  }),
  withSpec(shape('routes of TLS', 'not', {}), { tls: [] }),
];
