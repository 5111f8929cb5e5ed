import fc from 'fast-check';
import {
  requestReview,
  type ClusterPair,
  type RequestReview,
  type ServiceChanges,
} from '../../../../review/model';
import { routingRulesOf } from '../../../../platform';
import { byRunLength } from '../../../properties/run-length';
import { requests, virtualServices, type PlainVirtualService } from '../../../routing/arbitraries';
import { naiveMatches, type NaiveRequest } from '../../../routing/naive-evaluator';
import { requestOfWitness } from '../../../routing/witness-request';
import { clusterPair } from '../cluster-snapshots';

const GATEWAYS = ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'];
const LOCAL = 'knative-local-gateway.istio-system.svc.cluster.local';

interface RouteOptions {
  readonly namespace?: string;
  readonly matches?: readonly object[];
  readonly service?: string;
  readonly rule?: object;
  readonly gateways?: readonly string[];
  readonly localGateway?: string;
}

/** The VirtualService of a function, as KFaas renders it. */
function route(id: string, options: RouteOptions = {}): object {
  const [team = '', name = ''] = id.split('/');
  const { namespace = 'faas-prod', service = `${team}-${name}`, rule = {}, localGateway = LOCAL } = options;
  const { matches = [{ uri: { prefix: `/faas/api/${id}/` } }], gateways = GATEWAYS } = options;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name: `${namespace}-ns-${team}-${name}-ksvc-virtualservice`,
      namespace: 'kfaas-system',
      annotations: { 'kfaas.io/functions': id },
    },
    spec: {
      hosts: [`${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`],
      gateways,
      http: [
        {
          match: matches,
          route: [{ destination: { host: localGateway, port: { number: 80 } }, weight: 100 }],
          rewrite: { authority: `${service}.${namespace}.svc.cluster.local` },
          ...rule,
        },
      ],
    },
  };
}

function gatewayHost(localGateway: string, namespace = 'faas-prod'): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${namespace}-ksvc-gateway`, namespace: 'kfaas-system' },
    spec: { type: 'ExternalName', externalName: localGateway },
  };
}

const review = (pairs: readonly ClusterPair[], renamed: ServiceChanges['renamed'] = []) =>
  requestReview(pairs, { renamed, gone: [] }).requests;

/** A change in few words: kind, requests, witness, functions. */
const told = ({ changes }: RequestReview) =>
  changes.map(({ kind, requests: { matched, except }, witness, before, after }) => {
    const but = except.length === 0 ? '' : ` except ${except.join(' and ')}`;
    const [from, to] = [before, after].map((answer) => answer?.function ?? '-');
    return `${kind}: ${matched.join(' and ')}${but} (${witness.method} ${witness.path}) ${from} -> ${to}`;
  });

describe('what is said of a change', () => {
  test('a function that comes: its requests are answered', () => {
    const pair = clusterPair([route('a/x')], [route('a/x'), route('a/y')]);
    const found = review([pair]);
    expect(found.verdict).toBe('changed');
    expect(told(found)).toEqual(['answered: prefix /faas/api/a/y/ (GET /faas/api/a/y/) - -> a/y']);
    expect(found.changes[0]?.where).toEqual([
      {
        environment: 'prod',
        cluster: 'prod-us',
        namespace: 'faas-prod',
        host: 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local',
        gateways: [...GATEWAYS].sort(),
        port: undefined,
      },
    ]);
    expect(found.compared).toEqual({ clusters: 1, hosts: 1, routes: 2, alike: 0 });
  });

  test('a function that goes, the first and the last of a host too', () => {
    const gone = review([clusterPair([route('a/x')], [])]);
    expect(told(gone)).toEqual(['unanswered: prefix /faas/api/a/x/ (GET /faas/api/a/x/) a/x -> -']);
    const come = review([clusterPair([], [route('a/x')])]);
    expect(told(come)).toEqual(['answered: prefix /faas/api/a/x/ (GET /faas/api/a/x/) - -> a/x']);
  });

  test('requests that another function takes, and those it leaves', () => {
    const narrow = { uri: { prefix: '/faas/api/a/x/v2/' }, method: { exact: 'GET' } };
    const merged = route('a/x') as { spec: { http: object[] }; metadata: { annotations: object } };
    const [own] = merged.spec.http;
    const [other] = (route('b/y', { matches: [narrow] }) as typeof merged).spec.http;
    const after = {
      ...merged,
      metadata: { ...merged.metadata, annotations: { 'kfaas.io/functions': 'b/y,a/x' } },
      spec: { ...merged.spec, http: [other, own] },
    };
    const found = review([clusterPair([route('a/x')], [after])]);
    expect(told(found)).toEqual([
      'moved: prefix /faas/api/a/x/v2/, method exact GET (GET /faas/api/a/x/v2/) a/x -> b/y',
    ]);
  });

  test('an exception is told with the requests', () => {
    const before = [route('a/x'), route('a/fallback', { matches: [{ uri: { prefix: '/faas/api/' } }] })];
    const timed = { rule: { timeout: '5s' }, matches: [{ uri: { prefix: '/faas/api/' } }] };
    const after = [route('a/x'), route('a/fallback', timed)];
    // By name, the fallback comes first; created later, it comes behind.
    const late = (object: object) => {
      const { metadata } = object as { metadata: object };
      return { ...object, metadata: { ...metadata, creationTimestamp: '2026-01-01T00:00:00Z' } };
    };
    const found = review([
      clusterPair([before[0] ?? {}, late(before[1] ?? {})], [after[0] ?? {}, late(after[1] ?? {})]),
    ]);
    expect(told(found)).toEqual([
      'treated: prefix /faas/api/ except prefix /faas/api/a/x/ (GET /faas/api/) a/fallback -> a/fallback',
    ]);
    expect(found.changes[0]?.fields).toEqual([{ path: 'timeout', before: undefined, after: '5s' }]);
    expect(found.orderDependent.map(({ side }) => side)).toEqual(['base', 'head']);
  });

  test('weights, timeouts and retries on the same requests, field by field', () => {
    const backends = (one: number, two: number) => ({
      rewrite: undefined,
      route: ['one', 'two'].map((name, at) => ({
        destination: { host: LOCAL, port: { number: 80 } },
        weight: at === 0 ? one : two,
        headers: { request: { set: { Host: `${name}.faas-prod.svc.cluster.local` } } },
      })),
    });
    const before = route('a/x', { rule: { ...backends(90, 10), timeout: '10s' } });
    const after = route('a/x', { rule: { ...backends(50, 50), timeout: '5s', retries: { attempts: 2 } } });
    const [change] = review([clusterPair([before], [after])]).changes;
    expect(change?.kind).toBe('treated');
    expect(change?.fields.map(({ path }) => path).sort()).toEqual([
      'retries',
      'route[0].weight',
      'route[1].weight',
      'timeout',
    ]);
  });

  test('the same in several clusters and namespaces is told once', () => {
    const pairs = ['prod-us', 'prod-eu'].flatMap((cluster) =>
      ['faas-alpha', 'faas-beta'].map((namespace) => {
        const [before, after] = [
          route('a/x', { namespace }),
          route('a/x', { namespace, rule: { timeout: '5s' } }),
        ];
        return clusterPair([before], [after], { cluster: `${cluster}-${namespace}` });
      }),
    );
    const found = review(pairs);
    expect(told(found)).toEqual(['treated: prefix /faas/api/a/x/ (GET /faas/api/a/x/) a/x -> a/x']);
    expect(found.changes[0]?.where).toHaveLength(4);
    expect(found.compared).toEqual({ clusters: 4, hosts: 4, routes: 4, alike: 0 });
  });

  test('a table that needs more work than a review may take is not decided, and never counts as the same', () => {
    const hard = (tail: string) =>
      Array.from({ length: 12 }, (_, n) =>
        route(`a/x${n}`, {
          matches: [{ uri: { regex: `/.*(${'.'.repeat(n)}a|b).{${n + 9}}${tail}/.*/${n}` } }],
        }),
      );
    const found = review([clusterPair(hard('x'), hard('y'))]);
    expect([found.verdict, found.undecided.length]).toEqual(['undecided', 1]);
  });
});

describe('what changes no request', () => {
  test('nothing: no file is read', () => {
    const pair = clusterPair([route('a/x')], [route('a/x')]);
    expect(review([pair])).toMatchObject({
      verdict: 'same',
      changes: [],
      equivalent: [],
      compared: { hosts: 0, alike: 1 },
    });
  });

  test('a renamed function with the same backends, and one whose Knative Service is alike', () => {
    const before = [route('a/x')];
    const kept = route('a/z', { matches: [{ uri: { prefix: '/faas/api/a/x/' } }], service: 'a-x' });
    const renamedToo = route('a/z', { matches: [{ uri: { prefix: '/faas/api/a/x/' } }] });
    const services = [
      {
        environment: 'prod',
        cluster: 'prod-us',
        from: { namespace: 'faas-prod', name: 'a-x' },
        to: { namespace: 'faas-prod', name: 'a-z' },
      },
    ];
    const expected = { kind: 'function-renamed', subject: 'a/z', before: 'a/x', after: 'a/z' };
    expect(review([clusterPair(before, [kept])])).toMatchObject({ verdict: 'same', equivalent: [expected] });
    expect(review([clusterPair(before, [renamedToo])], services)).toMatchObject({
      verdict: 'same',
      equivalent: [expected],
    });
    expect(review([clusterPair(before, [renamedToo])])).toMatchObject({ verdict: 'changed', equivalent: [] });
  });

  test('a route split in two and a regex written otherwise', () => {
    const split = ['GET', 'POST'].flatMap((method) => [
      { uri: { exact: '/faas/api/a/x' }, method: { exact: method } },
    ]);
    const joined = [{ uri: { exact: '/faas/api/a/x' }, method: { regex: 'GET|POST' } }];
    const found = review([
      clusterPair([route('a/x', { matches: joined })], [route('a/x', { matches: split })]),
    ]);
    expect(found).toMatchObject({
      verdict: 'same',
      equivalent: [
        {
          kind: 'routes-rewritten',
          subject: 'a/x',
          before: 'exact /faas/api/a/x, method regex GET|POST',
          after: 'exact /faas/api/a/x, method exact GET; exact /faas/api/a/x, method exact POST',
        },
      ],
    });
    const [one, two] = ['/faas/api/a/(x|y)+', '/faas/api/a/[xy][xy]*'].map((regex) =>
      route('a/x', { matches: [{ uri: { regex } }] }),
    );
    expect(review([clusterPair([one ?? {}], [two ?? {}])])).toMatchObject({
      verdict: 'same',
      equivalent: [{ kind: 'routes-rewritten' }],
    });
  });

  test('an upgrade: another local gateway, other Gateways, another Istio', () => {
    const [old, now] = ['cluster-local-gateway', 'knative-local-gateway'].map((name) => {
      const localGateway = `${name}.istio-system.svc.cluster.local`;
      const gateways = [`knative-serving/${name}`, 'knative-serving/knative-ingress-gateway'];
      return [gatewayHost(localGateway), route('a/x', { localGateway, gateways })];
    }) as [object[], object[]];
    const found = review([clusterPair(old, now, { istioBefore: '1.5.4' })]);
    expect(found.verdict).toBe('same');
    expect(found.equivalent.map(({ kind, before, after }) => `${kind}: ${before} -> ${after}`)).toEqual([
      'local-gateway: cluster-local-gateway.istio-system.svc.cluster.local -> knative-local-gateway.istio-system.svc.cluster.local',
      'gateways: knative-serving/cluster-local-gateway, knative-serving/knative-ingress-gateway -> knative-serving/knative-ingress-gateway, knative-serving/knative-local-gateway',
      'versions: 1.5.4 -> 1.28.6',
    ]);
  });

  test('a new cluster that answers as another one is one line', () => {
    const objects = [gatewayHost(LOCAL), route('a/x'), route('a/y')];
    const old = clusterPair(objects, objects, { cluster: 'prod-sg' });
    const other = clusterPair(objects, [gatewayHost(LOCAL), route('a/x')], { cluster: 'prod-us' });
    const added = (after: readonly object[], istio?: string): ClusterPair => ({
      ...clusterPair([], after, { cluster: 'prod-jp', ...(istio && { istio }) }),
      before: undefined,
    });
    const found = review([other, old, added(objects)]);
    expect(found.equivalent).toMatchObject([
      {
        kind: 'new-cluster',
        subject: 'prod-jp',
        before: 'none',
        after: 'as prod-sg',
        where: [{ cluster: 'prod-jp' }],
      },
    ]);
    expect(told(found)).toEqual(['unanswered: prefix /faas/api/a/y/ (GET /faas/api/a/y/) a/y -> -']);
    expect(review([old, added(objects)]).verdict).toBe('same');
    // One that has other routes or another Istio is told request by request, and so is the first of all.
    for (const pairs of [
      [old, added([...objects, route('a/z')])],
      [old, added(objects, '1.22.3')],
      [added(objects)],
    ]) {
      expect(review(pairs).equivalent).toEqual([]);
      expect(review(pairs).verdict).toBe('changed');
    }
  });

  test('an Istio that reads a match otherwise does change requests, though no file did', () => {
    const folded = route('a/x', {
      matches: [{ uri: { prefix: '/faas/api/a/x' }, withoutHeaders: { t: {} } }],
    });
    const found = review([clusterPair([folded], [folded], { istioBefore: '1.5.4' })]);
    expect(told(found)).toEqual([
      'unanswered: prefix /faas/api/a/x except prefix /faas/api/a/x, header t absent (GET /faas/api/a/x) a/x -> -',
    ]);
    expect(found.changes[0]?.witness.headers).toHaveProperty('t');
  });
});

describe('algebra, on random tables', () => {
  const sides = fc.tuple(
    virtualServices({ timestamps: false, most: 5 }),
    virtualServices({ timestamps: false, most: 5 }),
  );
  const edited = fc
    .tuple(virtualServices({ timestamps: false }), virtualServices({ timestamps: false, most: 3 }), fc.nat())
    .map(([objects, others, seed]): [readonly PlainVirtualService[], readonly PlainVirtualService[]] => {
      const kept = objects.filter((_, at) => (seed >> at) % 3 !== 0);
      const names = new Set(kept.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
      const fresh = others.filter(({ metadata }) => !names.has(`${metadata.namespace}/${metadata.name}`));
      return [objects, [...kept, ...fresh]];
    });
  const runs = byRunLength({ quick: 2, long: 40 });
  const rules = routingRulesOf('1.28.6');
  if (rules === undefined) throw new Error('unknown Istio');

  /** The route that answers, and what it does with the request, as the naive evaluator tells both. */
  function answer(objects: readonly PlainVirtualService[], request: NaiveRequest) {
    const [first] = naiveMatches(objects, rules as never, 'ns/gw', request);
    if (first === undefined) return { name: '-', outcome: '-' };
    const object = objects.find(
      ({ metadata }) => `${metadata.namespace}/${metadata.name}` === first.virtualService,
    );
    const outcome = { ...object?.spec.http[first.rule], match: undefined };
    return { name: JSON.stringify(first), outcome: JSON.stringify(outcome) };
  }

  test('a request changes its outcome exactly where it is said to', () => {
    let checked = 0;
    fc.assert(
      fc.property(
        fc.oneof(sides, edited),
        fc.array(requests(), { minLength: 20, maxLength: 30 }),
        (both, asked) => {
          const [before, after] = both;
          const { changes, verdict } = review([clusterPair(before, after)]);
          const said = new Set(changes.map((one) => pairName(one.before?.route, one.after?.route)));
          expect(verdict).toBe(changes.length > 0 ? 'changed' : 'same');
          for (const request of asked) {
            const [old, now] = [answer(before, request), answer(after, request)];
            expect([request, said.has(`${old.name} ${now.name}`)]).toEqual([
              request,
              old.outcome !== now.outcome,
            ]);
            checked += 1;
          }
        },
      ),
      { numRuns: runs },
    );
    expect(checked).toBeGreaterThanOrEqual(runs * 20);
  });

  test('every witness shows its change', () => {
    fc.assert(
      fc.property(fc.oneof(sides, edited), ([before, after]) => {
        for (const { witness, before: old, after: now } of review([clusterPair(before, after)]).changes) {
          const request = requestOfWitness(witness);
          const [was, is] = [answer(before, request), answer(after, request)];
          expect(`${was.name} ${is.name}`).toBe(pairName(old?.route, now?.route));
          expect(was.outcome).not.toBe(is.outcome);
        }
      }),
      { numRuns: runs },
    );
  });

  test('a side does not differ from itself, and the sides may be swapped', () => {
    fc.assert(
      fc.property(sides, ([before, after]) => {
        const copy = JSON.parse(JSON.stringify(before)) as readonly PlainVirtualService[];
        expect(review([clusterPair(before, copy.toReversed())])).toMatchObject({
          verdict: 'same',
          changes: [],
        });
        const there = review([clusterPair(before, after)]).changes;
        const back = review([clusterPair(after, before)]).changes;
        expect(there.map((one) => pairName(one.before?.route, one.after?.route)).sort()).toEqual(
          back.map((one) => pairName(one.after?.route, one.before?.route)).sort(),
        );
      }),
      { numRuns: runs },
    );
  });

  function pairName(before: object | undefined, after: object | undefined): string {
    return [before, after].map((one) => (one === undefined ? '-' : JSON.stringify(one))).join(' ');
  }
});
