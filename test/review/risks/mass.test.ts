import { risksOf } from '../../../review/risks/risks';
import {
  matchObjects,
  objectChanges,
  requestReview,
  type ObjectChange,
  type RequestChange,
} from '../../../review/model';
import { clusterPair } from '../model/cluster-snapshots';
import {
  answer,
  PROD_CN,
  requestChange,
  risksIn,
  routesChange,
  rule,
  SAME,
  told,
  virtualServiceOf,
} from './inputs';

const FUNCTIONS = Array.from({ length: 300 }, (_, i) => `saas/f-${String(i).padStart(3, '0')}`);

/** What each of many functions asks of a request beside its path, and how it treats it. */
interface Written {
  readonly conditions?: object;
  readonly treatment?: object;
}

/** The risks of editing all functions' VirtualServices at once, by the whole way from the manifests. */
function risksOfAll(before: Written, after: Written) {
  const [old, now] = [before, after].map(({ conditions, treatment }) =>
    FUNCTIONS.map((of) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: {
        name: virtualServiceOf(of),
        namespace: 'kfaas-system',
        labels: { 'kfaas.io/function': of.replace('/', '-') },
        annotations: { 'kfaas.io/functions': of },
      },
      spec: {
        hosts: [PROD_CN.host],
        gateways: PROD_CN.gateways,
        http: [rule(of, [{ uri: { prefix: `/${of}/` }, ...conditions }], treatment)],
      },
    })),
  ) as [object[], object[]];
  const pairs = [clusterPair(old, now, { cluster: 'prod-cn' })];
  const objects = objectChanges(matchObjects(pairs));
  const { requests, rollouts } = requestReview(pairs, { renamed: [], gone: [] });
  expect(objects).toHaveLength(1);
  return risksOf({ requests, objects, rollouts });
}

test('a header that 300 functions no longer ask for is one risk of all of them', () => {
  const risks = risksOfAll({ conditions: { headers: { 'x-tenant': { exact: 'a' } } } }, {});
  expect(told(risks)).toEqual(['KF802 warning', 'KF805 warning', 'KF811 warning']);
  expect(risks[1]?.requestChanges).toHaveLength(300);
  expect(risks[1]?.objectChanges).toEqual([0]);
  expect(risks[1]?.message).toBe(
    '300 functions no longer ask for a condition, so that more requests reach them: saas/f-000, saas/f-001, saas/f-002, saas/f-003, saas/f-004 and 295 more in prod-cn',
  );
});

test.each([
  ['retries that 300 functions newly have', 'KF807', { attempts: 0 }, { attempts: 2, retryOn: '5xx' }],
  [
    'one retry more than 300 timeouts have time for',
    'KF808',
    { attempts: 1, retryOn: 'connect-failure', perTryTimeout: '3s' },
    { attempts: 2, retryOn: 'connect-failure', perTryTimeout: '3s' },
  ],
])('%s are one risk of all of them', (_, code, before, after) => {
  const timeout = '8s';
  const risks = risksOfAll(
    { treatment: { timeout, retries: before } },
    { treatment: { timeout, retries: after } },
  );
  expect(told(risks)).toEqual([`${code} warning`, 'KF811 warning']);
  expect(risks[0]?.requestChanges).toHaveLength(300);
});

const match = { uri: { prefix: '/saas/f-000/' } };
const tenant = { ...match, headers: { 'x-tenant': { exact: 'a' } } };
const get = { ...match, method: { exact: 'GET' } };

/** VirtualServices that change alike, as a review tells them: the first in full, the others by name. */
function alike(before: readonly object[], after: readonly object[]): ObjectChange {
  const first = routesChange('saas/f-000', [rule('saas/f-000', before)], [rule('saas/f-000', after)]);
  const where = FUNCTIONS.flatMap((of) =>
    first.where.map((place) => ({ ...place, name: virtualServiceOf(of) })),
  );
  return { ...first, where };
}

test.each([
  ['a condition', [tenant], [match], 1],
  ['a method', [get], [match], 1],
  ['a condition of a match that moves to the front', [get, tenant], [match, get], 1],
  ['a value', [tenant], [{ ...match, headers: { 'x-tenant': { exact: 'b' } } }], 0],
  ['a way to compare', [tenant], [{ ...match, headers: { 'x-tenant': {} } }], 0],
  ['a path besides', [get], [{ uri: { prefix: '/saas/' } }], 0],
  ['a condition more', [match], [get], 0],
  ['a match beside it', [tenant], [match, tenant], 0],
])('what one of many loses that change alike, all of them lose: %s', (_, before, after, count) => {
  const objects = [alike(before, after)];
  const risks = risksIn([requestChange(undefined, answer('saas/f-001'))], { objects });
  expect(risks.filter(({ code }) => code === 'KF805')).toHaveLength(count);
});

test('a rule that many functions newly have is none of theirs, where its destinations are new', () => {
  const first = (rules: readonly object[]) => [rule('saas/f-000', [match]), ...rules];
  const change = routesChange('saas/f-000', first([]), first([rule('saas/new', [get])]));
  const where = FUNCTIONS.flatMap((of) =>
    change.where.map((place) => ({ ...place, name: virtualServiceOf(of) })),
  );
  const objects = [{ ...change, where }];
  const answeredBy = (place: number) => [
    requestChange(undefined, answer('saas/f-001', { rule: place, shares: { [`s-${place}`]: 100 } })),
  ];
  expect(told(risksIn(answeredBy(0), { objects }))).toEqual(['KF802 warning']);
  expect(told(risksIn(answeredBy(1), { objects }))).toEqual([]);
});

test('a change of 10,000 functions in every way is told in a few risks', () => {
  const changes = Array.from({ length: 10_000 }, (_, i): RequestChange[] => {
    const of = `team-${i % 40}/f-${i}`;
    const other = `team-${(i + 1) % 40}/f-${i}`;
    return [
      requestChange(answer(of), answer(other)),
      requestChange(answer(of), undefined),
      requestChange(undefined, answer(of)),
      requestChange(answer(of, { shares: { a: 100 } }), answer(of, { shares: { b: 100 } })),
    ];
  }).flat();
  const risks = risksOf({ requests: { ...SAME, verdict: 'changed', changes }, objects: [], rollouts: [] });
  expect(told(risks)).toEqual([
    'KF801 error',
    'KF803 error',
    'KF802 warning',
    'KF806 warning',
    'KF811 warning',
  ]);
  for (const { message, places, where } of risks) {
    expect(message.length).toBeLessThan(400);
    expect(places.length).toBeLessThan(6);
    expect(where).toEqual([{ environment: PROD_CN.environment, cluster: PROD_CN.cluster }]);
  }
  expect(risks.map(({ requestChanges }) => requestChanges.length)).toEqual([
    10_000, 10_000, 10_000, 10_000, 40_000,
  ]);
});
