import {
  matchObjects,
  objectChanges,
  requestReview,
  serviceChanges,
  type ClusterPair,
} from '../../../../review/model';
import { risksOf } from '../../../../review/risks';
import { clusterPair } from '../cluster-snapshots';

const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

function route(name: string, service = name) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name: `faas-prod-ns-a-${name}-ksvc-virtualservice`,
      namespace: 'kfaas-system',
      annotations: { 'kfaas.io/functions': `a/${name}` },
    },
    spec: {
      hosts: [HOST],
      gateways: ['knative-serving/knative-local-gateway'],
      http: [
        {
          match: [{ uri: { prefix: '/faas/api/a/' } }],
          route: [{ destination: { host: 'knative-local-gateway.istio-system.svc.cluster.local' } }],
          rewrite: { authority: `a-${service}.faas-prod.svc.cluster.local` },
        },
      ],
    },
  };
}

function service(name: string, container: object = { image: 'registry.example.com/a:1' }) {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: `a-${name}`, namespace: 'faas-prod', labels: { 'kfaas.io/function': `a-${name}` } },
    spec: {
      template: {
        metadata: { labels: { 'kfaas.io/function': `a-${name}` } },
        spec: { containers: [container] },
      },
    },
  };
}

function reviewed(pair: ClusterPair) {
  const pairs = [pair];
  const objects = objectChanges(matchObjects(pairs));
  const { requests, rollouts } = requestReview(pairs, serviceChanges(matchObjects(pairs)));
  return { requests, risks: risksOf({ requests, objects, rollouts }) };
}

describe('a Knative Service that replaces another', () => {
  const renamed = (old: object, now: object) =>
    reviewed(clusterPair([route('x'), service('x', old)], [route('y'), service('y', now)])).requests;

  test('with the same containers, to the letter, answers as before', () => {
    const container = { image: 'registry.example.com/a:1', args: ['--listen'] };
    expect(renamed(container, container)).toMatchObject({
      verdict: 'same',
      equivalent: [{ kind: 'function-renamed', before: 'a/x', after: 'a/y' }],
    });
  });

  test.each([
    ['image', { image: 'registry.example.com/a-x:1' }, { image: 'registry.example.com/a-y:1' }],
    ['argument', { args: ['--topic=a-x'] }, { args: ['--topic=a-y'] }],
    ['variable', { env: [{ name: 'ME', value: 'a-x' }] }, { env: [{ name: 'ME', value: 'a-y' }] }],
  ])('with another %s, though it bears its name, is another program', (_, old, now) => {
    expect(renamed(old, now)).toMatchObject({
      verdict: 'changed',
      changes: [{ kind: 'moved' }],
      equivalent: [],
    });
  });
});

test('a rule that contains itself is not decided', () => {
  const cyclic = (name: string) => {
    const one = route(name) as unknown as { spec: { http: Record<string, unknown>[] } };
    const [rule] = one.spec.http;
    if (rule !== undefined) rule.headers = { request: { set: { k: rule } } };
    return one;
  };
  // Built by hand: no hash of such a value can be made.
  const side = (name: string) => ({
    ...clusterPair([], []).after,
    environment: 'prod',
    cluster: 'prod-us',
    istio: '1.28.6',
    files: new Map([
      ['prod/prod-us/v.yaml', { hash: `v ${name}`, objects: () => [cyclic(name)] }],
      ['prod/prod-us/s.yaml', { hash: `s ${name}`, objects: () => [service(name)] }],
    ]),
  });
  const pair = {
    environment: 'prod',
    cluster: 'prod-us',
    before: side('x'),
    after: side('y'),
  } as ClusterPair;
  const { requests, risks } = reviewed(pair);
  expect(requests).toMatchObject({ verdict: 'undecided', undecided: [{ host: HOST }] });
  expect(risks.map(({ code }) => code)).toContain('KF815');
});

describe('KF803: a route that stays leads to a Knative Service', () => {
  const told = (pair: ClusterPair) =>
    reviewed(pair)
      .risks.filter(({ code }) => code === 'KF803')
      .map(({ message }) => message);
  const message =
    'routes of a/x lead to a Knative Service that is removed: a-x.faas-prod.svc.cluster.local, of prefix /faas/api/a/ in prod-us';

  test('that is removed', () => {
    expect(told(clusterPair([route('x'), service('x')], [route('x')]))).toEqual([message]);
  });

  test('that gets another name', () => {
    expect(told(clusterPair([route('x'), service('x')], [route('x'), service('z')]))).toEqual([message]);
  });

  test('of which there never was one here: it is not known who renders it', () => {
    const other = { ...route('x'), metadata: { ...route('x').metadata, labels: { a: 'b' } } };
    expect(told(clusterPair([route('x')], [other]))).toEqual([]);
  });

  test('that it leaves, is none', () => {
    const before = [route('x'), service('x'), service('y', { image: 'other' })];
    expect(told(clusterPair(before, [route('x', 'y'), service('y', { image: 'other' })]))).toEqual([]);
  });
});
