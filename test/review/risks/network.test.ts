import { clusterPair } from '../model/cluster-snapshots';
import { messagesOf, reviewedPairs } from '../model/requests/reviewed-pairs';

const policy = (namespace: string, spec: object = {}, name = 'default-deny') => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...spec },
});

const namespaceOf = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

const [CN, US] = [{ cluster: 'prod-cn' }, { cluster: 'prod-us' }];

/** The KF810 of one cluster. */
const told = (before: readonly object[], after: readonly object[]) =>
  messagesOf(reviewedPairs(clusterPair(before, after)), 'KF810');

const GONE = 'error NetworkPolicy faas-alpha/default-deny opens the network: it is gone in prod-us';

describe('KF810 of a policy that moves to another namespace', () => {
  const [alpha, delta] = [namespaceOf('faas-alpha'), namespaceOf('faas-delta')];

  test('it is gone where it was', () => {
    const found = reviewedPairs(
      clusterPair([alpha, policy('faas-alpha')], [alpha, delta, policy('faas-delta')]),
    );
    expect(found.objects.map(({ kind, object }) => `${kind} ${object.kind}`)).toEqual([
      'added Namespace',
      'renamed NetworkPolicy',
    ]);
    expect(messagesOf(found, 'KF810')).toEqual([GONE]);
    expect(found.risks.map(({ places, objectChanges }) => ({ places, objectChanges }))).toEqual([
      {
        places: [
          {
            file: 'prod/prod-us/faas-delta/NetworkPolicy-default-deny.yaml',
            line: 1,
            column: 1,
            side: 'before',
          },
        ],
        objectChanges: [1],
      },
    ]);
  });

  test('what it allows is new where it comes', () => {
    const open = { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] };
    const comes =
      'warning NetworkPolicy faas-delta/default-deny opens the network: it lets in 10.0.0.0/8 in prod-us';
    expect(
      told([alpha, delta, policy('faas-alpha', open)], [alpha, delta, policy('faas-delta', open)]),
    ).toEqual([GONE, comes]);
  });

  test('with its namespace, it opens nothing', () => {
    expect(told([alpha, policy('faas-alpha')], [delta, policy('faas-delta')])).toEqual([]);
    expect(told([alpha, policy('faas-alpha')], [namespaceOf('other'), delta, policy('faas-delta')])).toEqual(
      [],
    );
  });

  test('is told by the namespace that it had in each cluster', () => {
    const pairs = [
      clusterPair([policy('faas-alpha')], [policy('faas-delta')], CN),
      clusterPair([policy('faas-beta')], [policy('faas-gamma')], US),
    ];
    const found = reviewedPairs(...pairs);
    expect(found.objects.map(({ kind, where }) => `${kind} ${where.length}`)).toEqual(['renamed 2']);
    expect(messagesOf(found, 'KF810')).toEqual([
      'error NetworkPolicy faas-alpha/default-deny opens the network: it is gone in prod-cn',
      'error NetworkPolicy faas-beta/default-deny opens the network: it is gone in prod-us',
    ]);
  });

  test('one that names no namespace is in default', () => {
    const { metadata, ...rest } = policy('default');
    expect(told([{ ...rest, metadata: { name: metadata.name } }], [policy('default')])).toEqual([]);
  });
});

describe('KF810 of a policy that is renamed in its namespace', () => {
  const named = (name: string, app: string) => policy('n', { podSelector: { matchLabels: { app } } }, name);

  test('other pods are others, though their label is its name', () => {
    expect(told([named('p', 'p')], [named('q', 'q')])).toEqual([
      'warning NetworkPolicy n/q opens the network: it selects other pods than before in prod-us',
    ]);
  });

  test('the same pods are none', () => {
    expect(told([named('p', 'p')], [named('q', 'p')])).toEqual([]);
  });
});

describe('KF810 of a policy that is new', () => {
  const rules = {
    ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    egress: [{ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }],
  };
  const come = (what: string) =>
    `warning NetworkPolicy n/default-deny opens the network: it ${what} in prod-us`;

  test.each([
    ['both directions', undefined, [come('lets in 10.0.0.0/8 and lets out to 10.1.0.0/16')]],
    ['ingress alone', ['Ingress'], [come('lets in 10.0.0.0/8')]],
    ['egress alone', ['Egress'], [come('lets out to 10.1.0.0/16')]],
  ])('rules of a direction that it is not about allow nothing: %s', (_, policyTypes, messages) => {
    expect(told([], [policy('n', { ...rules, policyTypes })])).toEqual(messages);
  });
});

test('KF810 of policies that change alike: each is judged by all that it allowed before', () => {
  const block = (cidr: string) => ({ ipBlock: { cidr } });
  const side = (first: object, from: readonly object[]) => [
    policy('n', { ingress: [first, { from, ports: [{ port: 80 }] }] }),
  ];
  const pairOf = (first: object, options: object) =>
    clusterPair(
      side(first, [block('10.0.0.0/16')]),
      side(first, [block('10.0.0.0/16'), block('10.1.0.0/16')]),
      options,
    );
  const open = { ports: [{ port: 80 }] };
  expect(
    messagesOf(
      reviewedPairs(pairOf(open, CN), pairOf({ ...open, from: [block('10.2.0.0/16')] }, US)),
      'KF810',
    ),
  ).toEqual([
    'warning NetworkPolicy n/default-deny opens the network: it lets in 10.1.0.0/16 on TCP 80 in prod-us',
  ]);
});
