import { load } from 'js-yaml';
import { diff, repository, US, yaml } from './diff-repository';

interface Manifest {
  readonly metadata: object;
}

/** The fields that an API server adds to an object. */
function fromServer(manifest: Manifest, more: object = {}): object {
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      uid: '7d0c4bd2-6f3e-4a53-9a52-0e2b0d3f7e11',
      resourceVersion: '812345',
      generation: 3,
      creationTimestamp: '2026-01-05T10:00:00Z',
      managedFields: [{ manager: 'argocd-controller', operation: 'Apply' }],
      labels: { 'argocd.argoproj.io/instance': 'prod-us' },
    },
    status: { observedGeneration: 3 },
    ...more,
  };
}

const x = (more = '') => load(yaml('x', '/faas/api/a/x/', more)) as Manifest;
const y = load(yaml('y', '/faas/api/a/y/')) as Manifest;

/** What `kubectl get virtualservices -A -o yaml` writes. */
const listOf = (...items: readonly object[]) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } });

/** A VirtualService that Knative's controller made. */
const knativeOwn = fromServer({
  ...y,
  metadata: {
    name: 'a-x-ingress',
    namespace: 'faas-prod',
    ownerReferences: [
      { apiVersion: 'networking.internal.knative.dev/v1alpha1', kind: 'Ingress', name: 'a-x' },
    ],
  },
});

describe('a dump of a cluster', () => {
  test('fields of the server are no change; only the kinds of the dump are compared', async () => {
    const { path, edit } = repository();
    edit({
      'dump.yaml': listOf(fromServer(x()), fromServer(y), knativeOwn),
      [`${US}/faas-prod/config.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n',
    });
    const { exit, out, err } = await diff(path, 'dump.yaml', US);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain(
      'One side is a dump of a cluster: only its kinds are compared (VirtualService), without objects that a controller owns.',
    );
    // The cluster of the other side says which Istio serves it.
    expect(out).not.toContain('do not say by which Istio');
  });

  test('what somebody changed in the cluster is a change, whichever side the dump is', async () => {
    const { path, edit } = repository();
    edit({ 'dumps/all.yaml': listOf(fromServer(x(', timeout: 9s')), fromServer(y)) });
    for (const sides of [
      ['dumps', US],
      [US, 'dumps'],
      ['dumps/all.yaml', 'HEAD', '--cluster', 'prod-us'],
    ]) {
      const { exit, out } = await diff(path, ...sides);
      expect(exit).toBe(1);
      expect(out).toMatch(/^1 set of requests changes: it is handled differently\.\n/);
      expect(out).toContain('Objects: 1 change in 1 place: 1 changed');
    }
  });

  test('an object that is only in the cluster', async () => {
    const { path, edit } = repository();
    const hand = load(yaml('hotfix', '/faas/api/a/new/')) as Manifest;
    edit({ 'dump.json': listOf(fromServer(x()), fromServer(y), fromServer(hand)) });
    const { exit, out } = await diff(path, 'dump.json', US);
    expect(exit).toBe(1);
    expect(out).toMatch(/^1 set of requests changes: it is no longer answered\.\n/);
  });

  test('two dumps', async () => {
    const { path, edit } = repository();
    edit({
      'monday.yaml': listOf(fromServer(x()), fromServer(y)),
      'friday.yaml': listOf({ ...fromServer(x()), status: { observedGeneration: 4 } }, fromServer(y)),
    });
    expect((await diff(path, 'monday.yaml', 'friday.yaml')).exit).toBe(0);
  });

  test('the other side has several clusters', async () => {
    const { path, edit } = repository();
    edit({
      'dump.yaml': listOf(fromServer(x()), fromServer(y)),
      'dist/prod/prod-eu/faas-prod/a-x.yaml': yaml('x', '/faas/api/a/x/'),
    });
    expect(await diff(path, 'dump.yaml', 'dist')).toEqual({
      exit: 2,
      out: '',
      err: 'error: dump.yaml is a dump of one cluster, and dist has several: name one by --cluster prod-eu or prod-us\n',
    });
    expect((await diff(path, 'dump.yaml', 'dist', '--cluster', 'prod-us')).exit).toBe(0);
    expect((await diff(path, 'dump.yaml', 'dist', '--cluster', 'prod-as')).err).toBe(
      'error: dist has no cluster prod-as: choose one of prod-eu, prod-us\n',
    );
  });

  test('a file of manifests that is no dump is compared as it is', async () => {
    const { path, edit } = repository();
    edit({
      'old.yaml': yaml('x', '/faas/api/a/x/'),
      'new.yaml': `${yaml('x', '/faas/api/a/x/')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, generation: 2 }\n`,
    });
    const { exit, out } = await diff(path, 'old.yaml', 'new.yaml');
    expect(exit).toBe(1);
    expect(out).not.toContain('dump');
  });

  test.each([
    [['dump.yaml', '--render'], '--render renders revisions and the working tree, and dump.yaml is a file'],
    [
      ['--changed-since', 'dump.yaml'],
      '--changed-since compares a revision with the working tree, and dump.yaml is a file',
    ],
  ])('%j', async (args, message) => {
    const { path, edit } = repository();
    edit({ 'dump.yaml': listOf(fromServer(x())) });
    expect((await diff(path, ...args)).err).toBe(`error: ${message}\n`);
  });
});

describe('fields that a server fills in', () => {
  const KSVC = {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'a-x', namespace: 'faas-prod' },
    spec: { template: { spec: { containers: [{ image: 'r.example.com/x:1' }] } } },
  };
  const SERVICE = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's', namespace: 'kfaas-system' },
    spec: { selector: { app: 's' }, ports: [{ port: 80 }] },
  };
  const served = (image: string, containerConcurrency: number) =>
    fromServer(KSVC, {
      spec: {
        template: {
          metadata: { creationTimestamp: null },
          spec: {
            containerConcurrency,
            enableServiceLinks: false,
            timeoutSeconds: 300,
            containers: [
              {
                name: 'user-container',
                image,
                readinessProbe: { successThreshold: 1, tcpSocket: { port: 0 } },
                resources: {},
              },
            ],
          },
        },
        traffic: [{ latestRevision: true, percent: 100 }],
      },
    });
  const service = fromServer(SERVICE, {
    spec: {
      ...SERVICE.spec,
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      clusterIP: '10.0.0.7',
      clusterIPs: ['10.0.0.7'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      type: 'ClusterIP',
    },
  });
  const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'faas-prod' } };
  const namespace = fromServer(NAMESPACE, { spec: { finalizers: ['kubernetes'] } });

  test('are no change', async () => {
    const { path, edit } = repository();
    edit({
      'dump.yaml': listOf(served('r.example.com/x:1', 0), service, namespace),
      [`${US}/all.json`]: JSON.stringify({ kind: 'List', items: [KSVC, SERVICE, NAMESPACE] }),
    });
    // The Namespace that declares the cluster is not in the dump.
    const { out } = await diff(path, 'dump.yaml', US, '-o', 'json');
    const { objects } = JSON.parse(out) as { objects: { kind: string; object: { name: string } }[] };
    expect(objects.map(({ kind, object }) => `${kind} ${object.name}`)).toEqual(['added kfaas-system']);
  });

  test('other values of them are a change, and nothing beside them is shown', async () => {
    const { path, edit } = repository();
    edit({
      'dump.yaml': listOf(served('r.example.com/x:1', 20)),
      [`${US}/all.json`]: JSON.stringify(KSVC),
    });
    const { out } = await diff(path, 'dump.yaml', US, '-o', 'json');
    const { objects } = JSON.parse(out) as { objects: { fields: unknown }[] };
    expect(objects.map(({ fields }) => fields)).toEqual([
      [{ path: 'spec.template.spec.containerConcurrency', before: 20 }],
    ]);
  });
});
