import { nobodysRisks } from '../../app/live-findings';
import { compared, HOST, names, object, OTHERS, route, standing, STOOD } from './live-comparison';

const OURS = route('ours', [HOST]);
const owned = { ownerReferences: [{ kind: 'Ingress', name: 'a', apiVersion: 'x/v1', uid: '1' }] };

describe('whose an object is', () => {
  const sorted = (...objects: Parameters<typeof standing>[0][]) =>
    compared([OURS], [standing(OURS), ...objects.map((one) => standing(one))]).comparison.sorted;

  test('rendered, and rendered once: labelled, and no longer in the manifests', () => {
    const { own, routing, nobodys } = sorted(route('orphan', [HOST]), object('ConfigMap', 'old'));
    expect(names(own)).toEqual(['old', 'orphan', 'ours']);
    expect([routing, nobodys]).toEqual([[], []]);
  });

  test('rendered, whatever hands did to its label', () => {
    const bare = standing(OURS, { labels: {} });
    expect(names(compared([OURS], [bare]).comparison.sorted.own)).toEqual(['ours']);
  });

  test('nobody’s: in the namespace of KFaas alone, and owned by no controller', () => {
    const none = { labels: {} };
    const { nobodys, own } = sorted(
      object('ConfigMap', 'leftover', none),
      object('Deployment', 'by-hand', none),
      object('ConfigMap', 'of-controller', { ...none, ...owned }),
      object('ConfigMap', 'of-controller-labelled', owned),
      object('ConfigMap', 'elsewhere', { ...none, namespace: 'faas-prod' }),
      object('ConfigMap', 'kube-root-ca.crt', none),
      object('ConfigMap', 'istio-ca-root-cert', none),
    );
    expect(names(nobodys)).toEqual(['by-hand', 'leftover']);
    expect(names(own)).toEqual(['ours']);
  });

  test.each([
    ['the exact host', [HOST]],
    ['in capitals', [HOST.toUpperCase()]],
    ['beside another', ['a.example.com', HOST]],
    ['a wildcard of the namespace', ['*.kfaas-system.svc.cluster.local']],
    ['a wildcard of the cluster', ['*.local']],
    ['all hosts', ['*']],
    ['a delegate, which has no host', []],
  ])('of others, on a host of KFaas: %s', (_, hosts) => {
    const { foreignRoutes, routing, own } = sorted(route('theirs', hosts, OTHERS));
    expect([names(foreignRoutes), names(routing), names(own)]).toEqual([['theirs'], ['theirs'], ['ours']]);
  });

  test('a short name is one of its own namespace', () => {
    const short = (namespace: string) =>
      route(namespace, ['faas-prod-ksvc-gateway'], { namespace, labels: {} });
    const { foreignRoutes } = sorted(short('kfaas-system'), short('elsewhere'));
    expect(names(foreignRoutes)).toEqual(['kfaas-system']);
  });

  test.each([
    ['another host', ['shop.example.com']],
    ['a wildcard of another domain', ['*.example.com']],
    ['a wildcard of another namespace', ['*.shop.svc.cluster.local']],
    ['the end of our host, without a dot', ['gateway.kfaas-system.svc.cluster.local']],
  ])('of others, and no concern of KFaas: %s', (_, hosts) => {
    const { foreignRoutes, routing } = sorted(route('theirs', hosts, OTHERS));
    expect([foreignRoutes, routing]).toEqual([[], []]);
  });

  test('Gateways decide on requests, and are no risk of their own; Knative’s VirtualServices are on its hosts', () => {
    const gateway = object('Gateway', 'knative-local-gateway', { namespace: 'knative-serving', labels: {} });
    const host = 'a.faas-prod.svc.cluster.local';
    const knative = route('a-ingress', [host], { namespace: 'faas-prod', labels: {}, ...owned });
    const { routing, foreignRoutes } = sorted(gateway, knative);
    expect(names(routing)).toEqual(['knative-local-gateway']);
    expect(foreignRoutes).toEqual([]);
  });

  test('each is told, with who made it and when', () => {
    const by = { managedFields: [{ manager: 'kubectl-create' }] };
    const { comparison } = compared(
      [OURS],
      [
        standing(OURS),
        standing(route('theirs', [HOST], OTHERS), by),
        standing(object('ConfigMap', 'leftover', { labels: {} })),
      ],
    );
    expect(nobodysRisks(comparison).map(({ code, message, help }) => [code, message, help])).toEqual([
      [
        'KF904',
        'VirtualService elsewhere/theirs may take requests of functions, and KFaas did not render it (prod-us)',
        `see which: kfaas check --live --cluster prod-us; it was created by kubectl-create at ${STOOD}`,
      ],
      [
        'KF905',
        "ConfigMap kfaas-system/leftover is nobody's: the manifests do not have it, and nothing owns it (prod-us)",
        `delete it, or move it to another namespace; it was created at ${STOOD}`,
      ],
    ]);
  });
});

describe('the sides', () => {
  const timeOf = (objects: readonly Readonly<Record<string, unknown>>[], name: string) => {
    const one = objects.find(({ metadata }) => (metadata as { name: string }).name === name);
    return (one?.metadata as { creationTimestamp?: string } | undefined)?.creationTimestamp;
  };

  test('what others wrote stays; what KFaas rendered once goes; what is missing comes', () => {
    const theirs = route('theirs', [HOST], OTHERS);
    const missing = route('missing', [HOST]);
    const { before, after } = compared(
      [OURS, missing],
      [OURS, route('orphan', [HOST]), theirs].map((one) => standing(one)),
    );
    expect(names(before)).toEqual(['orphan', 'ours', 'theirs']);
    expect(names(after)).toEqual(['missing', 'ours', 'theirs']);
  });

  test('what stands keeps its time; what is missing will be younger than all', () => {
    const young = '2026-03-01T00:00:00Z';
    const { after } = compared(
      [OURS, route('missing', [HOST])],
      [standing(OURS), standing(route('theirs', [HOST], OTHERS), { creationTimestamp: young })],
    );
    expect(timeOf(after, 'ours')).toBe(STOOD);
    expect(timeOf(after, 'theirs')).toBe(young);
    expect(timeOf(after, 'missing')).toBe('2026-03-01T00:00:01.000Z');
  });

  test('of a kind that was not read, nothing is said', () => {
    const { before, after } = compared([OURS, object('ConfigMap', 'unread')], [standing(OURS)]);
    expect([names(before), names(after)]).toEqual([['ours'], ['ours']]);
  });

  test('one object in two API versions is one', () => {
    const old = { ...standing(OURS), apiVersion: 'networking.istio.io/v1beta1' };
    const { comparison } = compared([OURS], [old]);
    expect(names(comparison.sorted.own)).toEqual(['ours']);
    expect(comparison.sorted.foreignRoutes).toEqual([]);
  });

  test('10,000 functions', () => {
    const rendered = Array.from({ length: 10_000 }, (_, index) => route(`f${index}`, [HOST]));
    const many = JSON.parse(JSON.stringify(rendered)) as typeof rendered;
    const strangers = Array.from({ length: 1000 }, (_, index) =>
      standing(route(`s${index}`, [`*.shop-${index}.example.com`], OTHERS)),
    );
    const objects = [...many.map((one) => standing(one)), ...strangers];
    const { comparison } = compared([{ apiVersion: 'v1', kind: 'List', items: rendered }], objects);
    expect(comparison.sorted.own).toHaveLength(10_000);
    expect(comparison.sorted.foreignRoutes).toEqual([]);
  });
});
