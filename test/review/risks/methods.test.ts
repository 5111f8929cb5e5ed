import { clusterPair } from '../model/cluster-snapshots';
import { messagesOf, plainVirtualService, reviewedPairs } from '../model/requests/reviewed-pairs';

const ROUTE = [{ destination: { host: 'pods.own.svc.cluster.local' } }];
const UNSAFE = { retries: { attempts: 2, retryOn: '5xx' } };
const A = { uri: { prefix: '/a/' } };

/** How many KF807 are reported where the requests of a match are newly retried; rules before it stay as they are. */
function countOf(match: object, ...first: readonly object[]): number {
  const side = (treatment: object) => [
    plainVirtualService(
      'own',
      [
        ...first.map((one) => ({ match: [one], route: ROUTE })),
        { match: [match], route: ROUTE, ...treatment },
      ],
      { functions: 'saas/a' },
    ),
  ];
  const found = reviewedPairs(clusterPair(side({ retries: { attempts: 0 } }), side(UNSAFE)));
  expect(found.requests.changes).toHaveLength(1);
  return messagesOf(found, 'KF807').length;
}

describe('KF807 by the methods of the requests', () => {
  test.each([
    ['any', {}, 1],
    ['GET alone', { method: { exact: 'GET' } }, 0],
    ['POST alone', { method: { exact: 'POST' } }, 1],
    ['PATCH and a header', { method: { exact: 'PATCH' }, headers: { 'x-a': { exact: 'b' } } }, 1],
    ['a prefix of PUT', { method: { prefix: 'PU' } }, 0],
    ['a prefix of both', { method: { prefix: 'P' } }, 1],
    ['names in a regex', { method: { regex: 'GET|HEAD' } }, 0],
    ['a group in a regex', { method: { regex: '(GET|POST)' } }, 1],
    ['a regex that takes all', { method: { regex: '[A-Z]+' } }, 1],
    ['a regex that takes neither', { method: { regex: '[A-O].*' } }, 0],
    ['the header :method', { headers: { ':method': { exact: 'GET' } } }, 0],
    ['all but both, by the header :method', { withoutHeaders: { ':method': { regex: 'POST|PATCH' } } }, 0],
    ['all but one', { withoutHeaders: { ':method': { exact: 'POST' } } }, 1],
  ])('%s', (_, match, count) => expect(countOf({ ...A, ...match })).toBe(count));

  test('a value that reads like a method is none', () => {
    expect(countOf({ ...A, headers: { x: { exact: 'q, method exact GET' } } })).toBe(1);
    expect(countOf({ uri: { regex: '/a/(, method exact GET)?.*' } })).toBe(1);
  });

  test('POST and PATCH that have routes of their own are not among the requests', () => {
    const [post, patch] = ['POST', 'PATCH'].map((exact) => ({ ...A, method: { exact } })) as [object, object];
    expect(countOf(A, post)).toBe(1);
    expect(countOf(A, post, patch)).toBe(0);
    expect(countOf(A, { ...A, method: { regex: 'P.*' } })).toBe(0);
    expect(countOf(A, post, { ...patch, headers: { x: { exact: '1' } } })).toBe(1);
    expect(countOf(A, post, { ...patch, uri: { prefix: '/a/b/' } })).toBe(1);
  });

  test('a route that reads like one for POST takes no POST away', () => {
    const like = (method: string) => ({ ...A, headers: { x: { exact: `q, method exact ${method}` } } });
    expect(countOf({ ...A, headers: { x: { prefix: 'q' } } }, like('POST'), like('PATCH'))).toBe(1);
  });
});
