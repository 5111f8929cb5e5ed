import fc from 'fast-check';
import { routingRulesOf } from '../../../platform';
import { checkTables, referenceTo, requestRouter, routeTables } from '../../../routing';
import { byRunLength } from '../../properties/run-length';
import { prefix, RULES } from '../contract-builders';
import { aged, outcomeOf, permutations } from '../creation-orders';
import { bound, ENTRIES, gateway, https, meshes, server, to } from '../gateway-builders';
import { naiveGatewayMatches } from '../naive-gateways';

/** A Service in the namespace of the Pods, unless told otherwise. */
const service = (
  name: string,
  selector: object | undefined,
  ports: readonly object[],
  { namespace = 'p', labels = {} }: { namespace?: string; labels?: object } = {},
) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, labels },
  spec: { ...(selector && { selector }), ports },
});
const lead = (port: number, targetPort?: number | string, name = `http-${port}`) => ({
  name,
  port,
  ...(targetPort !== undefined && { targetPort }),
});

/** Two Gateways, on the ports 80 and 8080, and a VirtualService of each that takes the same requests. */
const ON_80 = gateway('i/one', [server(80, 'a.com')]);
const ON_8080 = gateway('i/two', [server(8080, 'a.com')]);
const X = bound('t/x', ['a.com'], ['i/one']);
const Y = bound('u/y', ['a.com'], ['i/two']);
const MESH = [ON_80, ON_8080, X, Y];
const INGRESS = { app: 'ingress' };

function judged(objects: readonly unknown[], rules = RULES) {
  const { tables, problems } = checkTables(routeTables(objects, rules), rules);
  return {
    verdicts: tables.map(
      ({ gateway: of, routes, orderIndependent }) => `${of} ${routes} ${orderIndependent}`,
    ),
    problems: problems.map(({ severity, code, message }) => `${severity} ${code} ${message}`),
    codes: problems.map(({ severity, code }) => `${severity} ${code}`),
  };
}

const APART = ['i/one 1 proved', 'i/two 1 proved'];
const TOGETHER = ['i/one 2 broken', 'i/two 2 broken'];
const UNDECIDED = ['i/one 1 undecided', 'i/two 1 undecided'];

describe('servers whose ports a Service maps to one share a listener and its routes', () => {
  test.each<[string, object]>([
    ['by its number', service('s', INGRESS, [lead(80, 8080)])],
    ['also of the other server', service('s', INGRESS, [lead(80, 8080), lead(8080, 8080)])],
    ['of Pods with more labels', service('s', { ...INGRESS, istio: 'x' }, [lead(80, 8080)])],
    ['both to another one', service('s', INGRESS, [lead(80, 9090), lead(8080, 9090, 'http2')])],
    ['both to a name', service('s', INGRESS, [lead(80, 'web'), lead(8080, 'web', 'http2')])],
  ])('%s', (_, mapping) => {
    const { verdicts, codes } = judged([...MESH, mapping]);
    expect(verdicts).toEqual(TOGETHER);
    expect(codes).toContain('error KF601');
  });

  test('also of two Services of the same Pods', () => {
    const services = [service('s', INGRESS, [lead(80, 9090)]), service('t', INGRESS, [lead(8080, 9090)])];
    expect(judged([...MESH, ...services]).verdicts).toEqual(TOGETHER);
  });

  test('of a Gateway with fewer labels than its Pods', () => {
    const narrow = [ON_80, ON_8080].map(({ spec, ...rest }) => ({
      ...rest,
      spec: { ...spec, selector: { ...INGRESS, istio: 'x' } },
    }));
    expect(judged([...narrow, X, Y, service('s', INGRESS, [lead(80, 8080)])]).verdicts).toEqual(TOGETHER);
  });

  test.each<[string, object]>([
    ['a Service without a selector', service('s', undefined, [lead(80, 8080)])],
    ['a Service with an empty selector', service('s', {}, [lead(80, 8080)])],
    ['a Service of other Pods', service('s', { app: 'other' }, [lead(80, 8080)])],
    ['the port itself by default', service('s', INGRESS, [lead(80), lead(8080)])],
    ['other ports', service('s', INGRESS, [lead(81, 8080)])],
    [
      'a Service that leaves ports as they are',
      service('s', INGRESS, [lead(80, 8080)], {
        labels: { 'experimental.istio.io/disable-gateway-port-translation': 'true' },
      }),
    ],
    // Istio takes the first of a Service's ports of one protocol that lead to one port of the Pods.
    ['two ports of one protocol', service('s', INGRESS, [lead(80, 9090), lead(8080, 9090)])],
    [
      'a kind of another group',
      { ...service('s', INGRESS, [lead(80, 8080)]), apiVersion: 'serving.knative.dev/v1' },
    ],
  ])('but not by %s', (_, mapping) => {
    expect(judged([...MESH, mapping])).toEqual({ verdicts: APART, problems: [], codes: [] });
  });

  test.each([
    ['first', [to('p', prefix('/a', { port: 8080 })), to('q', prefix('/b', { port: 80 }))], [1]],
    ['first leads to a route', [to('p', prefix('/a', { port: 8080 }))], [0]],
  ])('each match is compared with the port of the server that %s', (_, http, rules) => {
    const gw = gateway('i/gw', [server(80, 'a.com'), server(8080, 'a.com')]);
    const own = [bound('t/w', ['a.com'], ['i/gw']), bound('t/x', ['a.com'], ['i/gw'], ...http)];
    const { tables } = routeTables([gw, ...own, service('s', INGRESS, [lead(80, 8080)])], RULES);
    const read = tables.flatMap(({ listeners }) =>
      listeners.map(({ port, list }) => [
        port,
        list.routes.filter(({ member }) => list.members[member]?.name === 'x').map(({ rule }) => rule),
      ]),
    );
    expect(read).toEqual([
      [80, rules],
      [8080, rules],
    ]);
  });

  test.each([
    ['HTTP and HTTPS', { ...https('h', 'a.com'), port: { number: 8080, name: 'h', protocol: 'HTTPS' } }],
    ['HTTP and TCP', { ...server(8080, 'a.com'), port: { number: 8080, name: 't', protocol: 'TCP' } }],
  ])('of %s, Istio refuses one', (_, other) => {
    const objects = [ON_80, gateway('i/two', [other]), X, Y, service('s', INGRESS, [lead(80, 8080)])];
    const { verdicts, problems } = judged(objects);
    expect(verdicts.some((verdict) => verdict.endsWith('proved'))).toBe(false);
    expect(problems).toContainEqual(expect.stringContaining('share port 8080 of the Pods'));
  });

  test('from Istio 1.11 on; before, all but one are dropped, and before 1.6 they stay apart', () => {
    const objects = [...MESH, service('s', INGRESS, [lead(80, 8080)])];
    const by = (version: string) => judged(objects, routingRulesOf(version));
    expect(by('1.11.0').verdicts).toEqual(TOGETHER);
    expect(by('1.10.9').verdicts).toEqual(UNDECIDED);
    expect(by('1.10.9').codes).toEqual(['error KF626']);
    expect(by('1.5.4').verdicts).toEqual(APART);
  });
});

describe('where Services lead ports together in different ways, nothing is proved of their servers', () => {
  const away = gateway('i/away', [server(90, 'a.com')]);
  const z = bound('t/z', ['a.com'], ['i/away']);

  test.each<[string, readonly object[]]>([
    [
      'in two namespaces',
      [service('s', INGRESS, [lead(80, 8080)]), service('s', INGRESS, [lead(80)], { namespace: 'q' })],
    ],
    [
      'of Pods that differ',
      [
        service('s', { ...INGRESS, v: '1' }, [lead(80, 8080)]),
        service('t', { ...INGRESS, v: '2' }, [lead(80)]),
      ],
    ],
    [
      'of which one selects a part of the Pods',
      [service('s', INGRESS, [lead(443)]), service('t', { ...INGRESS, v: '1' }, [lead(80, 8080)])],
    ],
    ['whose order decides', [service('s', INGRESS, [lead(80, 8080)]), service('t', INGRESS, [lead(80)])]],
  ])('%s', (_, services) => {
    const { verdicts, codes } = judged([...MESH, away, z, ...services]);
    expect(verdicts).toEqual(['i/away 1 proved', ...UNDECIDED]);
    expect(codes).toEqual(['error KF627']);
  });

  test('the Services are named', () => {
    const services = [service('s', INGRESS, [lead(80, 8080)]), service('t', INGRESS, [lead(80)])];
    expect(judged([...MESH, ...services]).problems).toEqual([
      'error KF627 it is not known which servers of the Gateway i/one share a listener: p/s leads port 80 to 8080, p/t leads port 80 to 80',
    ]);
  });
});

describe('what is assumed of Services that may select the Pods is said once', () => {
  test.each<[string, readonly object[], string]>([
    [
      'a Service with other labels, where none has those of the Gateway',
      [service('app', { run: 'shop' }, [lead(80, 8080)], { namespace: 'shop' })],
      'assuming that the Service shop/app, which leads port 80 to 8080, does not select the Pods of the Gateway i/one',
    ],
    [
      'a name',
      [service('s', INGRESS, [lead(80, 'web')])],
      'assuming that the port web of the Pods of the Service p/s is that of no other server of the Gateway i/one and those with its selector',
    ],
  ])('%s', (_, services, text) => {
    const { verdicts, problems } = judged([...MESH, ...services]);
    expect(verdicts).toEqual(APART);
    expect(problems).toEqual([`note KF627 ${text}`]);
  });

  test.each<[string, readonly object[]]>([
    ['whose labels are others', [service('app', { app: 'shop' }, [lead(80, 8080)])]],
    ['that leads no ports together', [service('app', { run: 'shop' }, [lead(80, 9090)])]],
    [
      'in another namespace than the Services of the Pods',
      [
        service('s', INGRESS, [lead(443)]),
        service('app', { run: 'x' }, [lead(80, 8080)], { namespace: 'q' }),
      ],
    ],
  ])('but nothing of one %s', (_, services) => {
    expect(judged([...MESH, ...services])).toEqual({ verdicts: APART, problems: [], codes: [] });
  });
});

describe('on random meshes whose Service maps the port 80 to 8080', () => {
  const mapping = service('s', INGRESS, [lead(80, 8080)]);
  const targetOf = (
    gateways: readonly {
      metadata: { namespace: string; name: string };
      spec: { selector: { app: string } };
    }[],
    entry: string,
  ) => {
    const own = gateways.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === entry);
    const isMapped = own?.spec.selector.app === 'ingress';
    return (port: number) => (isMapped && port === 80 ? 8080 : port);
  };

  test('each request is answered as by a listener built step by step', () => {
    fc.assert(
      fc.property(meshes(), ({ gateways, virtualServices }) => {
        const objects = [...gateways, ...virtualServices, mapping];
        const router = requestRouter(routeTables(objects, RULES).tables, RULES);
        for (const { entry, request } of ENTRIES) {
          const [naive] = naiveGatewayMatches(
            gateways,
            virtualServices,
            RULES,
            entry,
            request,
            targetOf(gateways, entry),
          );
          const [way] = router.ways(request, entry);
          const route = way?.list.routes[way.matches[0] ?? -1];
          const answer = way && route && referenceTo(way.list, route);
          expect([entry, request, answer]).toEqual([entry, request, naive]);
        }
      }),
      { numRuns: byRunLength({ quick: 60, long: 600 }) },
    );
  });

  test('a verdict is what all orders of creation show', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(meshes(), ({ gateways, virtualServices }) => {
        const objects = [...gateways, ...virtualServices, mapping];
        const { tables } = checkTables(routeTables(objects, RULES), RULES);
        const orders = permutations(gateways).flatMap((older) =>
          permutations(virtualServices.slice(0, 3)).map(
            (members) => [aged(older), [...aged(members), ...virtualServices.slice(3)]] as const,
          ),
        );
        const decides = ENTRIES.some(({ entry, request }) => {
          const target = targetOf(gateways, entry);
          const outcomes = orders.map(([older, members]) =>
            outcomeOf(virtualServices, naiveGatewayMatches(older, members, RULES, entry, request, target)[0]),
          );
          return new Set(outcomes).size > 1;
        });
        const isBroken = tables.some(({ orderIndependent }) => orderIndependent === 'broken');
        expect(isBroken).toBe(decides);
        verdicts.add(isBroken);
      }),
      { numRuns: byRunLength({ quick: 40, long: 400 }) },
    );
    expect(verdicts.size).toBe(2);
  });
});

test.each<[string, unknown]>([
  ['no spec', { apiVersion: 'v1', kind: 'Service' }],
  ['ports that are none', service('s', INGRESS, 'x' as unknown as object[])],
  [
    'a port that is none',
    service('s', INGRESS, [7, null, { port: 'x' }, { port: 80, targetPort: {} }] as object[]),
  ],
])('a Service with %s maps nothing', (_, broken) => {
  expect(judged([...MESH, broken]).verdicts).toEqual(APART);
});
