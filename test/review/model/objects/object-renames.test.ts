import { matchObjects, objectChanges, serviceChanges } from '../../../../review/model';
import { clusterPair, knativeService, virtualService } from './object-snapshots';

type Options = Parameters<typeof knativeService>[3] & Parameters<typeof virtualService>[3];

/** The file of a function: its Knative Service and its VirtualService. */
const func = (team: string, name: string, namespace = 'faas-prod', options: Options = {}) => ({
  [`${namespace}/${team}-${name}.yaml`]: [
    knativeService(team, name, namespace, options),
    virtualService(team, name, namespace, options),
  ],
});

const told = (pair: ReturnType<typeof clusterPair>) =>
  objectChanges(matchObjects([pair])).map(({ kind, object, from, fields }) =>
    [kind, object.kind, from?.name, object.name, ...fields.map(({ path }) => path)].join(' '),
  );

describe('renames', () => {
  it('recognises a function that has another name, and what differs besides', () => {
    const pair = clusterPair(func('saas', 'showroom'), func('saas', 'gallery'));
    expect(objectChanges(matchObjects([pair]))).toMatchObject([
      {
        kind: 'renamed',
        from: { kind: 'Service', namespace: 'faas-prod', name: 'saas-showroom' },
        object: { kind: 'Service', namespace: 'faas-prod', name: 'saas-gallery' },
        fields: [],
        where: [{ name: 'saas-gallery', file: 'prod/prod-cn/faas-prod/saas-gallery.yaml' }],
      },
      {
        kind: 'renamed',
        from: { name: 'faas-prod-ns-saas-showroom-ksvc-virtualservice' },
        object: { name: 'faas-prod-ns-saas-gallery-ksvc-virtualservice' },
        fields: [
          {
            path: 'spec.http[0].match[0].uri.prefix',
            before: '/faas/api/saas/showroom/',
            after: '/faas/api/saas/gallery/',
          },
        ],
      },
    ]);
    expect(serviceChanges(matchObjects([pair])).renamed).toEqual([
      {
        environment: 'prod',
        cluster: 'prod-cn',
        from: { namespace: 'faas-prod', name: 'saas-showroom' },
        to: { namespace: 'faas-prod', name: 'saas-gallery' },
      },
    ]);
  });

  it('tells a rename once for all namespaces and clusters', () => {
    const both = (name: string) => ({
      ...func('saas', name, 'faas-alpha'),
      ...func('saas', name, 'faas-beta'),
    });
    const pairs = ['prod-cn', 'prod-eu'].map((cluster) => clusterPair(both('a'), both('b'), { cluster }));
    expect(objectChanges(matchObjects(pairs)).map(({ kind, where }) => [kind, where.length])).toEqual([
      ['renamed', 4],
      ['renamed', 4],
    ]);
    expect(
      serviceChanges(matchObjects(pairs)).renamed.map(({ cluster, from, to }) => [
        cluster,
        from.namespace,
        to.namespace,
      ]),
    ).toEqual(
      ['prod-cn', 'prod-eu'].flatMap((cluster) => [
        [cluster, 'faas-alpha', 'faas-alpha'],
        [cluster, 'faas-beta', 'faas-beta'],
      ]),
    );
  });

  it('recognises functions that move to another namespace, each by its name', () => {
    const both = (namespace: string) => ({
      ...func('saas', 'a', namespace),
      ...func('saas', 'b', namespace),
    });
    expect(
      serviceChanges(matchObjects([clusterPair(both('faas-alpha'), both('faas-beta'))])).renamed,
    ).toMatchObject([
      { from: { namespace: 'faas-alpha', name: 'saas-a' }, to: { namespace: 'faas-beta', name: 'saas-a' } },
      { from: { namespace: 'faas-alpha', name: 'saas-b' }, to: { namespace: 'faas-beta', name: 'saas-b' } },
    ]);
  });

  it('does not take a service that is not alike for exact, but still for renamed', () => {
    const pair = clusterPair(func('saas', 'a'), func('saas', 'b', 'faas-prod', { max: '80' }));
    expect(serviceChanges(matchObjects([pair])).renamed).toEqual([]);
    expect(told(pair)).toEqual([
      'renamed Service saas-a saas-b spec.template.metadata.annotations["autoscaling.knative.dev/max-scale"]',
      'renamed VirtualService faas-prod-ns-saas-a-ksvc-virtualservice faas-prod-ns-saas-b-ksvc-virtualservice ' +
        'spec.http[0].match[0].uri.prefix',
    ]);
  });

  it('does not take a function for another one that comes when it goes', () => {
    // Another team, image and scale: five fields. The VirtualServices alone would pass for one another.
    const invoice = func('trade', 'invoice', 'faas-prod', { max: '20' });
    expect(told(clusterPair(func('saas', 'showroom'), invoice))).toEqual([
      'removed Service  saas-showroom',
      'added Service  trade-invoice',
      'removed VirtualService  faas-prod-ns-saas-showroom-ksvc-virtualservice',
      'added VirtualService  faas-prod-ns-trade-invoice-ksvc-virtualservice',
    ]);
  });

  it('renames the objects of one function together, though others are as much alike', () => {
    // By names alone, `a` sorts before `a-b`, but `a-ksvc` after `a-b-ksvc`.
    const before = {
      ...func('saas', 'a', 'faas-prod', { prefix: '/x/' }),
      ...func('saas', 'a-b', 'faas-prod', { prefix: '/x/' }),
    };
    const after = {
      ...func('saas', 'c', 'faas-prod', { prefix: '/x/' }),
      ...func('saas', 'd', 'faas-prod', { prefix: '/x/' }),
    };
    expect(told(clusterPair(before, after))).toEqual([
      'renamed Service saas-a saas-c',
      'renamed Service saas-a-b saas-d',
      'renamed VirtualService faas-prod-ns-saas-a-ksvc-virtualservice faas-prod-ns-saas-c-ksvc-virtualservice',
      'renamed VirtualService faas-prod-ns-saas-a-b-ksvc-virtualservice faas-prod-ns-saas-d-ksvc-virtualservice',
    ]);
  });

  it('uses no object twice: of two that one may have become, the first by name', () => {
    expect(told(clusterPair(func('saas', 'a'), { ...func('saas', 'c'), ...func('saas', 'b') }))).toEqual([
      'renamed Service saas-a saas-b',
      'added Service  saas-c',
      expect.stringContaining('renamed VirtualService faas-prod-ns-saas-a-'),
      'added VirtualService  faas-prod-ns-saas-c-ksvc-virtualservice',
    ]);
  });

  it('prefers the object with the fewest differences', () => {
    const after = { ...func('saas', 'b', 'faas-prod', { max: '1' }), ...func('saas', 'c') };
    expect(serviceChanges(matchObjects([clusterPair(func('saas', 'a'), after)])).renamed).toMatchObject([
      { to: { name: 'saas-c' } },
    ]);
  });

  it('does not take objects of different kinds or clusters for one', () => {
    const config = (kind: string, name: string) => ({
      'a.yaml': [{ apiVersion: 'v1', kind, metadata: { name, namespace: 'n' }, data: { a: '1', b: '2' } }],
    });
    expect(told(clusterPair(config('ConfigMap', 'a'), config('Secret', 'b'))).sort()).toEqual([
      'added Secret  b',
      'removed ConfigMap  a',
    ]);
    const pairs = [
      clusterPair(config('ConfigMap', 'a'), {}),
      clusterPair({}, config('ConfigMap', 'b'), { cluster: 'prod-eu' }),
    ];
    expect(objectChanges(matchObjects(pairs)).map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
