import { checkTables, requestRouter, routeTables } from '../../../routing';
import { OLD, prefix, RULES, YOUNG } from '../contract-builders';
import { bound, gateway, https, server, to, type Server } from '../gateway-builders';

const redirecting = (...hosts: readonly string[]): Server => ({
  ...server(80, ...hosts),
  tls: { httpsRedirect: true },
});
/** The rules of a mesh whose gateways trust a proxy in front of them. */
const TRUSTING = { ...RULES, trustsForwardedProto: true };

/** What answers `/api` of a host by plain HTTP, for each Gateway. */
function answers(
  objects: readonly unknown[],
  host: string,
  headers: Readonly<Record<string, string>> = {},
  rules = RULES,
): readonly string[] {
  const sent = { method: 'GET', host, path: '/api', headers, port: 80 };
  const ways = requestRouter(routeTables(objects, rules).tables, rules).ways(sent);
  return ways.map(({ list, matches: [first = -1] }) => {
    const route = list.routes[first];
    if (route?.redirector !== undefined) return `${route.redirector.gateway} ${route.redirector.server}`;
    return list.members[route?.member ?? -1]?.name ?? '404';
  });
}

function judged(objects: readonly unknown[], rules = RULES) {
  const { tables, problems } = checkTables(routeTables(objects, rules), rules);
  return {
    tables: tables.map(({ gateway: of, host, routes, orderIndependent }) =>
      [of, host, routes, orderIndependent].join(' '),
    ),
    problems: problems.map(({ severity, code, message, witness }) => ({ severity, code, message, witness })),
  };
}

const codesOf = ({ problems }: ReturnType<typeof judged>) =>
  problems.map(({ severity, code }) => `${severity} ${code}`);

describe('a plain server with tls.httpsRedirect redirects', () => {
  const one = gateway('i/one', [server(80, 'b.net'), redirecting('*')]);

  test.each([
    ['a host of a VirtualService', [one, bound('t/x', ['a.com'], ['i/one'])], 'a.com', ['i/one 1']],
    ['a host without any', [one, bound('t/x', ['a.com'], ['i/one'])], 'c.com', ['i/one 1']],
    ['without any VirtualService', [one], 'c.com', ['i/one 1']],
    ['not the hosts of others', [one, bound('t/x', ['b.net'], ['i/one'])], 'b.net', ['i/one 1']],
    ['but what no wildcard has', [gateway('i/one', [redirecting('*.com')])], 'c.net', []],
    [
      'a wildcard, also where the VirtualService of an exact host has no route for the port',
      [
        gateway('i/one', [redirecting('*.com')]),
        bound('t/x', ['a.com'], ['i/one'], to('x', prefix('/', { port: 443 }))),
      ],
      'a.com',
      ['i/one 0'],
    ],
    // The host is then `t/c.com` in Envoy, which no request asks for.
    ['nothing for one namespace', [gateway('i/one', [redirecting('t/c.com')])], 'c.com', []],
    [
      'nothing for one namespace, but what its VirtualServices have',
      [gateway('i/one', [redirecting('t/*.com')]), bound('t/x', ['c.com'], ['i/one'])],
      'c.com',
      ['i/one 0'],
    ],
  ])('%s', (_, objects, host, expected) => {
    expect(answers(objects, host)).toEqual(expected);
  });

  test('a host of its own where another server of the listener routes it too', () => {
    const gateways = [gateway('i/one', [redirecting('a.com')]), gateway('i/two', [server(80, '*')])];
    const objects = [...gateways, bound('t/x', ['a.com', 'b.com'], ['i/two'])];
    expect(answers(objects, 'a.com')).toEqual(['i/one 0', 'i/one 0']);
    expect(answers(objects, 'b.com')).toEqual(['x', 'x']);
  });

  test('a host that it has by a wildcard only where a VirtualService comes by it', () => {
    const gateways = [gateway('i/one', [redirecting('*')]), gateway('i/two', [server(80, '*')])];
    expect(answers([...gateways, bound('t/x', ['a.com'], ['i/two'])], 'a.com')).toEqual(['x', 'x']);
    const both = [...gateways, bound('t/x', ['a.com'], ['i/one', 'i/two'])];
    expect(answers(both, 'a.com')).toEqual(['i/one 0', 'i/one 0']);
  });

  test('no request that came by HTTPS', () => {
    const both = gateway('i/one', [redirecting('*'), https('g', '*')]);
    const { tables } = routeTables([both, bound('t/x', ['a.com'], ['i/one'])], RULES);
    const sent = { method: 'GET', host: 'a.com', path: '/api', headers: {}, port: 443, scheme: 'https' };
    const [way] = requestRouter(tables, RULES).ways(sent);
    expect(way?.list.routes[way.matches[0] ?? -1]?.redirector).toBeUndefined();
  });

  test('whatever clients say, unless a proxy in front is trusted', () => {
    const objects = [one, bound('t/x', ['a.com'], ['i/one'])];
    const headers = { 'X-Forwarded-Proto': 'https' };
    expect(answers(objects, 'a.com', headers)).toEqual(['i/one 1']);
    expect(answers(objects, 'a.com', headers, TRUSTING)).toEqual(['x']);
    expect(answers(objects, 'a.com', { 'x-forwarded-proto': 'http' }, TRUSTING)).toEqual(['i/one 1']);
    expect(answers(objects, 'a.com', {}, TRUSTING)).toEqual(['i/one 1']);
    expect(answers(objects, 'c.com', headers, TRUSTING)).toEqual(['404']);
  });
});

test('Gateways of different workloads that redirect all hosts are told nothing', () => {
  const other = gateway('i/two', [redirecting('*')]);
  const { spec, ...rest } = other;
  const objects = [
    gateway('i/one', [redirecting('*')]),
    { ...rest, spec: { ...spec, selector: { tier: 'edge' } } },
  ];
  expect(judged(objects)).toEqual({ tables: [], problems: [] });
});

describe('routes behind a redirect', () => {
  const rivals = [bound('t/x', ['a.com'], ['i/one']), bound('u/y', ['a.com'], ['i/one'])];
  const plain = gateway('i/one', [redirecting('*')]);

  test('do not depend on the creation order, and no route is called unreachable', () => {
    expect(judged([plain, ...rivals])).toEqual({ tables: ['i/one a.com 0 proved'], problems: [] });
  });

  test('are judged where they answer: on the HTTPS server', () => {
    const both = gateway('i/one', [redirecting('*'), https('g', '*')]);
    const { tables, problems } = judged([both, ...rivals]);
    expect(tables).toEqual(['i/one a.com 2 broken']);
    expect(problems.map(({ code }) => code)).toEqual(['KF601']);
    const covered = bound('t/x', ['a.com'], ['i/one'], to('x', prefix('/')), to('x', prefix('/late')));
    expect(codesOf(judged([both, covered]))).toEqual(['error KF604']);
  });

  test('are judged in a mesh that trusts a proxy in front, which says that a request came by HTTPS', () => {
    const { tables, problems } = judged([plain, ...rivals], TRUSTING);
    expect(tables).toEqual(['i/one a.com 2 broken']);
    expect(problems.map(({ code, witness }) => [code, witness])).toEqual([
      ['KF601', { method: 'GET', path: '/api', headers: { 'x-forwarded-proto': 'https' }, query: {} }],
    ]);
  });
});

describe('two servers that redirect one host, of which Istio refuses the later', () => {
  const x = bound('t/x', ['a.com'], ['i/two']);
  const of = (one: Server, two: Server, ...more: readonly object[]) => [
    gateway('i/one', [one]),
    gateway('i/two', [two]),
    ...more,
  ];
  const aged = (one: Server, two: Server) => [
    gateway('i/one', [one], { created: OLD }),
    gateway('i/two', [two], { created: YOUNG }),
  ];

  test.each([
    ['*', of(redirecting('*'), redirecting('*'), x)],
    ['an exact host', of(redirecting('a.com'), redirecting('a.com'), x)],
    ['hosts within a wildcard of the other', of(redirecting('*'), redirecting('*', 'a.com'), x)],
    ['fewer hosts than the older', aged(redirecting('a.com', 'b.com'), redirecting('a.com'))],
    [
      'beside one that routes other hosts',
      of(redirecting('a.com'), redirecting('a.com'), gateway('i/three', [server(80, 'b.com')])),
    ],
  ])('are fine: %s', (_, objects) => {
    expect(codesOf(judged(objects))).toEqual([]);
    expect(answers(objects, 'a.com')[0]).toMatch(/^i\/(one|two) 0$/);
  });

  test.each([
    ['a host that the older does not have', aged(redirecting('a.com'), redirecting('a.com', 'b.com'))],
    ['more hosts of one that may be younger', of(redirecting('a.com', 'b.com'), redirecting('a.com'))],
    ['hosts for one namespace', of(redirecting('t/a.com'), redirecting('t/a.com'))],
    [
      'beside one that routes them',
      of(redirecting('*'), redirecting('*'), gateway('i/three', [server(80, 'b.com')])),
    ],
    ['one that has tls and does not redirect', of(redirecting('*'), { ...server(80, '*'), tls: {} })],
  ])('are an error: %s', (_, objects) => {
    expect(codesOf(judged(objects))).toEqual(['error KF626']);
  });

  test('are an error where requests get behind the redirect', () => {
    expect(codesOf(judged(of(redirecting('*'), redirecting('*')), TRUSTING))).toEqual(['error KF626']);
  });
});
