import { checkTables, requestRouter, routeTables } from '../../../routing';
import { exact, OLD, prefix, RULES, vs, YOUNG } from '../contract-builders';
import { routingRulesOf } from '../../../platform';

const to = (host: string, ...match: readonly object[]) => ({
  ...(match.length > 0 && { match }),
  route: [{ destination: { host: `${host}.ns.svc.cluster.local` } }],
});
const labels = (sourceLabels: object) => ({ sourceLabels });
const WEB = labels({ app: 'web' });

function judged(objects: readonly object[], rules = RULES) {
  const { tables, problems } = checkTables(routeTables(objects, rules), rules);
  return {
    tables: tables.map(({ gateway, orderIndependent }) => `${gateway}: ${orderIndependent}`),
    problems: problems.map(({ severity, code }) => `${severity} ${code}`),
  };
}

function answers(objects: readonly object[], gateway?: string, host = 'h.example') {
  const sent = { method: 'GET', host, path: '/x', headers: {} };
  return requestRouter(routeTables(objects, RULES).tables, RULES)
    .ways(sent, gateway)
    .map(({ table, list, matches: [first = -1] }) => {
      const route = list.routes[first]?.outcome.route as [{ destination: { host: string } }] | undefined;
      return `${table.gateway}: ${route?.[0].destination.host.split('.')[0] ?? '-'}`;
    });
}

const mesh = (name: string, ...rules: readonly object[]) => vs({ name, gateways: null }, ...rules);

describe('in the mesh', () => {
  const canary = mesh('a', to('one', WEB), to('two'));

  test('clients with a label have a table of their own, and no route behind is called unreachable', () => {
    expect(judged([canary])).toEqual({
      tables: ['mesh: proved', 'mesh for app=web: proved'],
      problems: [],
    });
    expect(answers([canary])).toEqual(['mesh: two', 'mesh for app=web: one']);
  });

  test('one kind of clients can be asked for alone', () => {
    expect(answers([canary], 'mesh for app=web')).toEqual(['mesh for app=web: one']);
    expect(answers([canary], 'mesh')).toEqual(['mesh: two', 'mesh for app=web: one']);
  });

  test('two values of a label exclude each other, and other labels are told apart beside', () => {
    const API = labels({ app: 'api' });
    const object = mesh('a', to('one', WEB), to('two', API), to('three', labels({ tier: '1' })), to('four'));
    expect(answers([object])).toEqual([
      'mesh: four',
      'mesh for app=api: two',
      'mesh for app=api,tier=1: two',
      'mesh for app=web: one',
      'mesh for app=web,tier=1: one',
      'mesh for tier=1: three',
    ]);
  });

  test('the namespace of clients is told apart, together with those to which something is exported', () => {
    const object = mesh(
      'a',
      to('one', { sourceNamespace: 'u', ...WEB }),
      to('two', { sourceNamespace: 't' }),
    );
    expect(answers([object])).toEqual(['mesh: -', 'mesh for app=web in u: one', 'mesh for t: two']);
  });

  test('a VirtualService without a route for a client does not serve it: the next one does', () => {
    const objects = [mesh('a', to('one', WEB)), vs({ name: 'b', gateways: null, created: YOUNG }, to('two'))];
    expect(answers(objects)).toEqual(['mesh: two', 'mesh for app=web: one']);
    expect(judged(objects)).toEqual({
      tables: ['mesh: proved', 'mesh for app=web: broken'],
      problems: ['error KF601'],
    });
  });

  test('what is the same for all kinds of clients is said once', () => {
    const objects = [
      mesh('a', to('one', { ...WEB, ...prefix('/y') }), to('two', { uri: { regex: '/a/b' } })),
      mesh('b', to('three')),
    ];
    expect(judged(objects)).toEqual({
      tables: ['mesh: broken', 'mesh for app=web: broken'],
      problems: ['error KF601', 'note KF607'],
    });
  });

  test('a route that no client reaches is unreachable', () => {
    const object = mesh('a', to('one', prefix('/a')), to('two', { ...WEB, ...prefix('/a/b') }), to('three'));
    expect(judged([object]).problems).toEqual(['error KF604']);
  });

  test('a host of a wildcard has the clients of both', () => {
    const objects = [
      vs({ name: 'a', gateways: null, hosts: ['*.example'] }, to('any', WEB), to('other')),
      vs({ name: 'b', gateways: null }, to('one', labels({ tier: '1' }))),
    ];
    expect(answers(objects)).toEqual([
      'mesh: -',
      'mesh for tier=1: one',
      'mesh for app=web: -',
      'mesh for app=web,tier=1: one',
    ]);
  });

  test('a VirtualService of a wildcard without a route for a client keeps its services from others', () => {
    const wide = (name: string, ...rules: readonly object[]) =>
      vs({ name, gateways: null, hosts: ['*.example'] }, ...rules);
    const objects = [wide('a', to('one', WEB)), wide('b', to('two'))];
    expect(judged(objects)).toEqual({
      tables: ['mesh: broken', 'mesh for app=web: broken'],
      problems: ['error KF601'],
    });
  });

  test('up to Istio 1.20, the older one of overlapping hosts serves a service', () => {
    const rules = routingRulesOf('1.20.8') ?? RULES;
    const objects = [
      vs({ name: 'a', gateways: null, hosts: ['*.example'] }, to('one')),
      vs({ name: 'b', gateways: null }, to('two')),
    ];
    const told = (of: typeof rules) =>
      checkTables(routeTables(objects, of), of).tables.map(
        (table) => `${table.host} ${table.orderIndependent}`,
      );
    expect(told(rules)).toEqual(['*.example proved', 'h.example broken']);
    expect(told(RULES)).toEqual(['*.example proved', 'h.example proved']);
  });

  test('too many kinds of clients are not told apart', () => {
    const rules = Array.from({ length: 40 }, (_, at) => to('one', labels({ app: `a${at}` })));
    expect(judged([mesh('a', ...rules, to('two'))])).toEqual({
      tables: ['mesh: undecided'],
      problems: ['error KF611'],
    });
  });

  test('sourceNamespace came with 1.6', () => {
    const rules = routingRulesOf('1.5.10');
    if (rules === undefined) throw new Error('no rules');
    const object = mesh('a', to('one', { sourceNamespace: 'u', ...prefix('/a') }));
    expect(judged([object], rules)).toEqual({ tables: ['mesh: proved'], problems: ['error KF613'] });
  });

  test.each<[string, object]>([
    ['a label that is no text', labels({ app: 1 })],
    ['a label without a name', labels({ '': 'x' })],
    ['labels that are no mapping', { sourceLabels: 'app' }],
    ['a namespace that is no text', { sourceNamespace: {} }],
  ])('%s is refused', (_, match) => {
    expect(judged([mesh('a', to('one', match))])).toEqual({
      tables: ['mesh: undecided'],
      problems: ['error KF614'],
    });
  });
});

describe('on a Gateway', () => {
  const gateway = (selector: object, numbers: readonly number[] = [80]) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'gw', namespace: 'ns' },
    spec: {
      selector,
      servers: numbers.map((number) => ({ port: { number, name: 'http', protocol: 'HTTP' }, hosts: ['*'] })),
    },
  });
  const bound = vs({ created: OLD }, to('one', { ...WEB, ...exact('/x') }), to('two'));

  test.each<[string, object, readonly string[]]>([
    ['fulfils', { app: 'web', istio: 'ingress' }, ['ns/gw: one']],
    ['contradicts', { app: 'api' }, ['ns/gw: two']],
    ['leaves open', { istio: 'ingress' }, ['ns/gw: two', 'ns/gw for app=web: one']],
  ])('its selector %s what a match asks of its Pods', (_, selector, expected) => {
    expect(answers([gateway(selector), bound])).toEqual(expected);
  });

  test('of one that is not in the input, all is open', () => {
    expect(answers([bound])).toEqual(['ns/gw: two', 'ns/gw for app=web: one']);
  });

  test('its Pods are told apart alike on all of its ports', () => {
    const open = gateway({ istio: 'ingress' }, [80, 8080]);
    const { tables } = routeTables([open, bound], RULES);
    expect(tables.map((table) => [table.gateway, table.listeners.map(({ port }) => port)])).toEqual([
      ['ns/gw', [80, 8080]],
      ['ns/gw for app=web', [80, 8080]],
    ]);
  });

  test('where VirtualServices are exported to the namespace of its Pods, that one is known', () => {
    const object = vs({ namespace: 't' }, to('one', { sourceNamespace: 'ns' }), to('two')) as {
      spec: object;
    };
    const gw = gateway({ istio: 'ingress' });
    const public_ = { ...object, spec: { ...object.spec, gateways: ['ns/gw'] } };
    const exported = { ...object, spec: { ...object.spec, gateways: ['ns/gw'], exportTo: ['ns'] } };
    expect(answers([gw, public_])).toEqual(['ns/gw: two', 'ns/gw for ns: one']);
    expect(answers([gw, exported])).toEqual(['ns/gw: one']);
  });

  test('a match that names Gateways asks nothing of their Pods', () => {
    const named = vs('a', to('one', { ...WEB, gateways: ['ns/gw'] }), to('two'));
    expect(judged([named])).toEqual({ tables: ['ns/gw: proved'], problems: ['error KF604'] });
    expect(answers([named])).toEqual(['ns/gw: one']);
  });
});
