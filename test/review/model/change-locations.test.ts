import { clusterPair } from './cluster-snapshots';
import {
  messagesOf,
  plainVirtualService,
  reviewedPairs,
  type ReviewedPairs,
} from './requests/reviewed-pairs';

/** A VirtualService that nobody's annotation explains; all have the same rule. */
function nobodys(name: string, host: string, destination: string): object {
  const rule = { match: [{ uri: { prefix: '/p/' } }], route: [{ destination: { host: destination } }] };
  return plainVirtualService(name, [rule], { host });
}

/** Who answers before and after, and on which hosts. */
function told({ requests }: ReviewedPairs): readonly string[] {
  return requests.changes.map(({ before, after, where }) => {
    const names = [before, after].map((answer) => answer?.route.virtualService?.split('/')[1] ?? '-');
    return `${names.join(' -> ')} on ${where.map(({ cluster, host }) => `${cluster} ${host.split('.')[0] ?? ''}`).join(', ')}`;
  });
}

describe('a change that holds in several places', () => {
  test("hosts whose routes are different VirtualServices', of no known function, are told one by one", () => {
    const side = (to: string) => [nobodys('one', 'h1.example', to), nobodys('two', 'h2.example', to)];
    const found = reviewedPairs(clusterPair(side('s.ns'), side('t.ns')));
    expect(told(found)).toEqual(['one -> one on prod-us h1', 'two -> two on prod-us h2']);
    expect(messagesOf(found, 'KF806')).toEqual([
      'warning weights of VirtualService kfaas-system/one jump: s.ns from 100 % to 0 % of prefix /p/ and t.ns from 0 % to 100 % of prefix /p/ in prod-us',
      'warning weights of VirtualService kfaas-system/two jump: s.ns from 100 % to 0 % of prefix /p/ and t.ns from 0 % to 100 % of prefix /p/ in prod-us',
    ]);
  });

  test('thirty of them are many functions at once', () => {
    const side = (to: string) => Array.from({ length: 30 }, (_, i) => nobodys(`v${i}`, `h${i}.example`, to));
    const [message, ...others] = messagesOf(reviewedPairs(clusterPair(side('s.ns'), side('t.ns'))), 'KF811');
    expect(others).toEqual([]);
    expect(message).toContain(
      'warning requests of 30 functions change at once: VirtualService kfaas-system/v0',
    );
  });

  test("one VirtualService in several clusters and namespaces, the namespace's name aside, is told once", () => {
    const side = (to: string) =>
      ['faas-alpha', 'faas-beta'].map((namespace) =>
        nobodys(
          `${namespace}-ns-own`,
          `${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`,
          `${to}.${namespace}`,
        ),
      );
    const pairs = ['prod-cn', 'prod-us'].map((cluster) => clusterPair(side('s'), side('t'), { cluster }));
    expect(told(reviewedPairs(...pairs))).toEqual([
      'faas-alpha-ns-own -> faas-alpha-ns-own on prod-cn faas-alpha-ksvc-gateway, prod-cn faas-beta-ksvc-gateway, prod-us faas-alpha-ksvc-gateway, prod-us faas-beta-ksvc-gateway',
    ]);
  });
});
