import { clusterPair } from '../model/cluster-snapshots';
import { messagesOf, plainVirtualService, reviewedPairs } from '../model/requests/reviewed-pairs';

const LOCAL = 'knative-local-gateway.istio-system.svc.cluster.local';

/** A function's VirtualService; its requests go to `saas-render`, whoever it is. */
function routes(functions: string | undefined, paths: readonly string[], rule: object = {}): object {
  const http = {
    match: paths.map((path) => ({ uri: { prefix: `/faas/api/${path}/` } })),
    route: [{ destination: { host: LOCAL, port: { number: 80 } }, weight: 100 }],
    rewrite: { authority: 'saas-render.faas-prod.svc.cluster.local' },
    ...rule,
  };
  const name = `faas-prod-ns-${(functions ?? 'x/y').replace('/', '-')}-ksvc-virtualservice`;
  return plainVirtualService(name, [http], functions === undefined ? {} : { functions });
}

/** KF801 and KF802 of one cluster. */
const told = (before: readonly object[], after: readonly object[]) =>
  messagesOf(reviewedPairs(clusterPair(before, after)), 'KF801', 'KF802');

describe('KF801 where the destinations stay', () => {
  const before = [routes('saas/render', ['x'])];

  test('a function that goes over to another team and is handled differently', () => {
    const found = reviewedPairs(clusterPair(before, [routes('media/render', ['x'], { timeout: '5s' })]));
    expect(found.requests.changes.map(({ kind }) => kind)).toEqual(['treated']);
    expect(messagesOf(found, 'KF801', 'KF802')).toEqual([
      'error requests go to another team, from saas/render to media/render: prefix /faas/api/x/ in prod-us',
    ]);
  });

  test('a function that goes over to another team, and nothing else', () => {
    const found = reviewedPairs(clusterPair(before, [routes('media/render', ['x'])]));
    expect(found.requests.verdict).toBe('same');
    expect(found.risks.filter(({ code }) => code === 'KF801')).toMatchObject([
      {
        severity: 'error',
        message:
          'requests go to another team, from saas/render to media/render: all that saas/render answered on the gateway host of faas-prod in prod-us',
        teams: ['media', 'saas'],
        where: [{ environment: 'prod', cluster: 'prod-us' }],
        places: [{ file: 'functions/media/render.yaml', line: 1, column: 1, object: 'media/render' }],
      },
    ]);
  });

  test.each([
    ['a function that is renamed within its team', routes('saas/other', ['x'])],
    ['one whose team is not told any more', routes(undefined, ['x'], { timeout: '5s' })],
  ])('not %s', (_, after) => expect(told(before, [after])).toEqual([]));
});

describe('KF802 where the destinations stay', () => {
  const both = [routes('saas/render', ['x', 'z']), routes('saas/other', ['y'])];

  test('a function that was there answers requests of another of its team', () => {
    const [render, other] = [
      routes('saas/render', ['z']),
      routes('saas/other', ['y', 'x'], { timeout: '5s' }),
    ];
    const found = reviewedPairs(clusterPair(both, [render, other]));
    expect(found.requests.changes.map(({ kind }) => kind)).toEqual(['treated', 'treated']);
    expect(messagesOf(found, 'KF801', 'KF802')).toEqual([
      'warning saas/other answers more requests: prefix /faas/api/x/ (answered by saas/render before) in prod-us',
    ]);
  });

  test('a function that is new, or has no name, is not told', () => {
    const renamed = [routes('saas/new', ['x', 'z'], { timeout: '5s' }), routes('saas/other', ['y'])];
    expect(told(both, renamed)).toEqual([]);
    const nameless = [routes(undefined, ['x', 'z'], { timeout: '5s' }), routes('saas/other', ['y'])];
    expect(told(both, nameless)).toEqual([]);
  });
});
