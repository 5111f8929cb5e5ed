import { requestReview, type ClusterPair } from '../../../../review/model';
import { clusterPair } from '../cluster-snapshots';

const LOCAL = 'knative-local-gateway.istio-system.svc.cluster.local';
const NO_SERVICES = { renamed: [], gone: [] };
const GATEWAY_HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

interface Bound {
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
}

function vs(
  name: string,
  http: readonly object[],
  { hosts = ['h.example'], gateways = ['ns/gw'] }: Bound = {},
) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'kfaas-system' },
    spec: { hosts, gateways, http },
  };
}

const prefix = (text: string, more: object = {}) => ({ uri: { prefix: text }, ...more });
const to = (host: string, ...match: readonly object[]) => ({ match, route: [{ destination: { host } }] });

/** The verdict on one cluster, with what changes in words. */
function verdict(...pairs: readonly ClusterPair[]) {
  const { requests, rollouts, assumptions } = requestReview(pairs, NO_SERVICES);
  const changes = requests.changes.map(({ kind, requests: { matched, except }, before, after, where }) => {
    const from = before?.route.virtualService ?? 'nobody';
    const set = [...matched, ...except.map((one) => `not ${one}`)].join(', ');
    return `${where.map(({ host }) => host).join()}: ${kind} ${set}: ${from} -> ${after?.route.virtualService ?? 'nobody'}`;
  });
  return { verdict: requests.verdict, changes, equivalent: requests.equivalent, rollouts, assumptions };
}

describe('where a request ends', () => {
  const sent = (destination: object) =>
    vs(
      'v',
      [
        {
          match: [prefix('/x/')],
          route: [{ destination }],
          rewrite: { authority: 'a-x.faas-prod.svc.cluster.local' },
        },
      ],
      { hosts: [GATEWAY_HOST] },
    );
  const external = (externalName: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'faas-prod-ksvc-gateway', namespace: 'kfaas-system' },
    spec: { type: 'ExternalName', externalName },
  });

  test.each([
    ['port', { host: LOCAL, port: { number: 80 } }, { host: LOCAL, port: { number: 8081 } }],
    ['subset', { host: LOCAL, subset: 'v1' }, { host: LOCAL, subset: 'v2' }],
  ])('another %s of the local gateway is another place', (_, old, now) => {
    const both = clusterPair([external(LOCAL), sent(old)], [external(LOCAL), sent(now)]);
    expect(verdict(both).verdict).toBe('changed');
  });

  test('the local gateway by another name is the same place, if the routes follow', () => {
    const other = 'cluster-local-gateway.istio-system.svc.cluster.local';
    const both = clusterPair(
      [external(LOCAL), sent({ host: LOCAL })],
      [external(other), sent({ host: other })],
    );
    expect(verdict(both)).toMatchObject({
      verdict: 'same',
      equivalent: [{ kind: 'local-gateway', before: LOCAL, after: other }],
    });
  });

  test('a host that leads elsewhere, while its VirtualServices stay byte for byte, is a change', () => {
    const route = sent({ host: LOCAL });
    const found = verdict(clusterPair([external(LOCAL), route], [external('other.ns'), route]));
    expect(found).toMatchObject({ verdict: 'changed', equivalent: [] });
    expect(found.changes).toEqual([`${GATEWAY_HOST}: moved prefix /x/: kfaas-system/v -> kfaas-system/v`]);
  });
});

describe('routes for some callers alone are compared by caller', () => {
  const labels = (value: string, host = 'a', gateways: readonly string[] = ['mesh']) =>
    vs('v', [to(host, prefix('/a/', { sourceLabels: { app: value } })), to('rest', prefix('/a/'))], {
      gateways,
    });

  test.each<[string, readonly object[], readonly object[], string, readonly string[]]>([
    ['the same labels', [labels('x')], [labels('x')], 'same', []],
    ['other labels', [labels('x')], [labels('y')], 'changed', ['mesh for app=x', 'mesh for app=y']],
    ['another answer for a label', [labels('x')], [labels('x', 'b')], 'changed', ['mesh for app=x']],
    [
      'a label less',
      [labels('x')],
      [vs('v', [to('rest', prefix('/a/'))], { gateways: ['mesh'] })],
      'changed',
      ['mesh for app=x'],
    ],
    [
      'a wildcard that has served the host for a label',
      [
        vs('w', [to('a', { sourceLabels: { app: 'x' } }), to('rest')], {
          gateways: ['mesh'],
          hosts: ['*.example'],
        }),
      ],
      [
        vs('w', [to('a', { sourceLabels: { app: 'x' } }), to('rest')], {
          gateways: ['mesh'],
          hosts: ['*.example'],
        }),
        vs('v', [to('rest')], { gateways: ['mesh'] }),
      ],
      'changed',
      ['mesh for app=x'],
    ],
  ])('%s', (_, before, after, verdict, gateways) => {
    const { requests } = requestReview([clusterPair(before, after)], NO_SERVICES);
    expect(requests.verdict).toBe(verdict);
    const changed = requests.changes.flatMap(({ where }) => where.flatMap((at) => at.gateways));
    expect([...new Set(changed)].sort()).toEqual(gateways);
    expect(requests.undecided).toEqual([]);
  });
});

describe('what is not modelled is not decided', () => {
  const root = vs('root', [{ match: [prefix('/a/')], delegate: { name: 'd', namespace: 'kfaas-system' } }]);
  const delegate = (host: string) => vs('d', [to(host, prefix('/a/b/'))], { hosts: [] });
  const claim = (value: string) =>
    vs('v', [to('a', prefix('/', { headers: { '@request.auth.claims.group': { exact: value } } }))]);
  const regex = (name: string, text: string) => vs(name, [to('a', { uri: { regex: text } })]);

  test.each<[string, readonly object[], readonly object[], string]>([
    ['a claim', [claim('admin')], [claim('user')], '1.28.6'],
    ['a delegate', [root, delegate('one')], [root, delegate('two')], '1.28.6'],
    ['a regex that only std::regex has', [regex('v', '/a/(?=b).*')], [regex('v', '/a/(?=c).*')], '1.1.7'],
    [
      'a regex that Envoy rejects',
      [regex('v', '/b/.*')],
      [regex('v', '/b/.*'), regex('w', '/a/(')],
      '1.28.6',
    ],
    [
      'another host of a Gateway that Envoy rejects',
      [],
      [vs('u', [to('a', prefix('/u/'))], { hosts: ['u.example'] }), regex('w', '/a/(')],
      '1.28.6',
    ],
  ])('%s', (_, before, after, istio) => {
    const { requests, rollouts } = requestReview([clusterPair(before, after, { istio })], NO_SERVICES);
    expect(requests.verdict).not.toBe('same');
    expect(requests.undecided.length).toBe(new Set(after.flatMap(hostsOf)).size);
    expect(rollouts.every(({ safety }) => safety !== 'ordered')).toBe(true);
  });

  test('and what stays as it is beside it, on other hosts, is the same', () => {
    const other = vs('o', [to('a', prefix('/'))], { hosts: ['o.example'] });
    const { requests } = requestReview(
      [clusterPair([claim('admin'), other], [claim('user'), other])],
      NO_SERVICES,
    );
    expect(requests.undecided.map(({ host }) => host)).toEqual(['h.example']);
  });

  function hostsOf(object: object): readonly string[] {
    return (object as ReturnType<typeof vs>).spec.hosts;
  }
});

describe('an Istio version that serves the same manifests otherwise', () => {
  const weighted = (name: string) => [
    { destination: { host: LOCAL }, weight: 50, headers: { request: { set: { Host: `${name}-1` } } } },
    { destination: { host: LOCAL }, weight: 50, headers: { request: { set: { Host: `${name}-2` } } } },
  ];
  const hosts = vs('v', [{ match: [prefix('/a/')], route: weighted('x') }]);
  const rewritten = vs('v', [
    { ...to('a', prefix('/a/')), rewrite: { uriRegexRewrite: { match: '/a/(.*)', rewrite: '/\\1' } } },
  ]);

  test.each([
    ['default retries begin', vs('v', [to('a', prefix('/a/'))]), '1.0.9', '1.1.7', 'treated'],
    ['the Host of destinations is dropped', hosts, '1.10.1', '1.10.0', 'moved'],
    ['destinations have no headers', hosts, '1.4.6', '1.0.9', 'moved'],
    ['a field comes', rewritten, '1.18.0', '1.19.0', 'treated'],
  ])('%s', (_, object, istioBefore, istio, kind) => {
    const { requests } = requestReview(
      [clusterPair([object], [object], { istioBefore, istio })],
      NO_SERVICES,
    );
    expect(requests.changes.map((change) => change.kind)).toEqual([kind]);
  });

  test('one that serves them alike changes nothing', () => {
    const versions = { istioBefore: '1.28.6', istio: '1.29.2' };
    expect(verdict(clusterPair([hosts, rewritten], [hosts, rewritten], versions)).verdict).toBe('same');
  });

  test('paths that are resolved otherwise before they are routed are named', () => {
    const object = vs('v', [to('a', prefix('/a/'))]);
    const { assumptions } = verdict(
      clusterPair([object], [object], { istioBefore: '1.1.7', istio: '1.4.6' }),
    );
    expect(assumptions).toEqual([
      'Istio 1.1.7 and Istio 1.4.6 normalize /./, /../, // and escaped slashes in paths differently before routing: requests with such paths are not compared.',
    ]);
  });
});

describe('a host below a wildcard', () => {
  const wild = vs('wild', [to('wild.ns', prefix('/'))], { hosts: ['*.example.com'] });
  const own = (host: string, path: string) =>
    vs('own', [to(host, prefix(path))], { hosts: ['a.example.com'] });

  test('is taken from it as a whole by the first VirtualService of its own', () => {
    expect(verdict(clusterPair([wild], [wild, own('own.ns', '/x/')]))).toMatchObject({
      changes: [
        'a.example.com: unanswered prefix /, not prefix /x/: kfaas-system/wild -> nobody',
        'a.example.com: moved prefix /x/: kfaas-system/wild -> kfaas-system/own',
      ],
      rollouts: [{ safety: 'any' }],
    });
  });

  test('falls back to it with the last one', () => {
    expect(verdict(clusterPair([wild, own('own.ns', '/x/')], [wild])).changes).toEqual([
      'a.example.com: answered prefix /, not prefix /x/: nobody -> kfaas-system/wild',
      'a.example.com: moved prefix /x/: kfaas-system/own -> kfaas-system/wild',
    ]);
  });

  test('where the same becomes of its requests, nothing changes', () => {
    expect(verdict(clusterPair([wild], [wild, own('wild.ns', '/')])).verdict).toBe('same');
  });

  test('where several steps are made, what answers between them is not worked out', () => {
    const folded = vs('wild', [to('own.ns', prefix('/x/')), to('wild.ns', prefix('/'))], {
      hosts: ['*.example.com'],
    });
    const { rollouts } = verdict(clusterPair([wild, own('own.ns', '/x/')], [folded]));
    expect(rollouts.map(({ safety, where }) => [safety, where[0]?.host])).toEqual([
      ['undecided', 'a.example.com'],
      ['any', '*.example.com'],
    ]);
  });
});

describe('a rollout where a wildcard may answer for a while', () => {
  const at = (name: string, hosts: readonly string[], path: string) =>
    vs(name, [to(`${name}.ns`, prefix(path))], { hosts });
  const safeties = (pair: ClusterPair) =>
    verdict(pair)
      .rollouts.flatMap(({ safety, where }) => where.map(({ host }) => `${host} ${safety}`))
      .sort();

  test('one that is new itself, below a longer one', () => {
    const every = at('every', ['*'], '/');
    const pair = clusterPair([every, at('own', ['h.ex.com'], '/')], [every, at('wild', ['*.ex.com'], '/')]);
    expect(safeties(pair)).toContain('h.ex.com undecided');
  });

  test('one that changes, where Istio becomes another one, too', () => {
    const wild = at('wild', ['*.ex.com'], '/');
    const changed = vs('wild', [{ ...to('wild.ns', prefix('/')), timeout: '5s' }], { hosts: ['*.ex.com'] });
    const versions = { istioBefore: '1.21.0', istio: '1.28.6' };
    const pair = clusterPair([wild], [changed, at('own', ['h.ex.com'], '/')], versions);
    expect(safeties(pair)).toContain('h.ex.com undecided');
  });

  test('of a host that has none of its own all the time', () => {
    const wild = at('wild', ['*.ex.com'], '/');
    const pair = clusterPair([wild, at('a', ['h.ex.com'], '/a')], [wild, at('b', ['h.ex.com'], '/b')]);
    expect(safeties(pair)).toEqual(['h.ex.com undecided']);
    const kept = at('kept', ['h.ex.com'], '/kept');
    const others = clusterPair(
      [wild, kept, at('a', ['h.ex.com'], '/a')],
      [wild, kept, at('b', ['h.ex.com'], '/b')],
    );
    expect(safeties(others)).toEqual(['h.ex.com any']);
  });
});

test('a host that goes to another Gateway leaves its requests to a wildcard there', () => {
  const wild = vs('wild', [to('wild.ns', prefix('/'))], {
    hosts: ['*.ex.com'],
    gateways: ['ns/one', 'ns/two'],
  });
  const own = (gateway: string) =>
    vs('own', [to('own.ns', prefix('/'))], { hosts: ['h.ex.com'], gateways: [gateway] });
  expect(verdict(clusterPair([wild, own('ns/one')], [wild, own('ns/two')]))).toMatchObject({
    verdict: 'changed',
    changes: [
      'h.ex.com: moved prefix /: kfaas-system/own -> kfaas-system/wild',
      'h.ex.com: moved prefix /: kfaas-system/wild -> kfaas-system/own',
    ],
    equivalent: [],
  });
});

describe('the share of a fault', () => {
  const delayed = (delay: object) => vs('v', [{ ...to('a', prefix('/')), fault: { delay } }]);

  test.each([
    ['in percent, where there is no fraction', { percent: 50 }, { percentage: { value: 50 } }, 'same'],
    [
      'as a fraction, which counts before',
      { percent: 50, percentage: { value: 1 } },
      { percent: 50, percentage: { value: 9 } },
      'changed',
    ],
  ])('%s', (_, old, now, said) => {
    expect(verdict(clusterPair([delayed(old)], [delayed(now)])).verdict).toBe(said);
  });

  test('of an abort has no percent any more', () => {
    const aborted = (share: object) =>
      vs('v', [{ ...to('a', prefix('/')), fault: { abort: { httpStatus: 500, ...share } } }]);
    const pair = clusterPair([aborted({ percent: 50 })], [aborted({ percentage: { value: 50 } })]);
    expect(verdict(pair).verdict).toBe('changed');
  });
});

test('a field that no table of versions has is not taken away', () => {
  const mirrored = (share: number) =>
    vs('v', [{ ...to('a', prefix('/')), mirror: { host: 'b' }, mirror_percent: share }]);
  const pair = clusterPair([mirrored(10)], [mirrored(90)], { istioBefore: '1.21.0', istio: '1.28.6' });
  expect(verdict(pair).verdict).toBe('changed');
});

describe('VirtualServices on several hosts', () => {
  const bound = (name: string, host: string) => vs(name, [to('s', prefix('/x/'))], { hosts: [host] });

  test('one that leaves a host is changed, not deleted: deleting last does not save its requests', () => {
    const { rollouts } = verdict(
      clusterPair([bound('x', 'one.example')], [bound('x', 'two.example'), bound('y', 'one.example')]),
    );
    expect(rollouts).toMatchObject([
      {
        safety: 'ordered',
        isUsual: false,
        order: [
          { action: 'create', virtualService: 'kfaas-system/y' },
          { action: 'change', virtualService: 'kfaas-system/x' },
        ],
        where: [{ host: 'one.example' }, { host: 'two.example' }],
      },
    ]);
  });

  test('those that swap their hosts have no order, and no halves', () => {
    const { rollouts } = verdict(
      clusterPair(
        [bound('a', 'one.example'), bound('b', 'two.example')],
        [bound('a', 'two.example'), bound('b', 'one.example')],
      ),
    );
    expect(rollouts).toMatchObject([
      { safety: 'undecided', why: expect.stringContaining('change their hosts') as string },
    ]);
  });

  test('those that swap rules across Gateways have one order, or none, for both', () => {
    const both = { gateways: ['ns/one', 'ns/two'] };
    const at = (name: string, gateway: string, path: string) =>
      vs(name, [to('s', prefix(path, { gateways: [gateway] }))], both);
    const { rollouts } = verdict(
      clusterPair(
        [at('a', 'ns/one', '/p/'), at('b', 'ns/two', '/q/')],
        [at('a', 'ns/two', '/q/'), at('b', 'ns/one', '/p/')],
      ),
    );
    expect(rollouts).toMatchObject([{ safety: 'none', keep: ['kfaas-system/a', 'kfaas-system/b'] }]);
  });
});
