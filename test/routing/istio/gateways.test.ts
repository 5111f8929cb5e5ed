import fc from 'fast-check';
import {
  assumedGatewayProblems,
  checkTables,
  referenceTo,
  requestRouter,
  routeTables,
} from '../../../routing';
import { byRunLength } from '../../properties/run-length';
import { OLD, prefix, YOUNG, RULES } from '../contract-builders';
import { aged, outcomeOf, permutations } from '../creation-orders';
import { bound, ENTRIES, gateway, https, meshes, server, to, type Server } from '../gateway-builders';
import { naiveGatewayMatches } from '../naive-gateways';

/** The verdict of each table, and what is reported. */
function judged(...objects: readonly unknown[]) {
  const routes = routeTables(objects, RULES);
  const { tables, problems } = checkTables(routes, RULES);
  return {
    tables: tables.map(({ gateway: of, host, routes: count, orderIndependent }) =>
      [of, host, count, orderIndependent].join(' '),
    ),
    problems: [...problems, ...assumedGatewayProblems(routes)].map(
      ({ severity, code }) => `${severity} ${code}`,
    ),
  };
}

describe('a virtual host is what the hosts of a server and of a VirtualService have in common', () => {
  test.each([
    ['* and an exact host', ['*'], ['a.com']],
    ['two wildcards', ['*.com'], ['*']],
  ])('%s meet on a server for one host', (_, first, second) => {
    const gw = gateway('i/gw', [server(80, 'a.com')]);
    expect(judged(gw, bound('t/x', first, ['i/gw']), bound('u/y', second, ['i/gw']))).toEqual({
      tables: ['i/gw a.com 2 broken'],
      problems: ['error KF601'],
    });
  });

  test('on a server for all hosts they stay apart', () => {
    const gw = gateway('i/gw', [server(80, '*')]);
    expect(judged(gw, bound('t/x', ['*'], ['i/gw']), bound('u/y', ['a.com'], ['i/gw']))).toEqual({
      tables: ['i/gw * 1 proved', 'i/gw a.com 1 proved'],
      problems: [],
    });
  });

  test('letter case does not count', () => {
    const gw = gateway('i/gw', [server(80, 'A.com')]);
    expect(judged(gw, bound('t/x', ['a.COM'], ['i/gw'])).tables).toEqual(['i/gw a.com 1 proved']);
  });

  test.each([
    ['team-a/a.com', 'the Gateway i/gw does not serve a.com for u: it serves team-a/a.com'],
    ['./a.com', 'the Gateway i/gw does not serve a.com for u: it serves i/a.com'],
    ['b.com', 'the Gateway i/gw does not serve a.com for u: it serves b.com'],
  ])('a server for %s admits no VirtualService of another namespace or host', (host, message) => {
    const { problems } = checkTables(
      routeTables([gateway('i/gw', [server(80, host)]), bound('u/y', ['a.com'], ['i/gw'])], RULES),
      RULES,
    );
    expect(problems.map((problem) => [problem.severity, problem.code, problem.message])).toEqual([
      ['error', 'KF617', message],
    ]);
  });

  test('where another Gateway serves the host, it is a warning', () => {
    const gateways = [gateway('i/gw', [server(80, 'b.com')]), gateway('i/other', [server(80, '*/*')])];
    expect(judged(...gateways, bound('t/x', ['a.com'], ['i/gw', 'i/other'])).problems).toEqual([
      'warning KF617',
    ]);
  });

  test('a namespace that is not admitted has no part in the table', () => {
    const gw = gateway('i/gw', [server(80, 't/a.com')]);
    expect(judged(gw, bound('t/x', ['a.com'], ['i/gw']), bound('u/y', ['a.com'], ['i/gw'])).tables).toEqual([
      'i/gw a.com 1 proved',
    ]);
  });
});

describe('Gateways share a listener', () => {
  const [x, y] = [bound('t/x', ['a.com'], ['i/one']), bound('u/y', ['a.com'], ['u/two'])];
  const verdicts = (...objects: readonly unknown[]) => new Set(judged(...objects).tables);

  test('with one selector, port and protocol', () => {
    const gateways = [gateway('i/one', [server(80, 'a.com')]), gateway('u/two', [server(80, '*')])];
    expect(verdicts(...gateways, x, y)).toEqual(new Set(['i/one a.com 2 broken', 'u/two a.com 2 broken']));
    const { problems } = checkTables(routeTables([...gateways, x, y], RULES), RULES);
    expect(problems[0]?.message).toContain('and the VirtualService of the Gateway created first answers it');
  });

  test.each([
    ['another port', gateway('u/two', [server(8080, 'a.com')])],
    ['another workload', gateway('u/two', [server(80, 'a.com')], { app: 'other' })],
    ['another address', gateway('u/two', [{ ...server(80, 'a.com'), bind: '127.0.0.1' } as Server])],
    ['HTTPS, of which each server has its own', gateway('u/two', [https('h', '*.com')])],
  ])('and not with %s', (_, other) => {
    const one = gateway('i/one', [_.startsWith('HTTPS') ? https('g', 'a.com') : server(80, 'a.com')]);
    expect(verdicts(one, other, x, y)).toEqual(new Set(['i/one a.com 1 proved', 'u/two a.com 1 proved']));
  });

  test('HTTP and HTTPS servers of a Gateway are two listeners with one table', () => {
    const gw = gateway('i/gw', [server(80, 'a.com'), https('g', 'a.com')]);
    const objects = [gw, bound('t/x', ['a.com'], ['i/gw']), bound('u/y', ['a.com'], ['i/gw'])];
    expect(judged(...objects)).toEqual({ tables: ['i/gw a.com 2 broken'], problems: ['error KF601'] });
    const [table] = routeTables(objects, RULES).tables;
    expect(table?.listeners.map(({ port }) => port)).toEqual([80, 443]);
  });

  test('the VirtualServices of the older Gateway come first', () => {
    const gateways = [
      gateway('i/one', [server(80, 'a.com')], { created: YOUNG }),
      gateway('u/two', [server(80, 'a.com')], { created: OLD }),
    ];
    const [way] = requestRouter(routeTables([...gateways, x, y], RULES).tables, RULES).ways({
      method: 'GET',
      host: 'a.com',
      path: '/api',
      headers: {},
    });
    expect(way?.list.members.map(({ name }) => name)).toEqual(['y', 'x']);
  });

  test('one VirtualService on both, with a match for each, depends on the age of the Gateways', () => {
    const gateways = [gateway('i/one', [server(80, 'a.com')]), gateway('i/two', [server(80, 'a.com')])];
    const both = bound(
      't/x',
      ['a.com'],
      ['i/one', 'i/two'],
      to('first', prefix('/api', { gateways: ['i/one'] })),
      to('second', prefix('/api', { gateways: ['i/two'] })),
    );
    expect(judged(...gateways, both).problems).toEqual(['error KF601']);
  });
});

test.each([
  ['labels that a Pod may have both', { app: 'ingress' }, { istio: 'ingress' }, 1],
  ['all Pods', { app: 'ingress' }, {}, 1],
  ['more labels', { app: 'ingress' }, { app: 'ingress', istio: 'ingress' }, 1],
  ['another value of a label', { app: 'ingress' }, { app: 'other', istio: 'ingress' }, 0],
])('of Gateways with different selectors, %s, it is assumed that they share no Pods', (_, a, b, notes) => {
  const withSelector = (name: string, selector: object) => {
    const { spec, ...rest } = gateway(name, [server(80, 'a.com')]);
    return { ...rest, spec: { ...spec, selector } };
  };
  const objects = [withSelector('i/one', a), withSelector('i/two', b)];
  const virtualServices = [bound('t/x', ['a.com'], ['i/one']), bound('u/y', ['a.com'], ['i/two'])];
  const { tables, problems } = judged(...objects, ...virtualServices);
  expect(tables).toEqual(['i/one a.com 1 proved', 'i/two a.com 1 proved']);
  expect(problems).toEqual(Array.from({ length: notes }, () => 'note KF625'));
});

describe('servers that Istio refuses beside each other', () => {
  const [x, y] = [bound('t/x', ['a.com'], ['i/one']), bound('u/y', ['a.com'], ['u/two'])];
  const redirecting = (host: string): Server => ({ ...server(80, host), tls: { httpsRedirect: true } });
  const tcp = { ...server(443, 'b.com'), port: { number: 443, name: 'tcp', protocol: 'TCP' } };

  test.each<[string, Server, Server]>([
    ['one host of two HTTPS servers', https('g', 'a.com'), https('h', 'a.com', 'b.com')],
    ['HTTP and HTTPS on one port', server(443, 'a.com'), https('h', 'a.com')],
    ['HTTP and TCP on one port', server(443, 'a.com'), tcp],
    // Istio takes both, and Envoy refuses the listener.
    ['one server name for two namespaces', https('g', 't/a.com'), https('h', 'u/a.com')],
  ])('%s: no table of their Gateways is proved', (_, first, second) => {
    const { tables, problems } = judged(gateway('i/one', [first]), gateway('u/two', [second]), x, y);
    expect(tables.filter((table) => table.endsWith('proved'))).toEqual([]);
    expect(problems).toContain('error KF626');
  });

  test.each<[string, Server, Server]>([
    ['other hosts of HTTPS', https('g', 'a.com'), https('h', 'b.com')],
    ['a wildcard beside an exact host', https('g', 'a.com'), https('h', '*.com')],
    ['a host beside *, of which Envoy is not told', https('g', 't/a.com'), https('h', 'u/a.com', '*')],
    ['a plain server that redirects beside one that does not', redirecting('a.com'), server(80, 'a.com')],
    [
      'another port',
      https('g', 'a.com'),
      { ...https('h', 'a.com'), port: { ...tcp.port, number: 8443, protocol: 'HTTPS' } },
    ],
    ['another address', https('g', 'a.com'), { ...https('h', 'a.com'), bind: '127.0.0.1' } as Server],
    ['plain HTTP twice', server(80, 'a.com'), server(80, 'a.com')],
  ])('but not %s', (_, first, second) => {
    const { problems } = judged(gateway('i/one', [first]), gateway('u/two', [second]));
    expect(problems).toEqual([]);
  });

  test('of one Gateway, the later is refused', () => {
    const { problems } = checkTables(
      routeTables([gateway('i/one', [https('g', 'a.com'), https('h', 'a.com')]), x], RULES),
      RULES,
    );
    expect(problems.map(({ message, positions: [at] }) => [message, at?.path.join('.')])).toEqual([
      [
        'server 1 of the Gateway i/one and an earlier one share port 443, and both have the host a.com',
        'spec.servers.1',
      ],
    ]);
  });
});

test.each([
  ['a.com', 'i/one', 't/x'],
  ['b.com', 't/two', 't/x'],
  ['c.org', undefined, undefined],
])('a request for %s comes to the HTTPS server with the longest name for it', (host, by, answer) => {
  const gateways = [
    gateway('i/one', [https('g', 'u/a.com', 'a.com')]),
    gateway('t/two', [https('h', '*.com')]),
  ];
  const x = bound('t/x', ['*.com'], ['i/one', 't/two']);
  const router = requestRouter(routeTables([...gateways, x], RULES).tables, RULES);
  const ways = router.ways({ method: 'GET', host, path: '/api', headers: {}, port: 443 });
  expect(ways.map(({ table }) => table.gateway)).toEqual(by === undefined ? [] : [by]);
  const found = ways.map(
    ({ list, matches: [first = -1] }) => list.routes[first] && referenceTo(list, list.routes[first]),
  );
  expect(found.map((one) => one?.virtualService)).toEqual(answer === undefined ? [] : [answer]);
});

test('a server that takes a name keeps it from others, also without a VirtualService for it', () => {
  const gateways = [gateway('i/one', [https('g', 'a.com')]), gateway('t/two', [https('h', '*.com')])];
  const router = requestRouter(
    routeTables([...gateways, bound('t/x', ['a.com'], ['t/two'])], RULES).tables,
    RULES,
  );
  expect(router.ways({ method: 'GET', host: 'a.com', path: '/api', headers: {}, port: 443 })).toEqual([]);
});

test.each([
  ['a.com', 'b.com', 'x'],
  ['b.com', 'b.com', 'y'],
  ['b.com', 'a.com', undefined],
  ['c.com', 'a.com', 'x'],
  ['c.com', 'b.com', 'x'],
  ['c.org', 'a.com', undefined],
])('over HTTPS for %s, a request for %s is one to the server with that name', (serverName, host, answer) => {
  const gateways = [gateway('i/one', [https('g', '*.com')]), gateway('t/two', [https('h', 'b.com')])];
  const hosts = ['*.com', 'a.com', 'b.com'];
  const objects = [...gateways, bound('t/x', hosts, ['i/one']), bound('t/y', ['b.com'], ['t/two'])];
  const router = requestRouter(routeTables(objects, RULES).tables, RULES);
  const sent = { method: 'GET', host, path: '/api', headers: {}, port: 443, serverName };
  const found = router.ways(sent).map(({ list, matches: [first = -1] }) => {
    const route = list.routes[first];
    return list.members[route?.member ?? -1]?.name;
  });
  expect(found).toEqual(answer === undefined ? [] : [answer]);
});

describe('a Gateway that is not in the input is assumed, and named once', () => {
  test('as a note', () => {
    expect(
      judged(bound('t/x', ['a.com'], ['i/gw']), bound('t/y', ['b.com'], ['i/gw', 'mesh'])).problems,
    ).toEqual(['note KF618']);
  });

  test('as a warning where other Gateways of its namespace are there', () => {
    const other = gateway('i/other', [server(80, '*')]);
    expect(judged(other, bound('t/x', ['a.com'], ['i/gw'])).problems).toEqual(['warning KF618']);
  });

  test("the Gateway API's kind of the same name is another one", () => {
    const other = { ...gateway('i/gw', [server(80, 'b.com')]), apiVersion: 'gateway.networking.k8s.io/v1' };
    expect(judged(other, bound('t/x', ['a.com'], ['i/gw'])).problems).toEqual(['note KF618']);
  });
});

test.each([
  ['no spec', { spec: undefined }],
  ['servers that are none', { spec: { servers: 'x' } }],
  ['a server without a port', { spec: { servers: [{ hosts: ['a.com'] }, 7, null] } }],
  [
    'hosts that are none',
    { spec: { servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: [7, ''] }] } },
  ],
])('a Gateway with %s serves nothing', (_, broken) => {
  const gw = { ...gateway('i/gw', []), ...broken };
  expect(judged(gw, bound('t/x', ['a.com'], ['i/gw']))).toEqual({ tables: [], problems: ['error KF617'] });
});

test('each request is answered as by a listener built step by step', () => {
  fc.assert(
    fc.property(meshes(), ({ gateways, virtualServices }) => {
      const router = requestRouter(routeTables([...gateways, ...virtualServices], RULES).tables, RULES);
      for (const { entry, request } of ENTRIES) {
        const [naive] = naiveGatewayMatches(gateways, virtualServices, RULES, entry, request);
        const [way] = router.ways(request, entry);
        const route = way?.list.routes[way.matches[0] ?? -1];
        const answer = way && route && referenceTo(way.list, route);
        expect([entry, request, answer]).toEqual([entry, request, naive]);
      }
    }),
    { numRuns: byRunLength({ quick: 60, long: 600 }) },
  );
});

test('a verdict is what all orders of creation of Gateways and VirtualServices show', () => {
  let broken = 0;
  let proved = 0;
  fc.assert(
    fc.property(meshes(), ({ gateways, virtualServices }) => {
      const { tables, problems } = checkTables(routeTables([...gateways, ...virtualServices], RULES), RULES);
      const orders = permutations(gateways).flatMap((older) =>
        permutations(virtualServices.slice(0, 3)).map(
          (members) => [aged(older), [...aged(members), ...virtualServices.slice(3)]] as const,
        ),
      );
      const decides = ENTRIES.some(({ entry, request }) => {
        const outcomes = orders.map(([older, members]) =>
          outcomeOf(virtualServices, naiveGatewayMatches(older, members, RULES, entry, request)[0]),
        );
        return new Set(outcomes).size > 1;
      });
      const isBroken = tables.some(({ orderIndependent }) => orderIndependent === 'broken');
      expect(isBroken).toBe(decides);
      if (isBroken) broken += 1;
      else proved += 1;
      for (const { code, severity, routes: [route] = [] } of problems) {
        if (code !== 'KF604' || severity !== 'error') continue;
        const answered = ENTRIES.map(
          ({ entry, request }) => naiveGatewayMatches(gateways, virtualServices, RULES, entry, request)[0],
        );
        expect(answered).not.toContainEqual(route);
      }
    }),
    { numRuns: byRunLength({ quick: 40, long: 400 }) },
  );
  expect(Math.min(broken, proved)).toBeGreaterThan(4);
});
