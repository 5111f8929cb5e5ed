import { routingRulesOf } from '../../../platform';
import { checkTables, routeTables } from '../../../routing';
import { NOW, on, prefix, ROUTE, vs } from '../contract-builders';

/** What is reported of one VirtualService as KF614 or KF403: `<severity> <path>`. */
function told(object: object, istio = NOW): readonly string[] {
  const rules = routingRulesOf(istio);
  if (rules === undefined) throw new Error(`no rules for Istio ${istio}`);
  return checkTables(routeTables([object], rules), rules)
    .problems.filter(({ code }) => code === 'KF614' || code === 'KF403')
    .map(({ severity, positions }) => `${severity} ${positions[0]?.path.join('.') ?? ''}`);
}

const rule = (more: object) => vs('a', { ...on(prefix('/a')), ...more });
const spec = (more: object) => ({
  ...vs('a'),
  spec: { hosts: ['h.example'], gateways: ['ns/gw'], http: [ROUTE], ...more },
});
const match = (more: object) => vs('a', on(prefix('/a', more)));
const to = (destination: object, more: object = {}) => rule({ route: [{ destination, ...more }] });
const tls = (more: object, route: unknown = ROUTE.route) =>
  spec({ tls: [{ match: [{ sniHosts: ['h.example'], ...more }], route }] });
const answer = (more: object) => vs('a', more);

/** One row for each thing that the webhook asks. */
type Row = readonly [what: string, object: object, path: string];

const RULES: readonly Row[] = [
  ['no answer', answer({ match: [prefix('/a')] }), 'spec.http.0'],
  ['an empty route', answer({ route: [] }), 'spec.http.0'],
  ['route and redirect', rule({ redirect: { uri: '/' } }), 'spec.http.0'],
  ['route and directResponse', rule({ directResponse: { status: 200 } }), 'spec.http.0'],
  ['redirect and fault', answer({ redirect: { uri: '/' }, fault: { delay: {} } }), 'spec.http.0'],
  [
    'directResponse and rewrite',
    answer({ directResponse: { status: 200 }, rewrite: { uri: '/' } }),
    'spec.http.0',
  ],
  ['delegate and route', rule({ delegate: { name: 'd' } }), 'spec.http.0'],
  [
    'mirror and mirrors',
    rule({ mirror: { host: 'm' }, mirrors: [{ destination: { host: 'm' } }] }),
    'spec.http.0',
  ],
  ['a timeout of 0', rule({ timeout: '0s' }), 'spec.http.0.timeout'],
  ['a timeout in microseconds', rule({ timeout: '1500us' }), 'spec.http.0.timeout'],
  ['a timeout without a unit', rule({ timeout: '5' }), 'spec.http.0.timeout'],
  ['a timeout that is a number', rule({ timeout: 5 }), 'spec.http.0.timeout'],
  ['negative attempts', rule({ retries: { attempts: -1 } }), 'spec.http.0.retries.attempts'],
  [
    '0 attempts and a timeout',
    rule({ retries: { attempts: 0, perTryTimeout: '1s' } }),
    'spec.http.0.retries',
  ],
  [
    'retries on what is unknown',
    rule({ retries: { attempts: 1, retryOn: '5xx, reset' } }),
    'spec.http.0.retries.retryOn',
  ],
  ['a rewrite of nothing', rule({ rewrite: {} }), 'spec.http.0.rewrite'],
  [
    'two rewrites',
    rule({ rewrite: { uri: '/', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }),
    'spec.http.0.rewrite',
  ],
  [
    'half a rewrite by regex',
    rule({ rewrite: { uriRegexRewrite: { match: 'a' } } }),
    'spec.http.0.rewrite.uriRegexRewrite',
  ],
  [
    'a rewrite by what is no regex',
    rule({ rewrite: { uriRegexRewrite: { match: '(', rewrite: 'b' } } }),
    'spec.http.0.rewrite.uriRegexRewrite.match',
  ],
  ['a redirect to nowhere', answer({ redirect: {} }), 'spec.http.0.redirect'],
  [
    'a redirect that is none',
    answer({ redirect: { uri: '/', redirectCode: 200 } }),
    'spec.http.0.redirect.redirectCode',
  ],
  ['a redirect to ftp', answer({ redirect: { scheme: 'ftp' } }), 'spec.http.0.redirect.scheme'],
  ['a status outside HTTP', answer({ directResponse: { status: 700 } }), 'spec.http.0.directResponse.status'],
  [
    'a body of more than 1 MiB',
    answer({ directResponse: { status: 200, body: { string: 'x'.repeat(2 ** 20 + 1) } } }),
    'spec.http.0.directResponse.body.string',
  ],
  ['a fault without a fault', rule({ fault: {} }), 'spec.http.0.fault'],
  [
    'a share above 100',
    rule({ fault: { delay: { percentage: { value: 101 }, fixedDelay: '1s' } } }),
    'spec.http.0.fault.delay.percentage.value',
  ],
  [
    'an exponential delay',
    rule({ fault: { delay: { exponentialDelay: '1s' } } }),
    'spec.http.0.fault.delay.exponentialDelay',
  ],
  [
    'an unknown gRPC status',
    rule({ fault: { abort: { grpcStatus: 'nope' } } }),
    'spec.http.0.fault.abort.grpcStatus',
  ],
  [
    'two aborts',
    rule({ fault: { abort: { httpStatus: 500, grpcStatus: 'OK' } } }),
    'spec.http.0.fault.abort',
  ],
  [
    'a mirror of 101 percent',
    rule({ mirrorPercentage: { value: 101 } }),
    'spec.http.0.mirrorPercentage.value',
  ],
  ['a mirror without a host', rule({ mirror: {} }), 'spec.http.0.mirror'],
  [
    'an unknown CORS method',
    rule({ corsPolicy: { allowMethods: ['get'] } }),
    'spec.http.0.corsPolicy.allowMethods.0',
  ],
  [
    'a CORS header that is none',
    rule({ corsPolicy: { allowHeaders: ['a b'] } }),
    'spec.http.0.corsPolicy.allowHeaders.0',
  ],
  [
    'an empty CORS origin',
    rule({ corsPolicy: { allowOrigins: [{ exact: '' }] } }),
    'spec.http.0.corsPolicy.allowOrigins.0',
  ],
  ['a CORS age of half a second', rule({ corsPolicy: { maxAge: '500ms' } }), 'spec.http.0.corsPolicy.maxAge'],
  [
    'a header without a name',
    rule({ headers: { request: { set: { '': 'v' } } } }),
    'spec.http.0.headers.request.set.',
  ],
  [
    'a header of the request line',
    rule({ headers: { request: { set: { ':path': '/' } } } }),
    'spec.http.0.headers.request.set.:path',
  ],
  [
    'the host of a response',
    rule({ headers: { response: { remove: ['Host'] } } }),
    'spec.http.0.headers.response.remove.0',
  ],
  ['a single %', rule({ headers: { response: { add: { x: '5%' } } } }), 'spec.http.0.headers.response.add.x'],
  [
    'two authorities',
    rule({ rewrite: { authority: 'a' }, headers: { request: { set: { Host: 'b' } } } }),
    'spec.http.0',
  ],
  ['no destination', rule({ route: [{ weight: 1 }] }), 'spec.http.0.route.0'],
  ['a destination without a host', to({}), 'spec.http.0.route.0.destination'],
  ['every host as destination', to({ host: '*' }), 'spec.http.0.route.0.destination.host'],
  ['a host with _', to({ host: 'a_b.ns' }), 'spec.http.0.route.0.destination.host'],
  ['a subset with a dot', to({ host: 'a', subset: 'v1.2' }), 'spec.http.0.route.0.destination.subset'],
  ['port 0', to({ host: 'a', port: { number: 0 } }), 'spec.http.0.route.0.destination.port.number'],
  ['a negative weight', to({ host: 'a' }, { weight: -1 }), 'spec.http.0.route.0.weight'],
  ['weights of 0', rule({ route: [...ROUTE.route, ...ROUTE.route] }), 'spec.http.0.route'],
  ['a field that no destination has', to({ host: 'a', hosts: 'b' }), 'spec.http.0.route.0.destination.hosts'],
];

const OTHERS: readonly Row[] = [
  ['a header that is none', match({ headers: { 'a b': { exact: '1' } } }), 'spec.http.0.match.0.headers.a b'],
  ['* as a regex', match({ headers: { x: { regex: '*' } } }), 'spec.http.0.match.0.headers.x.regex'],
  ['a Gateway in a match', match({ gateways: ['a.b/c'] }), 'spec.http.0.match.0.gateways.0'],
  ['a label of a source', match({ sourceLabels: { '-a': 'v' } }), 'spec.http.0.match.0.sourceLabels.-a'],
  ['a namespace of a source', match({ sourceNamespace: 'a.b' }), 'spec.http.0.match.0.sourceNamespace'],
  [
    'a claim in the mesh',
    { ...spec({ gateways: ['mesh'], http: [on({ headers: { '@request.auth.claims.a': {} } })] }) },
    'spec.http.0.match.0.headers.@request.auth.claims.a',
  ],
  ['nothing at all', spec({ http: [] }), 'spec'],
  ['a host that is none', spec({ hosts: ['a..b'] }), 'spec.hosts.0'],
  ['every host in the mesh', spec({ hosts: ['*'], gateways: ['mesh'] }), 'spec.hosts.0'],
  ['hosts that meet', spec({ hosts: ['*.example', 'a.example'] }), 'spec.hosts.1'],
  ['a Gateway that is none', spec({ gateways: ['ns/a.b'] }), 'spec.gateways.0'],
  ['no namespace', spec({ exportTo: ['~'] }), 'spec.exportTo.0'],
  ['a namespace twice', spec({ exportTo: ['.', 'ns'] }), 'spec.exportTo.1'],
  ['all and some namespaces', spec({ exportTo: ['*', 'other'] }), 'spec.exportTo'],
  ['a TLS route without a match', spec({ tls: [{ route: ROUTE.route }] }), 'spec.tls.0'],
  ['a TLS match without a name', tls({ sniHosts: [] }), 'spec.tls.0.match.0'],
  ['a server name outside the hosts', tls({ sniHosts: ['b.example'] }), 'spec.tls.0.match.0.sniHosts.0'],
  ['a server name that is none', tls({ sniHosts: ['a_b'] }), 'spec.tls.0.match.0.sniHosts.0'],
  ['a TLS route without a route', tls({}, []), 'spec.tls.0'],
  [
    'a subnet that is none',
    spec({ tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/33'] }], route: ROUTE.route }] }),
    'spec.tcp.0.match.0.destinationSubnets.0',
  ],
  ['a TCP route without a route', spec({ tcp: [{}] }), 'spec.tcp.0'],
  ['TCP in a delegate', spec({ hosts: [], gateways: [], tcp: [{ route: ROUTE.route }] }), 'spec.tcp'],
  [
    'an annotation',
    { ...rule({}), metadata: { name: 'a', namespace: 'ns', annotations: { 'istio.io/dry-run': 'true' } } },
    'metadata.annotations.istio.io/dry-run',
  ],
];

describe('what the webhook refuses is an error', () => {
  test.each([...RULES, ...OTHERS])('%s', (_, object, path) => {
    expect(told(object)).toEqual([`error ${path}`]);
  });
});

describe('of older versions, only what is known', () => {
  test.each([
    [
      'a share above 100',
      rule({ mirrorPercentage: { value: 101 } }),
      '1.25.5',
      'warning spec.http.0.mirrorPercentage.value',
    ],
    [
      'a share above 100',
      rule({ mirrorPercentage: { value: 101 } }),
      '1.26.0',
      'error spec.http.0.mirrorPercentage.value',
    ],
    ['a timeout of 0', rule({ timeout: '0s' }), '1.1.7', 'error spec.http.0.timeout'],
    [
      'weights of 90',
      rule({ route: [{ ...ROUTE.route[0], weight: 90 }, ...ROUTE.route] }),
      '1.14.6',
      'error spec.http.0.route',
    ],
    ['0 attempts', rule({ retries: { attempts: 0 } }), '1.1.7', 'error spec.http.0.retries'],
    ['two namespaces', spec({ exportTo: ['.', '*'] }), '1.6.14', 'error spec.exportTo'],
    ['a slash', spec({}), '1.0.9', 'error spec.gateways.0'],
    [
      'a header of HTTP/2',
      match({ headers: { ':authority': { exact: 'h' } } }),
      '1.24.3',
      'error spec.http.0.match.0.headers.:authority',
    ],
  ])('%s on %s', (_, object, istio, finding) => {
    expect(told(object, istio)).toEqual([finding]);
  });

  test.each([
    ['weights of 90', rule({ route: [{ ...ROUTE.route[0], weight: 90 }, ...ROUTE.route] }), '1.15.0'],
    ['0 attempts', rule({ retries: { attempts: 0 } }), '1.2.0'],
    ['a single %', rule({ headers: { request: { set: { x: '5%' } } } }), '1.7.8'],
    ['a header of HTTP/2', match({ headers: { ':authority': { exact: 'h' } } }), '1.24.4'],
  ])('%s on %s are taken', (_, object, istio) => {
    expect(told(object, istio)).toEqual([]);
  });
});
