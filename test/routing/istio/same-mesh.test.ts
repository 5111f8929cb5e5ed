import { routingRulesOf } from '../../../platform';
import { checkTables, routeTables } from '../../../routing';
import { exact, NOW, prefix, regex, ROUTE, vs } from '../contract-builders';

/*
 * Inputs on which a table and the mesh were taken for different things. Each was wrong once.
 */

/** The verdicts, and what is reported: `<severity> <code>`. */
function judged(...objects: readonly unknown[]) {
  const rules = routingRulesOf(NOW);
  if (rules === undefined) throw new Error(`no rules for Istio ${NOW}`);
  const { tables, problems } = checkTables(routeTables(objects, rules), rules);
  return {
    verdicts: tables.map(({ orderIndependent }) => orderIndependent),
    problems: problems.map(({ severity, code }) => `${severity} ${code}`),
  };
}

const route = (host: string, more: object = {}) => ({
  match: [prefix('/api')],
  route: [{ destination: { host } }],
  ...more,
});
const one = 'one.ns.svc.cluster.local';

describe('names of services are resolved in the namespace of their VirtualService', () => {
  const inTeams = (first: object, second: object) => [
    vs({ name: 'a', namespace: 'team-a' }, first),
    vs({ name: 'b', namespace: 'team-b' }, second),
  ];

  test.each([
    ['a destination', route('backend')],
    ['a mirror', route(one, { mirror: { host: 'backend' } })],
    [
      'one of several mirrors',
      route(one, { mirrors: [{ destination: { host: 'backend' }, percentage: { value: 5 } }] }),
    ],
  ])('%s with a short name is another one in another namespace', (_, rule) => {
    expect(judged(...inTeams(rule, rule))).toEqual({ verdicts: ['broken'], problems: ['error KF601'] });
  });

  test('a short name and the name in full are the same service', () => {
    const [short, full] = [route('backend'), route('backend.ns.svc.cluster.local')];
    expect(judged(vs('a', short), vs('b', full))).toEqual({
      verdicts: ['proved'],
      problems: ['warning KF604'],
    });
  });

  test.each(['backend.other', 'backend.example.com'])('%s stays as it is', (host) => {
    expect(judged(...inTeams(route(host), route(host))).verdicts).toEqual(['proved']);
  });

  // Istio refuses them as destinations; they are no conflict either.
  test.each(['10.0.0.1', '::1', '*'])('%s stays as it is, and is no destination', (host) => {
    const { verdicts, problems } = judged(...inTeams(route(host), route(host)));
    expect(verdicts).toEqual(['undecided']);
    expect(problems).not.toContain('error KF601');
  });

  test('an IPv6 address is the same host in every namespace', () => {
    const host = { hosts: ['::1'] };
    expect(
      judged(
        vs({ ...host, name: 'a', namespace: 'team-a' }, route('one.x.svc.cluster.local')),
        vs({ ...host, name: 'b', namespace: 'team-b' }, route('two.x.svc.cluster.local')),
      ).verdicts,
    ).toEqual(['broken']);
  });
});

describe('what means the same is the same outcome', () => {
  const redirect = (more: object) => ({ match: [prefix('/s')], redirect: { uri: '/t', ...more } });

  test.each([{}, { redirectCode: 0 }, { redirectCode: null }])('a redirect with %j is a 301', (more) => {
    expect(judged(vs('a', redirect(more)), vs('b', redirect({ redirectCode: 301 }))).verdicts).toEqual([
      'proved',
    ]);
    expect(judged(vs('a', redirect(more)), vs('b', redirect({ redirectCode: 302 }))).verdicts).toEqual([
      'broken',
    ]);
  });

  test('a route that repeats another VirtualService is redundant, which is a warning', () => {
    const inner = (host: string) => ({ match: [exact('/api/x')], route: [{ destination: { host } }] });
    expect(judged(vs('a', route(one)), vs('b', inner(one))).problems).toEqual(['warning KF604']);
    expect(judged(vs('a', route(one), inner(one))).problems).toEqual(['error KF604']);
  });

  test('match: null is no match', () => {
    expect(judged(vs('a', { match: null, ...ROUTE }))).toEqual({ verdicts: ['proved'], problems: [] });
  });
});

describe('conditions on the proxy', () => {
  const labels = { sourceLabels: { app: 'sleep' } };

  test('leave requests for later routes: none of these is called unreachable', () => {
    const { verdicts, problems } = judged(
      vs('a', { match: [labels], ...ROUTE }, { match: [prefix('/api')], ...ROUTE }, ROUTE),
    );
    expect({ verdicts, problems }).toEqual({ verdicts: ['proved', 'proved'], problems: [] });
  });

  test('are not looked at where the match names Gateways', () => {
    expect(
      judged(vs('a', { match: [{ ...labels, ...prefix('/api'), gateways: ['ns/gw'] }], ...ROUTE })),
    ).toEqual({ verdicts: ['proved'], problems: [] });
  });
});

describe('an empty prefix', () => {
  test.each(['method', 'scheme', 'authority'])('of %s is refused', (field) => {
    const { verdicts, problems } = judged(vs('a', { match: [{ [field]: { prefix: '' } }], ...ROUTE }));
    expect({ verdicts, problems }).toEqual({ verdicts: ['undecided'], problems: ['error KF614'] });
  });

  test.each(['headers', 'withoutHeaders', 'queryParams'])('of %s is refused', (field) => {
    const match = { ...prefix('/api'), [field]: { x: { prefix: '' } } };
    expect(judged(vs('a', { match: [match], ...ROUTE })).problems).toEqual(['error KF614']);
  });

  test('of a path is every path', () => {
    expect(judged(vs('a', { match: [prefix('')], ...ROUTE })).problems).not.toContain('error KF614');
  });
});

test('a route of every path with conditions takes nothing of others in the mesh, and is no warning there', () => {
  const canary = { match: [{ headers: { 'end-user': { exact: 'jason' } } }], ...ROUTE };
  const rules = [canary, { match: [regex('/a.*')], ...ROUTE }];
  expect(judged(vs({ name: 'a', gateways: null }, ...rules)).problems).not.toContain('warning KF609');
  expect(judged(vs('a', ...rules)).problems).toContain('warning KF609');
});

describe('a rewrite counts by what becomes of the path', () => {
  const rewrite = { rewrite: { uri: '/' } };
  const to = (match: object, more: object = rewrite) => ({ match: [match], ...ROUTE, ...more });

  test('the exact path and the prefix that become the same are no conflict', () => {
    expect(judged(vs('a', to(exact('/s'))), vs('b', to(prefix('/s')))).verdicts).toEqual(['proved']);
  });

  test('a regex and a prefix that become the same on one path alone are one on the others, which the request shows', () => {
    const rules = routingRulesOf(NOW);
    const objects = [vs('a', to(regex('/s.*'))), vs('b', to(prefix('/s')))];
    const { problems } = checkTables(routeTables(objects, rules as never), rules as never);
    expect(problems.map(({ code, witness }) => [code, witness?.path])).toEqual([['KF601', '/sa']]);
  });

  test('a regex and a prefix that meet on that path alone are no conflict', () => {
    expect(judged(vs('a', to(regex('/s[ab]?'))), vs('b', to(exact('/s')))).verdicts).toEqual(['proved']);
    expect(judged(vs('a', to(regex('(/x)?/s'))), vs('b', to(prefix('/s')))).verdicts).toEqual(['proved']);
  });

  test('a regex is not told to be a prefix where that would rewrite otherwise', () => {
    expect(judged(vs('a', to(regex('/s/.*')))).problems).toEqual([]);
    expect(judged(vs('a', to(regex('/s/.*'), {}))).problems).toEqual(['note KF607']);
    expect(judged(vs('a', to(regex('/s')))).problems).toEqual(['note KF607']);
  });
});

describe('a destination without a port has the only one of its Service', () => {
  const service = (...ports: readonly number[]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'one', namespace: 'ns' },
    spec: { ports: ports.map((port) => ({ port })) },
  });
  const withPort = { match: [prefix('/api')], route: [{ destination: { host: one, port: { number: 80 } } }] };

  test.each([
    ['is the same as with it', [service(80)], 'proved'],
    ['is another than with another one', [service(8080)], 'broken'],
    ['is not known of a Service with several', [service(80, 443)], 'broken'],
    ['is not known of two Services of one name', [service(8080), service(80)], 'broken'],
    ['is not known of a Service that is not there', [], 'broken'],
  ])('which %s', (_, services, verdict) => {
    expect(judged(vs('a', route('one')), vs('b', withPort), ...services).verdicts).toEqual([verdict]);
  });
});
