import { objectChange, risksIn } from './inputs';

const NAME = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'kfaas-system',
  name: 'faas-prod-ns-saas-showroom-ksvc-virtualservice',
};

const [LOCAL, PUBLIC] = ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'];
const OLD = 'knative-serving/cluster-local-gateway';

const bound = (...gateways: readonly (string | undefined)[]) => ({
  ...NAME,
  metadata: { annotations: { 'kfaas.io/functions': 'saas/showroom' } },
  spec: { hosts: ['h'], gateways, http: [] },
});

function told(before: object | undefined, after: object | undefined): string[] {
  return risksIn([], { objects: [objectChange(before, after, NAME)] })
    .filter(({ code }) => code === 'KF821')
    .map(({ severity, message }) => `${severity} ${message}`);
}

test('a gateway more is told with the function and the gateway', () => {
  expect(told(bound(LOCAL), bound(LOCAL, PUBLIC))).toEqual([
    `warning saas/showroom is also bound to ${PUBLIC} in prod-cn`,
  ]);
});

test.each([
  ['a gateway less', bound(LOCAL, PUBLIC), bound(LOCAL)],
  ['another local gateway', bound(OLD, PUBLIC), bound(LOCAL, PUBLIC)],
  ['another spelling of both', bound('a.b.svc.cluster.local', 'c.b.svc.cluster.local'), bound(LOCAL, PUBLIC)],
  ['a new function', undefined, bound(LOCAL, PUBLIC)],
  ['a function that goes', bound(LOCAL, PUBLIC), undefined],
])('%s is none', (_, before, after) => {
  expect(told(before, after)).toEqual([]);
});
