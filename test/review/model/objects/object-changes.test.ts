import { renderReviewHuman } from '../../../../review';
import { matchObjects, objectChanges } from '../../../../review/model';
import { clusterPair, knativeService, virtualService, type Files } from './object-snapshots';
import { reviewedPairs } from '../requests/reviewed-pairs';

const configMap = (name: string, data: unknown, namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  data,
});

const CLUSTERS = ['prod-cn', 'prod-eu', 'prod-us'];

describe('which objects change', () => {
  it('tells an added, a removed and a changed object', () => {
    const before = [configMap('gone', { a: '1' }, 'n'), configMap('stays', { a: '1' }, 'n')];
    const stays = configMap('stays', { a: '2' }, 'n');
    const service = knativeService('saas', 'showroom', 'faas-prod');
    const changes = objectChanges(
      matchObjects([clusterPair({ 'x.yaml': before }, { 'x.yaml': [stays, service] })]),
    );
    expect(changes).toEqual([
      {
        kind: 'removed',
        object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'n', name: 'gone' },
        from: undefined,
        fields: [],
        meaning: [],
        where: [
          {
            environment: 'prod',
            cluster: 'prod-cn',
            namespace: 'n',
            name: 'gone',
            file: 'prod/prod-cn/x.yaml',
          },
        ],
        before: before[0],
        after: undefined,
      },
      expect.objectContaining({
        kind: 'changed',
        fields: [{ path: 'data.a', before: '1', after: '2' }],
        before: before[1],
        after: stays,
      }),
      expect.objectContaining({ kind: 'added', before: undefined, after: service }),
    ]);
  });

  it('reads only files that differ, and each content once', () => {
    const asked = { files: [] };
    const common = [configMap('common', {})];
    const pairs = CLUSTERS.map((cluster) =>
      clusterPair(
        { 'a.yaml': [configMap('x', { a: '1' })], 'common.yaml': common },
        { 'a.yaml': [configMap('x', { a: '2' })], 'common.yaml': common },
        { cluster, asked },
      ),
    );
    const [change, ...others] = objectChanges(matchObjects(pairs));
    expect(others).toEqual([]);
    expect(change?.where.map(({ cluster }) => cluster)).toEqual(CLUSTERS);
    expect(asked.files).toEqual(['prod/prod-cn/a.yaml', 'prod/prod-cn/a.yaml']);
  });

  it('says nothing of an object that stands in another file', () => {
    const [a, b] = [configMap('a', { k: '1' }, 'n'), configMap('b', {}, 'n')];
    expect(
      objectChanges(matchObjects([clusterPair({ '1.yaml': [a, b] }, { '2.yaml': [b], '3.yaml': [a] })])),
    ).toEqual([]);
    const changed = configMap('a', { k: '2' }, 'n');
    expect(
      objectChanges(
        matchObjects([clusterPair({ '1.yaml': [a, b] }, { '1.yaml': [b], '3.yaml': [changed] })]),
      ),
    ).toEqual([
      expect.objectContaining({
        kind: 'changed',
        fields: [{ path: 'data.k', before: '1', after: '2' }],
        where: [expect.objectContaining({ file: 'prod/prod-cn/3.yaml' })],
      }),
    ]);
  });

  it('takes the namespace default for that of an object that names none', () => {
    const [bare, named] = [configMap('c', { a: '1' }), configMap('c', { a: '1' }, 'default')];
    const field = { path: 'metadata.namespace', before: undefined, after: 'default' };
    const found = objectChanges(matchObjects([clusterPair({ 'a.yaml': [bare] }, { 'b.yaml': [named] })]));
    expect(found).toMatchObject([{ kind: 'changed', from: undefined, fields: [field] }]);
    const text = renderReviewHuman(
      { base: 'a', head: 'b', problems: [], ...reviewedPairs(), objects: found },
      { color: false },
    );
    expect(text).toContain('ConfigMap default/c');
    expect(text).not.toContain('undefined');
  });

  it('takes names that no API server takes for what they are', () => {
    const long = 'n'.repeat(40_000);
    const pair = clusterPair(
      { 'a.yaml': [configMap(long, { a: '1' })] },
      { 'a.yaml': [configMap('c', { a: '1' })] },
    );
    expect(
      objectChanges(matchObjects([pair]))
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['renamed']);
  });

  it('takes another version of an API for a change', () => {
    const [old, now] = ['networking.istio.io/v1beta1', 'networking.istio.io/v1'].map((apiVersion) => [
      virtualService('saas', 'showroom', 'faas-prod', { apiVersion }),
    ]) as [unknown[], unknown[]];
    expect(objectChanges(matchObjects([clusterPair({ 'a.yaml': old }, { 'a.yaml': now })]))).toMatchObject([
      {
        kind: 'changed',
        fields: [
          { path: 'apiVersion', before: 'networking.istio.io/v1beta1', after: 'networking.istio.io/v1' },
        ],
        meaning: ['API version networking.istio.io/v1 (was networking.istio.io/v1beta1)'],
      },
    ]);
  });

  it('does not mind that API groups have kinds of the same name', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'saas-a', namespace: 'faas-prod' },
    };
    const changes = objectChanges(
      matchObjects([
        clusterPair({ 'a.yaml': [service] }, { 'a.yaml': [knativeService('saas', 'a', 'faas-prod')] }),
      ]),
    );
    expect(changes.map(({ kind, object }) => `${kind} ${object.apiVersion}`).sort()).toEqual([
      'added serving.knative.dev/v1',
      'removed v1',
    ]);
  });

  it("passes over a kustomization's list of files, but not its annotations", () => {
    const kustomization = (resources: string[], istio: string) => ({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      metadata: { annotations: { 'kfaas.io/istio': istio } },
      resources,
    });
    const pairs = (istio: string) =>
      CLUSTERS.map((cluster) =>
        clusterPair(
          { 'kustomization.yaml': [kustomization(['a.yaml'], '1.28')] },
          { 'kustomization.yaml': [kustomization(['b.yaml'], istio)] },
          { cluster },
        ),
      );
    expect(objectChanges(matchObjects(pairs('1.28')))).toEqual([]);
    expect(objectChanges(matchObjects(pairs('1.29')))).toMatchObject([
      {
        kind: 'changed',
        object: { kind: 'Kustomization', namespace: undefined, name: 'kustomization.yaml' },
        fields: [{ path: 'metadata.annotations["kfaas.io/istio"]', before: '1.28', after: '1.29' }],
        where: CLUSTERS.map((cluster) => ({ cluster, file: `prod/${cluster}/kustomization.yaml` })),
      },
    ]);
  });

  it('names what is no object by its file', () => {
    const files = (...values: unknown[]): Files => ({ 'values/a.yaml': values });
    const changes = objectChanges(
      matchObjects([clusterPair(files('text', null, { a: 1 }), files('text', { a: 2 }, ['x']))]),
    );
    expect(changes).toMatchObject([
      {
        kind: 'changed',
        object: { apiVersion: '', kind: '', namespace: undefined, name: 'values/a.yaml' },
        fields: [{ path: 'a', before: 1, after: 2 }],
      },
      { kind: 'added', object: { name: 'values/a.yaml' }, after: ['x'] },
    ]);
  });

  it('tells of a cluster that only one side has', () => {
    const files = { 'a.yaml': [configMap('a', {}, 'n')] };
    expect(objectChanges(matchObjects([clusterPair(undefined, files)]))).toMatchObject([{ kind: 'added' }]);
    expect(objectChanges(matchObjects([clusterPair(files, undefined)]))).toMatchObject([{ kind: 'removed' }]);
  });
});

describe('the same change in several places', () => {
  const namespaces = ['faas-alpha', 'faas-beta'];
  const system = (namespace: string, max: number) => ({
    [`system/${namespace}-ingress-gateway.yaml`]: [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: `${namespace}-ingress-gateway`, namespace: 'kfaas-system' },
        spec: { maxReplicas: max, scaleTargetRef: { name: `${namespace}-ingress-gateway` } },
      },
    ],
    [`${namespace}/keep.yaml`]: [configMap('keep', {}, namespace)],
  });
  const both = (filesOf: (namespace: string) => Files): Files =>
    Object.assign({}, ...namespaces.map(filesOf)) as Files;

  it('is told once for namespaces that only differ in their names', () => {
    const changes = objectChanges(
      matchObjects([
        clusterPair(
          both((namespace) => system(namespace, 40)),
          both((namespace) => system(namespace, 20)),
        ),
      ]),
    );
    expect(changes).toMatchObject([
      {
        meaning: ['scales up to 20 pods (was 40)'],
        where: namespaces.map((namespace) => ({ name: `${namespace}-ingress-gateway` })),
      },
    ]);
  });

  it('is told once though the changed texts hold the namespace, and added names too', () => {
    const host = (namespace: string, domain: string): Files => ({
      [`${namespace}/a.yaml`]: [configMap('a', { host: `${namespace}.${domain}` }, namespace)],
    });
    const changed = objectChanges(
      matchObjects([
        clusterPair(
          both((namespace) => host(namespace, 'old.example')),
          both((namespace) => host(namespace, 'new.example')),
        ),
      ]),
    );
    expect(changed.map(({ where }) => where.length)).toEqual([2]);
    const added = objectChanges(
      matchObjects([
        clusterPair(
          {},
          both((namespace) => ({
            [`${namespace}/a.yaml`]: [
              virtualService('saas', 'a', namespace),
              virtualService('saas', 'b', namespace),
            ],
          })),
        ),
      ]),
    );
    expect(added.map(({ object, where }) => [object.name, where.length])).toEqual([
      ['faas-alpha-ns-saas-a-ksvc-virtualservice', 2],
      ['faas-alpha-ns-saas-b-ksvc-virtualservice', 2],
    ]);
  });

  it('is told once for functions of whatever names', () => {
    const files = (apiVersion: string) =>
      both((namespace) => ({
        [`${namespace}/a.yaml`]: ['a', 'b', 'c'].map((name) =>
          virtualService('saas', name, namespace, { apiVersion }),
        ),
      }));
    const [change, ...others] = objectChanges(
      matchObjects([clusterPair(files('networking.istio.io/v1beta1'), files('networking.istio.io/v1'))]),
    );
    expect(others).toEqual([]);
    expect(change?.where).toHaveLength(6);
  });

  it('is told apart where what happens differs', () => {
    const pairs = [80, 60].map((max, index) =>
      clusterPair(system('faas-alpha', 40), system('faas-alpha', max), { cluster: CLUSTERS[index] ?? '' }),
    );
    expect(objectChanges(matchObjects(pairs)).map(({ meaning }) => meaning)).toEqual([
      ['scales up to 80 pods (was 40)'],
      ['scales up to 60 pods (was 40)'],
    ]);
  });

  it('keeps added objects of one name apart that open other hosts', () => {
    const ingress = (host: string) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'open', namespace: 'kfaas-system' },
      spec: { rules: [{ host }] },
    });
    const pairs = CLUSTERS.map((cluster, index) =>
      clusterPair(
        {},
        { 'system/i.yaml': [ingress(index === 0 ? 'open.example.cn' : 'open.example.com')] },
        { cluster },
      ),
    );
    expect(objectChanges(matchObjects(pairs)).map(({ meaning, where }) => [meaning, where.length])).toEqual([
      [['serves open.example.cn'], 1],
      [['serves open.example.com'], 2],
    ]);
  });
});

describe('objects that no API server takes', () => {
  it('are not compared, and said not to be', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = [cyclic];
    let bomb: unknown = 'lol';
    for (let level = 0; level < 12; level += 1) bomb = Array.from({ length: 12 }, () => bomb);
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    for (const data of [cyclic, bomb, deep]) {
      const [before, after] = [[configMap('a', {})], [configMap('a', data)]];
      const hashOf = (objects: readonly unknown[]) => (objects === before ? 'before' : 'after');
      const pair = clusterPair({ 'a.yaml': before }, { 'a.yaml': after }, { hashOf });
      expect(objectChanges(matchObjects([pair]))).toMatchObject([
        {
          kind: 'changed',
          fields: [],
          meaning: ['not compared: it is larger or more deeply nested than any API server accepts'],
          after: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
        },
      ]);
    }
  });

  it('compares what aliases share as if it were written out', () => {
    const shared = { cpu: '1' };
    const [before, after] = [shared, { cpu: '2' }].map((value) => [configMap('a', { x: value, y: shared })]);
    expect(
      objectChanges(matchObjects([clusterPair({ 'a.yaml': before ?? [] }, { 'a.yaml': after ?? [] })])),
    ).toMatchObject([{ fields: [{ path: 'data.x.cpu', before: '1', after: '2' }] }]);
  });
});
