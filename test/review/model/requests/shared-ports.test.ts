import { clusterPair } from '../cluster-snapshots';
import { plainVirtualService, reviewedPairs } from './reviewed-pairs';

const HOST = 'x.ns.svc.cluster.local';

function service(...ports: readonly number[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x', namespace: 'ns' },
    spec: { ports: ports.map((port) => ({ port })) },
  };
}

function route(port?: number, host = HOST): object {
  const destination = { host, ...(port === undefined ? {} : { port: { number: port } }) };
  const match = [{ uri: { prefix: '/a' } }];
  return plainVirtualService('a', [{ match, route: [{ destination }] }]);
}

/** What a review says of the requests. */
function reviewed(before: readonly object[], after: readonly object[]) {
  const { requests } = reviewedPairs(clusterPair(before, after));
  return { verdict: requests.verdict, kinds: requests.changes.map(({ kind }) => kind) };
}

const SAME = { verdict: 'same', kinds: [] };
const MOVED = { verdict: 'changed', kinds: ['moved'] };

describe('the only port of a Service', () => {
  test('may be named or left out', () => {
    expect(reviewed([route(), service(80)], [route(80), service(80)])).toEqual(SAME);
    expect(reviewed([route(80), service(80)], [route(), service(80)])).toEqual(SAME);
  });

  test.each([
    ['the Service is not known', [route()], [route(80)]],
    ['the Service has another port', [route(), service(8080)], [route(80), service(8080)]],
    ['the Service has two ports', [route(), service(80, 81)], [route(80), service(80, 81)]],
    ['the Service gets another port', [route(), service(80)], [route(80), service(8080)]],
    ['the Service gets the port', [route(), service(8080)], [route(80), service(80)]],
    ['the Service gets a second port', [route(), service(80)], [route(80), service(80, 81)]],
    ['the Service is known before alone', [route(), service(80)], [route(80)]],
    ['the Service is known afterwards alone', [route()], [route(80), service(80)]],
  ])('is not taken where %s', (_, before, after) => {
    expect(reviewed(before, after)).toEqual(MOVED);
  });

  test('is not that of a Service of another namespace', () => {
    const other = 'x.other.svc.cluster.local';
    expect(reviewed([route(undefined, other), service(80)], [route(80, other), service(80)])).toEqual(MOVED);
  });

  test.each([
    ['comes', [route()], [route(), service(80)]],
    ['goes', [route(), service(80)], [route()]],
    ['gets another port', [route(), service(80)], [route(), service(8080)]],
  ])('a Service that %s changes no request by itself', (_, before, after) => {
    expect(reviewed(before, after)).toEqual(SAME);
  });

  test('is compared in each cluster by its own Services', () => {
    const other = { cluster: 'prod-eu' };
    const { requests } = reviewedPairs(
      clusterPair([route(), service(80)], [route(80), service(80)]),
      clusterPair([route(), service(8080)], [route(80), service(8080)], other),
    );
    expect(requests.changes.map(({ where }) => where.map(({ cluster }) => cluster))).toEqual([['prod-eu']]);
  });
});
