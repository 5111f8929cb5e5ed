import { matchObjects, objectChanges } from '../../../review/model';
import { clusterPair } from '../model/cluster-snapshots';
import { clusterPair as filesPair } from '../model/objects/object-snapshots';
import { messagesOf, reviewedPairs } from '../model/requests/reviewed-pairs';

const ingress = (name: string, hosts: readonly string[], annotations: object = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'kfaas-system', annotations },
  spec: { rules: hosts.map((host) => ({ host })) },
});

const certificate = (name: string, dnsNames: readonly string[]) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name, namespace: 'kfaas-system' },
  spec: { dnsNames },
});

const [CN, US] = [{ cluster: 'prod-cn' }, { cluster: 'prod-us' }];

/** The KF804 of one cluster, which is otherwise empty. */
const told = (before: readonly object[], after: readonly object[]) =>
  messagesOf(reviewedPairs(clusterPair(before, after)), 'KF804');

describe('KF804', () => {
  test('a host and its certificate come together, in several clusters: one warning', () => {
    const after = [ingress('open', ['open.example.com']), certificate('open', ['open.example.com'])];
    const { risks, objects } = reviewedPairs(clusterPair([], after, CN), clusterPair([], after, US));
    expect(risks).toMatchObject([
      {
        code: 'KF804',
        severity: 'warning',
        message:
          'the public host open.example.com gets a certificate and an Ingress rule in prod-cn and prod-us',
        objectChanges: [0, 1],
        where: [
          { environment: 'prod', cluster: 'prod-cn' },
          { environment: 'prod', cluster: 'prod-us' },
        ],
      },
    ]);
    expect(objects.map(({ object }) => object.kind)).toEqual(['Certificate', 'Ingress']);
  });

  test('a host that goes is an error', () => {
    const [both, one] = [['a.example.com', 'b.example.com'], ['b.example.com']];
    expect(told([certificate('c', both)], [certificate('c', one)])).toEqual([
      'error the public host a.example.com loses a certificate in prod-us',
    ]);
  });

  test('a host that moves to another Ingress stays, unless that is in another cluster', () => {
    const [old, now] = [
      ingress('old', ['a.example', 'b.example'], { x: '1' }),
      ingress('new', ['a.example']),
    ];
    expect(told([old], [now])).toEqual(['error the public host b.example loses an Ingress rule in prod-us']);
    const elsewhere = reviewedPairs(clusterPair([old], [], CN), clusterPair([], [now], US));
    expect(messagesOf(elsewhere, 'KF804')).toEqual([
      'error the public host a.example loses an Ingress rule in prod-cn',
      'error the public host b.example loses an Ingress rule in prod-cn',
      'warning the public host a.example gets an Ingress rule in prod-us',
    ]);
  });

  test.each([
    ['a second Ingress for a host that has one', ['u'], ['u', 'v']],
    ['one of two Ingresses of a host', ['u', 'v'], ['u']],
  ])('%s neither brings nor takes it, though the other one does not change', (_, before, after) => {
    const side = (names: readonly string[]) => names.map((name) => ingress(name, ['a.example']));
    expect(told(side(before), side(after))).toEqual([]);
    expect(
      told([...side(before), certificate('c', [])], [...side(after), certificate('c', ['a.example'])]),
    ).toEqual(['warning the public host a.example gets a certificate in prod-us']);
  });

  test('Ingresses that change alike have their own hosts in each cluster', () => {
    const edited = { note: 'edited' };
    const found = reviewedPairs(
      clusterPair([ingress('x', ['a.example'])], [ingress('x', ['a.example'], edited)], CN),
      clusterPair(
        [ingress('x', ['b.example'])],
        [ingress('x', ['b.example'], edited), ingress('y', ['a.example'])],
        US,
      ),
    );
    expect(found.objects.map(({ where }) => where.length)).toEqual([2, 1]);
    expect(messagesOf(found, 'KF804')).toEqual([
      'warning the public host a.example gets an Ingress rule in prod-us',
    ]);
  });

  test('files that do not change are read for it alone', () => {
    const files = (hosts: readonly string[]) => ({
      'u.yaml': [ingress('u', ['a.example'])],
      'v.yaml': [certificate('v', hosts)],
    });
    const asked = { files: [] as string[] };
    const map = (text: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { text },
    });
    const quiet = filesPair(
      { ...files([]), 'c.yaml': [map('1')] },
      { ...files([]), 'c.yaml': [map('2')] },
      { asked },
    );
    objectChanges(matchObjects([quiet]));
    expect(new Set(asked.files)).toEqual(new Set(['prod/prod-cn/c.yaml']));
    objectChanges(matchObjects([filesPair(files([]), files(['b.example']), { asked })]));
    expect(asked.files.filter((file) => file.endsWith('u.yaml'))).toHaveLength(1);
  });
});
