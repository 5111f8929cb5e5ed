import { objectChange, risksIn } from './inputs';

const NAME = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'kfaas-system',
  name: 'faas-prod-ns-shop-b-ksvc-virtualservice',
};

const ordered = (...lines: readonly string[]) => ({
  ...NAME,
  metadata: { annotations: lines.length === 0 ? {} : { 'kfaas.io/order': lines.join('\n') } },
  spec: {},
});

function told(before: object | undefined, after: object | undefined) {
  return risksIn([], { objects: [objectChange(before, after, NAME)] })
    .filter(({ code }) => code === 'KF827')
    .map(({ severity, message, teams }) => `${severity} ${message} (${teams.join()})`);
}

const ORDER = 'shop/a before shop/b: GET /faas/api/shop/a/x';

test('an order that is new is told with a request on which it decides', () => {
  const note =
    'note a file says shop/a before shop/b: GET /faas/api/shop/a/x goes to the first, and both match it in prod-cn (shop)';
  expect(told(ordered(), ordered(ORDER))).toEqual([note]);
  expect(told(undefined, ordered(ORDER))).toEqual([note]);
});

test('an order that stays, with another request, and one that goes are none', () => {
  expect(told(ordered(ORDER), ordered('shop/a before shop/b: GET /faas/api/shop/a/y'))).toEqual([]);
  expect(told(ordered(ORDER), ordered())).toEqual([]);
  expect(told(ordered(ORDER), undefined)).toEqual([]);
});

test('an order that is turned round is told', () => {
  expect(told(ordered(ORDER), ordered('shop/b before shop/a: GET /faas/api/shop/a/x'))).toEqual([
    expect.stringContaining('a file says shop/b before shop/a'),
  ]);
});

test('an annotation that KFaas did not write is no order', () => {
  expect(told(ordered(), ordered('something else'))).toEqual([]);
});
