import { joinedTrees, type RouteTree, type RouteTreeNode } from '../../../../review/model/requests';
import type { Destination } from '../../../../routing';

/** A tree of a host with one added route to a service of its namespace, and so many others. */
function treeOf(
  namespace: string,
  unchanged: number,
  service = 'a',
  gateway = 'knative-local-gateway',
): RouteTree {
  const to: Destination = {
    host: gateway,
    port: undefined,
    subset: undefined,
    weight: 100,
    authority: `${service}.${namespace}.svc.cluster.local`,
  };
  const leaf: RouteTreeNode = {
    segment: 'a/',
    routes: [
      {
        mark: 'added',
        match: 'prefix /x/a/',
        before: undefined,
        after: 'team/a',
        destinationsBefore: [],
        destinationsAfter: [to],
      },
    ],
    children: [],
    unchanged: 0,
  };
  const host = `${namespace}-ksvc-gateway.kfaas-system.svc.cluster.local`;
  return {
    root: { segment: '/x/', routes: [], children: [leaf], unchanged },
    where: [
      { environment: 'prod', cluster: 'prod-cn', namespace, host, port: undefined, gateways: ['ns/gateway'] },
    ],
  };
}

const told = (trees: readonly RouteTree[]) =>
  joinedTrees(trees).map(({ root: { unchanged, unchangedAtMost }, where }) => ({
    unchanged,
    unchangedAtMost,
    namespaces: where.map(({ namespace }) => namespace),
  }));

test('hosts on which the same changes are one tree, with the range of what does not change', () => {
  expect(told([treeOf('faas-alpha', 14), treeOf('faas-prod', 12), treeOf('faas-beta', 17)])).toEqual([
    { unchanged: 12, unchangedAtMost: 17, namespaces: ['faas-alpha', 'faas-prod', 'faas-beta'] },
  ]);
});

test('equal counts are one number', () => {
  expect(told([treeOf('faas-alpha', 14), treeOf('faas-prod', 14)])).toEqual([
    { unchanged: 14, unchangedAtMost: undefined, namespaces: ['faas-alpha', 'faas-prod'] },
  ]);
});

test('a route to another service is another tree', () => {
  expect(told([treeOf('faas-alpha', 14), treeOf('faas-prod', 14, 'b')])).toHaveLength(2);
});

test('a local gateway with another name is the same tree', () => {
  const older = treeOf('faas-prod', 14, 'a', 'cluster-local-gateway');
  expect(told([treeOf('faas-alpha', 14), older])).toHaveLength(1);
});
