import {
  functionRollouts,
  type ClusterPair,
  type ObjectChange,
  type SnapshotFile,
} from '../../../review/model';
import { functionRolloutLines } from '../../../review/view/text';

const FILE = 'faas-prod/saas-showroom.yaml';

const virtualService = (at: number | string | undefined) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: 'saas-showroom',
    namespace: 'kfaas-system',
    annotations:
      at === undefined
        ? {}
        : { 'kfaas.io/rollout': `saas/showroom from saas-showroom to saas-green by canary,10,100 at ${at}` },
  },
  spec: {},
});

type At = number | string | undefined;

/** A side of a cluster; `gone` where it does not have the cluster. */
const snapshot = (cluster: string, at: At) =>
  at === 'gone'
    ? undefined
    : {
        environment: 'prod',
        cluster,
        istio: '1.28.6',
        rules: {} as never,
        files: new Map<string, SnapshotFile>([
          [`prod/${cluster}/${FILE}`, { hash: String(at), objects: () => [virtualService(at)] }],
          [
            `prod/${cluster}/faas-prod/other.yaml`,
            {
              hash: 'x',
              objects: () => {
                throw new Error('a file that cannot have the rollout is read');
              },
            },
          ],
        ]),
      };

/** What is told of clusters, each with the step before and after. */
function told(clusters: Readonly<Record<string, readonly [before: At, after: At]>>) {
  const pairs = Object.entries(clusters).map(([cluster, [before, after]]): ClusterPair => ({
    environment: 'prod',
    cluster,
    before: snapshot(cluster, before),
    after: snapshot(cluster, after),
  }));
  const objects = Object.entries(clusters)
    .filter(([, [before, after]]) => before !== after)
    .map(([cluster, [before, after]]): ObjectChange => {
      const object = {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        namespace: 'kfaas-system',
        name: 'a',
      };
      const place = {
        environment: 'prod',
        cluster,
        namespace: 'kfaas-system',
        name: 'a',
        file: `prod/${cluster}/${FILE}`,
      };
      return {
        kind: 'changed',
        object,
        before: before === 'gone' ? undefined : virtualService(before),
        after: after === 'gone' ? undefined : virtualService(after),
        where: [place],
        fields: [],
        meaning: [],
      } as unknown as ObjectChange;
    });
  return functionRolloutLines(functionRollouts(pairs, objects));
}

test('a step on one cluster, beside those that stay', () => {
  expect(told({ cn: [10, 100], us: [0, 0], eu: ['canary', 10] })).toEqual([
    'saas/showroom: saas-showroom -> saas-green, by canary, 10 %, 100 %',
    '  prod/cn  10 % -> 100 %',
    '  prod/us  stays at 0 %',
    '  prod/eu  canary -> 10 %',
  ]);
});

test('a rollout that begins and one that ends', () => {
  expect(told({ cn: [undefined, 'canary'], us: [100, undefined] })).toEqual([
    'saas/showroom: saas-showroom -> saas-green, by canary, 10 %, 100 %',
    '  prod/cn  begins at canary',
    '  prod/us  ends at 100 %',
  ]);
});

test('a cluster that comes or goes moves no rollout, and is listed where another one does', () => {
  expect(told({ cn: [10, 10], us: ['gone', 10], eu: [10, 'gone'] })).toEqual([]);
  expect(told({ cn: [10, 100], us: ['gone', 10] })).toEqual([
    'saas/showroom: saas-showroom -> saas-green, by canary, 10 %, 100 %',
    '  prod/cn  10 % -> 100 %',
    '  prod/us  begins at 10 %',
  ]);
});

test('a change that moves no rollout is told nothing of, and nothing is read for it', () => {
  expect(told({ cn: [10, 10], us: [100, 100] })).toEqual([]);
});
