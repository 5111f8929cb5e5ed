import { checkTables, routeTables } from '../../../routing';
import { OLD, ROUTE, vs, RULES } from '../contract-builders';

interface Routes {
  readonly tls?: readonly object[];
  readonly tcp?: readonly object[];
  readonly http?: readonly object[];
}

/** A VirtualService with TLS and TCP routes, on the Gateway `ns/gw`. */
function connecting(
  name: string,
  routes: Routes,
  gateways: readonly string[] = ['ns/gw'],
  hosts = ['*'],
): object {
  const { spec, ...rest } = vs({ name, gateways, hosts, created: OLD }) as { readonly spec: object };
  return { ...rest, spec: { ...spec, http: [], ...routes } };
}

const to = (host: string) => ({ route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }] });
const tls = (host: string, sniHosts: readonly string[], more: object = {}) => ({
  match: [{ port: 443, sniHosts, ...more }],
  ...to(host),
});
const tcp = (host: string, match: object = { port: 31_400 }) => ({ match: [match], ...to(host) });

function gateway(servers: readonly object[], name = 'gw'): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'ns', creationTimestamp: OLD },
    spec: { selector: { app: 'ingress' }, servers },
  };
}
const server = (number: number, protocol: string, hosts: readonly string[], mode?: string) => ({
  port: { number, name: `p${number}`, protocol },
  hosts,
  ...(mode !== undefined && { tls: { mode } }),
});

function judged(...objects: readonly object[]) {
  const { tables, problems } = checkTables(routeTables(objects, RULES), RULES);
  return {
    tables: tables.map(({ gateway: of, host, routes, orderIndependent }) =>
      [of, host, routes, orderIndependent].join(' '),
    ),
    problems: problems.map(({ severity, code, connection }) =>
      [severity, code, ...(connection === undefined ? [] : [JSON.stringify(connection)])].join(' '),
    ),
  };
}

describe('TLS routes', () => {
  test('of one server name and two destinations depend on the creation order', () => {
    const [a, b] = [
      connecting('a', { tls: [tls('one', ['a.com'])] }),
      connecting('b', { tls: [tls('two', ['A.com'])] }),
    ];
    expect(judged(a, b)).toEqual({
      tables: ['ns/gw TLS connections to port 443 2 broken'],
      problems: ['error KF601 {"port":443,"serverName":"a.com"}'],
    });
  });

  test('of the same server names and destinations do not', () => {
    const routes = { tls: [tls('one', ['a.com', 'b.com'])] };
    const turned = { tls: [tls('one', ['b.com', 'a.com'])] };
    expect(judged(connecting('a', routes), connecting('b', turned)).tables).toEqual([
      'ns/gw TLS connections to port 443 2 proved',
    ]);
  });

  test('that share a server name lose their others by it', () => {
    const [a, b] = [
      connecting('a', { tls: [tls('one', ['a.com', 'b.com'])] }),
      connecting('b', { tls: [tls('one', ['a.com'])] }),
    ];
    expect(judged(a, b).problems).toEqual(['error KF601 {"port":443,"serverName":"b.com"}']);
  });

  test.each([
    ['other server names', tls('two', ['b.com'])],
    ['a wildcard beside an exact name', tls('two', ['*.com'])],
    ['another port', tls('two', ['a.com'], { port: 8443 })],
    ['another Gateway', tls('two', ['a.com'], { gateways: ['other'] })],
  ])('with %s do not meet', (_, other) => {
    const [a, b] = [
      connecting('a', { tls: [tls('one', ['a.com'])] }),
      connecting('b', { tls: [other] }, ['ns/gw', 'ns/other']),
    ];
    expect(judged(a, b).problems).toEqual([]);
  });

  test('of one VirtualService have the order of its list', () => {
    expect(judged(connecting('a', { tls: [tls('one', ['a.com']), tls('two', ['a.com'])] })).problems).toEqual(
      [],
    );
  });
});

describe('TCP routes', () => {
  test('of one port and two destinations depend on the creation order', () => {
    expect(judged(connecting('a', { tcp: [tcp('one')] }), connecting('b', { tcp: [tcp('two')] }))).toEqual({
      tables: ['ns/gw TCP connections to port 31400 2 broken'],
      problems: ['error KF601 {"port":31400}'],
    });
  });

  test('of one destination do not', () => {
    expect(
      judged(connecting('a', { tcp: [tcp('one')] }), connecting('b', { tcp: [tcp('one')] })).problems,
    ).toEqual([]);
  });

  test('count by the first of a VirtualService that matches', () => {
    const [a, b] = [
      connecting('a', { tcp: [tcp('one'), tcp('two')] }),
      connecting('b', { tcp: [tcp('two', { port: 1 }), tcp('one'), tcp('three')] }),
    ];
    expect(judged(a, b).problems).toEqual([]);
  });

  test('without a match take each port', () => {
    const [a, b] = [connecting('a', { tcp: [to('one')] }), connecting('b', { tcp: [tcp('two')] })];
    expect(judged(a, b)).toEqual({
      tables: [
        'ns/gw TCP connections to other ports 1 proved',
        'ns/gw TCP connections to port 31400 2 broken',
      ],
      problems: ['error KF601 {"port":31400}'],
    });
  });
});

describe('on Gateways that are read', () => {
  const [a, b] = [
    connecting('a', { tls: [tls('one', ['a.com'])], tcp: [tcp('one')] }, ['ns/gw'], ['a.com']),
    connecting('b', { tls: [tls('two', ['a.com'])], tcp: [tcp('two')] }, ['ns/gw'], ['*.com']),
  ];

  test('TLS routes serve passthrough servers, and TCP routes the others', () => {
    const gw = gateway([server(443, 'TLS', ['*'], 'PASSTHROUGH'), server(31_400, 'TCP', ['*'])]);
    expect(judged(gw, a, b).tables).toEqual([
      'ns/gw TLS connections to port 443 2 broken',
      'ns/gw TCP connections to port 31400 2 broken',
    ]);
  });

  test('by the hosts that a server has', () => {
    const gw = gateway([
      server(443, 'TLS', ['b.com'], 'PASSTHROUGH'),
      server(31_400, 'TCP', ['other/a.com']),
    ]);
    expect(judged(gw, a, b).tables).toEqual(['ns/gw TLS connections to port 443 1 proved']);
  });

  test('a server that takes all by itself, and HTTP servers, have none', () => {
    const gw = gateway([server(443, 'TLS', ['*'], 'AUTO_PASSTHROUGH'), server(80, 'HTTP', ['*'])]);
    expect(judged(gw, a, b).tables).toEqual([]);
  });

  test('Gateways of one workload share the server names of a port', () => {
    const gateways = [
      gateway([server(443, 'TLS', ['*'], 'PASSTHROUGH')]),
      gateway([server(443, 'TLS', ['*'], 'PASSTHROUGH')], 'other'),
    ];
    const elsewhere = connecting('b', { tls: [tls('two', ['a.com'])] }, ['ns/other']);
    expect(judged(...gateways, connecting('a', { tls: [tls('one', ['a.com'])] }), elsewhere).tables).toEqual([
      'ns/gw TLS connections to port 443 2 broken',
    ]);
  });
});

test('routes for requests have a verdict of their own', () => {
  const mixed = connecting('a', { tcp: [tcp('one')], http: [ROUTE] }, ['ns/gw'], ['a.com']);
  expect(judged(mixed, connecting('b', { tcp: [tcp('two')] }, ['ns/gw'], ['b.com'])).tables).toEqual([
    'ns/gw a.com 1 proved',
    'ns/gw TCP connections to port 31400 2 broken',
  ]);
});
