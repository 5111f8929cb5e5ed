import * as fc from 'fast-check';
import {
  BAD_NAMES,
  badRegex,
  byName,
  compared,
  duration,
  gatewayName,
  GOOD_NAMES,
  host,
  HOSTS,
  labels,
  many,
  of,
  port,
  regex,
  service,
  share,
  some,
  uri,
} from './faulty-values';

const match = some({
  uri,
  scheme: compared,
  method: compared,
  authority: compared,
  headers: byName(GOOD_NAMES, BAD_NAMES, compared),
  withoutHeaders: byName(GOOD_NAMES, BAD_NAMES, compared),
  queryParams: byName(['q', '', 'ü'], [], compared),
  port,
  gateways: many(gatewayName),
  sourceLabels: labels,
  sourceNamespace: of(['ns', '', 'Ns'], ['a.b', 'a_b', '*']),
  ignoreUriCase: fc.boolean(),
  name: of(['m', '']),
  statPrefix: of(['m', '']),
});

const values = of(
  [
    'v',
    '',
    '%%',
    'a%%b',
    '%REQ(X)%',
    '%START_TIME%',
    '%A(["b", "c"])%',
    '%A(b c)% d',
    '\t',
    '%A( [ "b" ] ) %',
  ],
  [
    '%',
    'a%b',
    '%%%',
    '%A',
    '%A(b%',
    '%A([b])%',
    '%A(["b" "c"])%',
    '\n',
    '\u0001',
    '%A(["b"]x)%',
    '%A(b\\',
    '%A(b)x%',
  ],
);
const operations = (takesAuthority: boolean) => {
  const authority = [':authority', 'Host', 'HOST'];
  const internal = [':path', ':x', ''];
  const good = ['x-a', 'X-A', 'ü', 'a b'];
  const usual = takesAuthority ? [...good, ...good, ...authority] : good;
  const bad = takesAuthority ? internal : [...internal, ...authority];
  // Whether an authority without a value may stand beside another depends on the order of Go's maps: it has a value here.
  const set = byName(usual, bad, values).map((given) =>
    Object.fromEntries(
      Object.entries(given as object).map(([name, value]: [string, unknown]) => [
        name,
        authority.includes(name) && value === '' ? 'v' : value,
      ]),
    ),
  );
  return some({
    set,
    add: set,
    remove: many(of(good, [...internal, ...authority])),
  });
};
const headers = some({ request: operations(true), response: operations(false) });

const destination = some(
  {
    host: service,
    subset: of(['v1', '', 'V1'], ['a.b', '-a', 'x_y']),
    port: some({ number: of([1, 65_535], [0, 65_536]) }, 'number'),
  },
  'host',
);
const weight = fc.oneof(
  { weight: 9, arbitrary: of([1, 50, 100, 1000], [-1]) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const route = fc.oneof(
  { weight: 40, arbitrary: many(some({ destination, weight, headers }, 'destination', 'weight'), 1, 2) },
  { weight: 1, arbitrary: fc.constant([]) },
);

const actions = {
  rewrite: some(
    {
      uri: of(['/x', '']),
      authority: of(['h', 'h', '']),
      uriRegexRewrite: some({ match: of(regex, badRegex), rewrite: of(['x'], ['']) }, 'match', 'rewrite'),
    },
    'authority',
  ),
  timeout: duration,
  retries: some(
    {
      attempts: of([0, 1, 3], [-1]),
      perTryTimeout: duration,
      retryOn: of(['5xx', '', '503,reset', 'cancelled'], ['5xx, reset', 'x', '5xx,', '306', '999', '0']),
      retryRemoteLocalities: fc.boolean(),
      backoff: duration,
      retryIgnorePreviousHosts: fc.boolean(),
    },
    'attempts',
  ),
  fault: some(
    {
      abort: some({ percentage: share, httpStatus: of([200, 503, 600], [199, 601, -1]) }),
      delay: some({ percentage: share, percent: of([0, 50, -1, 200]), fixedDelay: duration }),
    },
    'abort',
  ),
  mirror: destination,
  mirrors: many(some({ destination, percentage: share }, 'destination')),
  mirrorPercentage: some({ value: of([0, 50, 0.00001, 100], [-1, 101]) }),
  mirrorPercent: of([0, 100], [101]),
  corsPolicy: some({
    allowOrigin: many(of(['*', ''])),
    allowOrigins: many(compared),
    allowMethods: many(of(['GET', '*', 'TRACE', 'CONNECT'], ['get', 'LINK', ''])),
    allowHeaders: many(of(['x-a', '*', 'x_a', "'"], ['', 'x a', ':path', '**@'])),
    exposeHeaders: many(of(['x-a', '*'], ['', 'x a'])),
    maxAge: of(['1s', '24h', '1m'], ['0s', '1.5s', '100ms', '1us']),
    allowCredentials: fc.boolean(),
    unmatchedPreflights: of(['FORWARD', 'IGNORE', 'UNSPECIFIED']),
  }),
  headers,
};
const redirect = some(
  {
    uri: of(['/x', '/y'], ['']),
    authority: of(['h', '']),
    scheme: of(['http', 'https', ''], ['ftp', 'HTTP']),
    redirectCode: of([0, 301, 399], [299, 400, 200]),
    port: of([0, 80], [65_536]),
    prefixRewrite: of(['', '', '', '/y']),
  },
  'uri',
);
const redirectByDefault = some({
  uri: of(['/x', '']),
  authority: of(['h']),
  derivePort: of(['FROM_REQUEST_PORT', 'FROM_PROTOCOL_DEFAULT']),
});
const directResponse = some(
  {
    status: of([200, 503, 600], [0, 199, 601]),
    body: some({ string: of(['', 'x', 'y'.repeat(200_000)], ['x'.repeat(1_048_577)]) }),
  },
  'status',
);
const rareAbort = some({
  abort: fc.oneof(
    of(['NOT_FOUND', 'OK'], ['not_found', '']).map((grpcStatus) => ({ grpcStatus })),
    fc.constant({ http2Error: 'x' }),
    fc.constant({}),
  ),
  delay: fc.oneof(fc.constant({ exponentialDelay: '1s' }), fc.constant({})),
});

/** Each rule has one way to answer, and now and then several or none. */
const rule = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: some({ route }, 'route') },
      { weight: 2, arbitrary: some({ redirect }, 'redirect') },
      { weight: 1, arbitrary: some({ redirect: redirectByDefault }, 'redirect') },
      { weight: 2, arbitrary: some({ directResponse }, 'directResponse') },
      { weight: 2, arbitrary: fc.constant({ delegate: { name: 'd', namespace: 'ns' } }) },
      {
        weight: 1,
        arbitrary: some({ route, redirect, directResponse, delegate: fc.constant({ name: 'd' }) }),
      },
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      { weight: 3, arbitrary: some(actions) },
      { weight: 1, arbitrary: some({ fault: rareAbort }) },
    ),
    some({ match: many(match), name: of(['r', '']) }),
  )
  .map((parts) => parts.reduce<object>((whole, part) => ({ ...whole, ...(part as object) }), {}));

const connectionRoute = many(some({ destination, weight }, 'destination', 'weight'), 1, 2);
const subnets = many(
  of(
    ['10.0.0.0/8', '10.1.2.3', '::/0', 'fe80::1', '2001:db8::/32', '::ffff:1.2.3.4'],
    [
      '10.0.0.0/33',
      '10.0.0',
      '::/129',
      'a',
      '',
      '10.0.0.0/',
      '10.0.0.0/08',
      '1.2.3.04',
      'fe80::1%e/64',
      '1::2::3',
      '12345::',
      '/8',
      '10.0.0.0/8/8',
    ],
  ),
);
const l4 = {
  destinationSubnets: subnets,
  port,
  sourceLabels: labels,
  gateways: many(gatewayName),
  sourceNamespace: of(['ns', 'a_b']),
};
const tls = some(
  {
    match: many(
      some(
        {
          ...l4,
          sniHosts: many(
            of(
              ['a.example.com', '*.example.org', 'x.example.org', '10.1.2.3', 'outbound_.80_._.example.com'],
              ['', 'b.example.com', '*', 'a_b', 'outbound_x', 'outbound_._._.a', 'outbound_.80_._.1'],
            ),
            1,
            2,
          ),
        },
        'sniHosts',
      ),
      1,
      2,
    ),
    route: connectionRoute,
  },
  'match',
  'route',
);
const tcp = some({ match: many(some(l4)), route: connectionRoute }, 'route');

const spec = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.uniqueArray(host, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: many(of([...HOSTS, '*', '*.com', 'outbound_.80_._.example.com']), 0, 3) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    some(
      {
        gateways: many(
          fc.oneof({ weight: 3, arbitrary: gatewayName }, { weight: 1, arbitrary: fc.constant('mesh') }),
        ),
        exportTo: fc.oneof(
          { weight: 5, arbitrary: many(of(['.', '*', 'ns', 'other'], ['~', 'a.b', '', 'a_b']), 0, 1) },
          { weight: 1, arbitrary: many(of(['.', '*', 'ns', 'other']), 2, 2) },
        ),
        http: fc.oneof(
          { weight: 30, arbitrary: many(rule, 1, 2) },
          { weight: 1, arbitrary: fc.constant([]) },
        ),
      },
      'http',
    ),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: some({ tls: many(tls, 0, 2), tcp: many(tcp, 0, 2) }) },
    ),
  )
  .map(([hosts, ...parts]) => Object.assign({ hosts }, ...parts) as object);

const annotations = fc.oneof(
  { weight: 60, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: of([
      'istio.io/dry-run',
      'internal.istio.io/webhook-always-reject',
      'internal.istio.io/parents',
      'internal.istio.io/parent-namespace',
      'example.com/x',
    ]).map((name) => ({ annotations: { [name as string]: 'true' } })),
  },
);

/** VirtualServices `ns/v<index>`, whose fields have values of the right types, and some that Istio refuses. */
export function faultyVirtualServices(numRuns: number, seed: number): readonly object[] {
  return fc.sample(fc.tuple(spec, annotations), { numRuns, seed }).map(([given, more], index) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `v${index}`, namespace: 'ns', ...more },
    spec: JSON.parse(JSON.stringify(given)) as object,
  }));
}
