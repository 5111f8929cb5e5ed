import { checkTables, routeTables } from '../../../routing';
import { OLD, RULES, vs } from '../contract-builders';

/** What a VirtualService has beside its TLS and TCP routes. */
interface Around {
  readonly hosts?: readonly string[];
  readonly namespace?: string;
  readonly exportTo?: readonly string[];
}

/** A VirtualService of the mesh with TLS or TCP routes. */
function connecting(
  name: string,
  routes: object,
  { hosts = ['h.com'], namespace = 'ns', exportTo }: Around = {},
): object {
  const { spec, metadata, ...rest } = vs({ name, gateways: ['mesh'], hosts, created: OLD }) as {
    readonly spec: object;
    readonly metadata: object;
  };
  return {
    ...rest,
    metadata: { ...metadata, namespace },
    spec: { ...spec, http: [], ...routes, ...(exportTo && { exportTo }) },
  };
}

const to = (host: string) => ({ route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }] });
const tcp = (host: string, ...match: readonly object[]) => ({
  tcp: [{ ...(match.length > 0 && { match }), ...to(host) }],
});
const tls = (host: string, ...match: readonly object[]) => ({ tls: [{ match, ...to(host) }] });
const sni = (...sniHosts: readonly string[]) => ({ sniHosts });
const subnets = (...destinationSubnets: readonly string[]) => ({ destinationSubnets });

const service = (host: string, ...ports: readonly object[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: 'entry', namespace: 'ns' },
  spec: { hosts: [host], ports },
});

function judged(...objects: readonly object[]) {
  const { tables, problems } = checkTables(routeTables(objects, RULES), RULES);
  return {
    tables: tables.map(({ gateway, host, routes, orderIndependent }) =>
      [gateway, host, routes, orderIndependent].join(' '),
    ),
    problems: problems.map(({ severity, code, connection }) =>
      [severity, code, ...(connection === undefined ? [] : [JSON.stringify(connection)])].join(' '),
    ),
  };
}

describe('TCP routes in the mesh', () => {
  test('of one service for two destinations depend on the creation order', () => {
    expect(judged(connecting('a', tcp('p')), connecting('b', tcp('q')))).toEqual({
      tables: ['mesh TCP connections to other ports of h.com 2 broken'],
      problems: ['error KF601 {}'],
    });
  });

  test.each([
    ['for one destination', connecting('b', tcp('p'))],
    ['of another service', connecting('b', tcp('q'), { hosts: ['i.com'] })],
    ['of another port', connecting('b', tcp('q', { port: 2 }))],
    ['on a Gateway', connecting('b', tcp('q', { gateways: ['ns/gw'] }))],
  ])('%s do not', (_, b) => {
    expect(judged(connecting('a', tcp('p', { port: 1 })), b).problems).toEqual([]);
  });

  test('with a host that has the other within meet', () => {
    expect(judged(connecting('a', tcp('p')), connecting('b', tcp('q'), { hosts: ['*.com'] }))).toEqual({
      tables: [
        'mesh TCP connections to other ports of *.com 1 proved',
        'mesh TCP connections to other ports of h.com 2 broken',
      ],
      problems: ['error KF601 {}'],
    });
  });

  test('of two hosts meet at a service that has both', () => {
    const [a, b] = [connecting('a', tcp('p')), connecting('b', tcp('q'), { hosts: ['i.com'] })];
    const wide = service('*.com', { number: 9000, name: 'tcp', protocol: 'TCP' });
    expect(judged(a, b, wide).tables).toContain('mesh TCP connections to port 9000 of *.com 2 broken');
  });

  test('count on the ports of a known service that are TCP', () => {
    const [a, b] = [connecting('a', tcp('p', { port: 1 })), connecting('b', tcp('q'))];
    const ports = [1, 2].map((number) => ({
      number,
      name: `p${number}`,
      protocol: number === 1 ? 'HTTP' : 'TCP',
    }));
    expect(judged(a, b, service('h.com', ...ports))).toEqual({
      tables: ['mesh TCP connections to port 2 of h.com 1 proved'],
      problems: [],
    });
  });

  test('that end the search leave out subnets behind them', () => {
    const [a, b] = [connecting('a', tcp('p')), connecting('b', tcp('q', subnets('10.0.0.0/8')))];
    expect(judged(a, b).problems).toEqual(['error KF601 {"address":"10.0.0.0"}']);
    const alike = connecting('b', tcp('p', subnets('10.0.0.0/8')));
    expect(judged(a, alike).problems).toEqual([]);
  });

  test('of nested subnets have the longest first, in any order', () => {
    const [a, b] = [
      connecting('a', tcp('p', subnets('10.0.0.0/8'))),
      connecting('b', tcp('q', subnets('10.1.0.0/16'))),
    ];
    expect(judged(a, b).problems).toEqual([]);
  });

  test('of one subnet are refused by Envoy', () => {
    const [a, b] = [
      connecting('a', tcp('p', subnets('10.0.0.0/8'))),
      connecting('b', tcp('q', subnets('10.9.9.9/8', '11.0.0.0/8'))),
    ];
    expect(judged(a, b).problems).toEqual(['error KF628 {}']);
  });

  test('of which one order is refused depend on it', () => {
    const own = { tcp: [...tcp('q', subnets('10.0.0.0/8')).tcp, ...tcp('p').tcp] };
    const [a, b] = [connecting('a', own), connecting('b', tcp('p', subnets('10.0.0.0/8')))];
    expect(judged(a, b).problems).toEqual(['error KF601 {}']);
  });

  test('that lie under a longer subnet of the one that ends the search are never asked', () => {
    const own = { tcp: [...tcp('q', subnets('2001:db8::/33', '2001:db8:8000::/33')).tcp, ...tcp('p').tcp] };
    const [a, b] = [connecting('a', own), connecting('b', tcp('r', subnets('2001:db8::/32')))];
    expect(judged(a, b).problems).toEqual([]);
  });
});

describe('TLS routes in the mesh', () => {
  test('of the same server names for two destinations depend on the creation order', () => {
    const [a, b] = [connecting('a', tls('p', sni('h.com'))), connecting('b', tls('q', sni('h.com')))];
    expect(judged(a, b)).toEqual({
      tables: ['mesh TLS connections to other ports of h.com 2 broken'],
      problems: ['error KF601 {"serverName":"h.com"}'],
    });
  });

  test('that share some server names are refused by Envoy', () => {
    const hosts = ['h.com', 'i.com'];
    const [a, b] = [
      connecting('a', tls('p', sni('h.com')), { hosts }),
      connecting('b', tls('p', sni('h.com', 'i.com')), { hosts }),
    ];
    expect(judged(a, b).problems).toEqual(['error KF628 {"serverName":"h.com"}']);
  });

  test('that share some server names in one VirtualService are refused too', () => {
    const both = { tls: [...tls('p', sni('h.com')).tls, ...tls('p', sni('h.com', 'i.com')).tls] };
    expect(judged(connecting('a', both, { hosts: ['h.com', 'i.com'] })).problems).toEqual([
      'error KF628 {"serverName":"h.com"}',
    ]);
  });

  test('of a wildcard beside an exact name do not meet', () => {
    const hosts = ['*.h.com'];
    const [a, b] = [
      connecting('a', tls('p', sni('a.h.com')), { hosts }),
      connecting('b', tls('q', sni('*.h.com')), { hosts }),
    ];
    expect(judged(a, b).problems).toEqual([]);
  });

  test('take over the subnets of the route before', () => {
    const hosts = ['h.com', 'i.com'];
    const [a, b] = [
      connecting('a', tls('p', { ...sni('h.com'), ...subnets('10.0.0.0/8') }), { hosts }),
      connecting('b', tls('q', sni('i.com')), { hosts }),
    ];
    expect(judged(a, b).problems).toEqual(['error KF601 {"serverName":"i.com"}']);
  });

  const IN_SUBNET = { ...sni('h.com'), ...subnets('10.0.0.0/8') };

  test('that another VirtualService has as well, in front of its subnets, take over none', () => {
    const both = { tls: [...tls('q', sni('h.com')).tls, ...tls('p', IN_SUBNET).tls] };
    expect(judged(connecting('a', both), connecting('b', tls('q', sni('h.com')))).problems).toEqual([]);
  });

  test('that another VirtualService has as well, behind its subnets, take over these or none', () => {
    const both = { tls: [...tls('p', IN_SUBNET).tls, ...tls('q', sni('h.com')).tls] };
    expect(judged(connecting('a', both), connecting('b', tls('q', sni('h.com')))).problems).toEqual([
      'error KF628 {"serverName":"h.com"}',
      'error KF601 {"serverName":"h.com"}',
    ]);
  });

  test('take over the same subnets, however they are written', () => {
    const hosts = ['h.com', 'i.com', 'j.com'];
    const shared = (name: string, ...written: readonly string[]) => {
      const match = { ...sni(name), ...subnets(...written) };
      return connecting(name.replace('.', '-'), tls('p', match), {
        hosts,
        namespace: 'shop',
        exportTo: ['.'],
      });
    };
    const all = connecting('all', tls('q', sni('j.com')), { hosts });
    const a = shared('h.com', '10.0.0.0/8', '11.0.0.0/8');
    expect(judged(a, shared('i.com', '11.1.1.1/8', '10.0.0.0/8'), all).problems).toEqual([]);
    // Both are before the third one; their age decides which of them is the last before it.
    expect(judged(a, shared('i.com', '10.0.0.0/8'), all).problems).toEqual([
      'error KF601 {"serverName":"j.com"}',
    ]);
  });
});

describe('clients in the mesh', () => {
  test('of a namespace see its own first', () => {
    const [a, b] = [
      connecting('a', tcp('p')),
      connecting('b', tcp('q'), { namespace: 'shop', exportTo: ['.'] }),
    ];
    expect(judged(a, b)).toEqual({
      tables: [
        'mesh TCP connections to other ports of h.com 1 proved',
        'mesh for shop TCP connections to other ports of h.com 2 proved',
      ],
      problems: [],
    });
  });

  test('with a label have other routes', () => {
    const [a, b] = [
      connecting('a', tcp('p', { sourceLabels: { app: 'web' } })),
      connecting('b', tcp('q', { sourceLabels: { app: 'web', tier: '1' } })),
    ];
    expect(judged(a, b)).toEqual({
      tables: [
        'mesh for app=web TCP connections to other ports of h.com 1 proved',
        'mesh for app=web,tier=1 TCP connections to other ports of h.com 2 broken',
      ],
      problems: ['error KF601 {}'],
    });
  });

  test('of too many kinds are not told apart', () => {
    const match = Array.from({ length: 7 }, (_, at) => ({ sourceLabels: { [`l${at}`]: 'x' } }));
    expect(judged(connecting('a', tcp('p', ...match)))).toEqual({
      tables: ['mesh TCP connections to other ports of h.com 7 undecided'],
      problems: ['error KF611'],
    });
  });
});

test('TCP routes of ServiceEntries that have no address and share a port are not decided', () => {
  const port = { number: 9000, name: 'tcp', protocol: 'TCP' };
  const [a, b] = [service('h.com', port), service('i.com', port)];
  expect(judged(connecting('a', tcp('p')), a, b)).toEqual({
    tables: ['mesh TCP connections to port 9000 of h.com 1 undecided'],
    problems: ['error KF611'],
  });
  const placed = { ...b, spec: { ...b.spec, addresses: ['10.0.0.1'] } };
  expect(judged(connecting('a', tcp('p')), a, placed).problems).toEqual([]);
});
