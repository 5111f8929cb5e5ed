import { writerOf } from '../../app/drift-writers';
import { dumped } from '../fixtures/live-fixture';

/** An entry of `managedFields`. */
const entry = (manager: string, time: string, fieldsV1: object, more: object = {}) => ({
  manager,
  time: `2026-01-01T00:00:${time}Z`,
  operation: 'Apply',
  fieldsV1,
  ...more,
});

const object = (managedFields: readonly object[], more: object = {}) => ({
  metadata: { managedFields },
  ...more,
});

/** `manager seconds`, or nobody. */
function written(of: unknown, path: string): string {
  const writer = writerOf(of, path);
  if (writer === undefined) return 'nobody';
  return `${writer.isAround ? 'around: ' : ''}${writer.manager} ${writer.at?.slice(17, 19) ?? 'never'}`;
}

const LIST = {
  spec: {
    containers: [
      { name: 'a', image: 'x:1', ports: [{ containerPort: 80, protocol: 'TCP' }] },
      { name: 'b "quoted"', image: 'y:1' },
    ],
    finalizers: ['one', 'two'],
  },
};

const BY_KEY = object(
  [
    entry('argocd', '01', {
      'f:spec': {
        'f:containers': {
          'k:{"name":"a"}': {
            '.': {},
            'f:name': {},
            'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { 'f:containerPort': {} } },
          },
          'k:{"name":"b \\"quoted\\""}': { '.': {}, 'f:name': {}, 'f:image': {} },
        },
        'f:finalizers': { 'v:"one"': {} },
      },
    }),
    entry('kubectl-set', '02', { 'f:spec': { 'f:containers': { 'k:{"name":"a"}': { 'f:image': {} } } } }),
    entry('controller', '03', { 'f:spec': { 'f:finalizers': { 'v:"two"': {} } } }),
  ],
  LIST,
);

describe('lists by key', () => {
  test.each([
    ['spec.containers[0].image', 'kubectl-set 02'],
    ['spec.containers[0].name', 'argocd 01'],
    ['spec.containers[0].ports[0].containerPort', 'argocd 01'],
    ['spec.containers[1].image', 'argocd 01'],
    ['spec.finalizers[0]', 'argocd 01'],
    ['spec.finalizers[1]', 'controller 03'],
  ])('%s: %s', (path, writer) => {
    expect(written(BY_KEY, path)).toBe(writer);
  });
});

describe('a list that is replaced as a whole', () => {
  const http = [{ timeout: '9s', route: [{ weight: 100 }] }];
  const edited = object(
    [
      entry('argocd', '01', { 'f:spec': { 'f:hosts': {} } }),
      entry('kubectl-edit', '02', { 'f:spec': { 'f:http': {} } }),
    ],
    { spec: { hosts: ['h'], http } },
  );
  test.each([
    ['spec.http[0].timeout', 'kubectl-edit 02'],
    ['spec.http[0].route[0].weight', 'kubectl-edit 02'],
    ['spec.http', 'kubectl-edit 02'],
    ['spec.hosts[0]', 'argocd 01'],
    // It was removed: who wrote the list removed it.
    ['spec.http[0].retries.attempts', 'kubectl-edit 02'],
  ])('%s: %s', (path, writer) => {
    expect(written(edited, path)).toBe(writer);
  });
});

describe('several managers', () => {
  const both = (first: string, second: string) =>
    object([
      entry('argocd', first, { 'f:spec': { 'f:replicas': {} } }),
      entry('kubectl', second, { 'f:spec': { 'f:replicas': {} } }),
    ]);
  test('of one field: the latest, in whichever order they stand', () => {
    expect(written(both('01', '02'), 'spec.replicas')).toBe('kubectl 02');
    expect(written(both('02', '01'), 'spec.replicas')).toBe('argocd 02');
  });

  test('the field itself before a later one around it', () => {
    const near = object([
      entry('argocd', '01', { 'f:spec': { 'f:maxReplicas': {} } }),
      entry('kubectl', '09', { 'f:spec': { 'f:minReplicas': {} } }),
    ]);
    expect(written(near, 'spec.maxReplicas')).toBe('argocd 01');
  });

  test('the status is left out, though it has the same field names', () => {
    const status = { subresource: 'status' };
    const scaled = object([
      entry('argocd', '01', { 'f:spec': {} }),
      entry('kube-controller-manager', '09', { 'f:spec': { 'f:replicas': {} } }, status),
    ]);
    expect(written(scaled, 'spec.replicas')).toBe('argocd 01');
    expect(written(object([entry('x', '01', {}, status)]), 'spec.replicas')).toBe('nobody');
  });

  test('the subresource scale is a writer of the replicas', () => {
    const scale = entry('kubectl', '09', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' });
    expect(written(object([entry('argocd', '01', { 'f:spec': {} }), scale]), 'spec.replicas')).toBe(
      'kubectl 09',
    );
  });
});

describe('keys with dots, slashes and quotes', () => {
  const labelled = object([
    entry('argocd', '01', { 'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/managed-by': {} } } }),
    entry('kubectl-annotate', '02', { 'f:metadata': { 'f:annotations': { 'f:a "b" \\ c': {}, 'f:x': {} } } }),
  ]);
  test.each([
    ['metadata.labels["app.kubernetes.io/managed-by"]', 'argocd 01'],
    [`metadata.annotations[${JSON.stringify('a "b" \\ c')}]`, 'kubectl-annotate 02'],
    ['metadata.annotations.x', 'kubectl-annotate 02'],
  ])('%s: %s', (path, writer) => {
    expect(written(labelled, path)).toBe(writer);
  });
});

test('nobody has the field, as where it was removed: who wrote around it need not have removed it', () => {
  const removed = object([
    entry('argocd', '01', { 'f:metadata': { 'f:labels': { 'f:a': {} } } }),
    entry('kubectl', '09', { 'f:spec': { 'f:replicas': {} } }),
  ]);
  expect(written(removed, 'metadata.labels.b')).toBe('around: argocd 01');
  expect(written(removed, 'metadata.annotations.b')).toBe('around: argocd 01');
  expect(written(removed, 'data.b')).toBe('around: kubectl 09');
});

describe('what is not known', () => {
  test.each<[string, unknown]>([
    ['no object', undefined],
    ['no managedFields, as kubectl leaves them out', { metadata: { name: 'a' } }],
    ['an empty list', object([])],
    ['no list', { metadata: { managedFields: { a: 1 } } }],
  ])('%s: nobody', (_, of) => {
    expect(written(of, 'spec.replicas')).toBe('nobody');
  });

  test.each<[string, unknown, string]>([
    ['fields that are none', object([{ manager: 'a', fieldsV1: 'x' }]), 'around: a never'],
    ['no name', object([{ fieldsV1: { 'f:spec': {} } }]), 'unknown never'],
    ['a key that is no JSON', object([entry('a', '01', { 'f:spec': { 'k:{': {} } })]), 'around: a 01'],
  ])('%s', (_, of, writer) => {
    expect(written(of, 'spec[0].x')).toBe(writer);
  });
});

describe('objects of a real API server', () => {
  const named = (kind: string, name: string) =>
    dumped('drifted').find(
      (one) => one.kind === kind && (one.metadata as { readonly name: string }).name === name,
    );
  test.each([
    ['VirtualService', 'faas-prod-ns-data-track-ksvc-virtualservice', 'spec.http[0].timeout', 'kubectl-edit'],
    ['VirtualService', 'faas-prod-ns-data-track-ksvc-virtualservice', 'spec.hosts[0]', 'argocd-controller'],
    ['HorizontalPodAutoscaler', 'egress-gateway', 'spec.maxReplicas', 'on-call'],
    ['HorizontalPodAutoscaler', 'egress-gateway', 'spec.minReplicas', 'argocd-controller'],
    ['ConfigMap', 'leftover', 'data.a', 'kubectl-create'],
  ])('%s %s: %s is by %s', (kind, name, path, manager) => {
    expect(writerOf(named(kind, name), path)).toEqual({
      manager,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    });
  });
});
