import { isMapping } from '../../base';
import { compareLive, liveSides, type LiveComparison } from '../../app/live-sides';
import { objectFormat, manifestStore, type ManifestStore } from '../../manifests';
import { groupKindOf, openManifests, type LiveCluster, type OpenedSnapshots } from '../../snapshots';
import { projectFolder } from '../fixtures/project-folder';

type LiveObject = Readonly<Record<string, unknown>>;

/** The host of the functions of these tests, in full. */
export const HOST = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local';

/** When what stands in the cluster was created. */
export const STOOD = '2026-01-05T10:00:00Z';

/** An object in the namespace of KFaas, of KFaas unless `metadata` says otherwise. */
export function object(kind: string, name: string, metadata: object = {}, more: object = {}): LiveObject {
  const apiVersion =
    kind === 'ConfigMap' ? 'v1' : kind === 'Deployment' ? 'apps/v1' : 'networking.istio.io/v1';
  const labels = { 'app.kubernetes.io/managed-by': 'kfaas' };
  return { apiVersion, kind, metadata: { name, namespace: 'kfaas-system', labels, ...metadata }, ...more };
}

/** A VirtualService with a prefix. */
export function route(name: string, hosts: readonly string[], metadata: object = {}): LiveObject {
  const http = [
    { match: [{ uri: { prefix: `/faas/api/a/${name}/` } }], route: [{ destination: { host: name } }] },
  ];
  return object('VirtualService', name, metadata, { spec: { hosts, gateways: ['ns/gw'], http } });
}

/** What others write: another namespace, and no label. */
export const OTHERS = { namespace: 'elsewhere', labels: {} };

/** An object as the cluster has it. */
export function standing(of: LiveObject, metadata: object = {}): LiveObject {
  const server = { uid: `uid of ${(of.metadata as { name: string }).name}`, creationTimestamp: STOOD };
  return { ...of, metadata: { ...(of.metadata as object), ...server, ...metadata } };
}

/** What a comparison of these tests gives. */
export interface Compared {
  readonly comparison: LiveComparison;
  /** The objects of both sides. */
  readonly before: readonly LiveObject[];
  readonly after: readonly LiveObject[];
}

/** Compares a cluster with manifests. */
export function compared(rendered: readonly LiveObject[], objects: readonly LiveObject[]): Compared {
  const { path } = projectFolder(
    Object.fromEntries(
      rendered.map((one, index) => [`dist/prod/prod-us/system/${index}.json`, JSON.stringify(one)]),
    ),
  );
  const store = manifestStore(objectFormat());
  const home = process.cwd();
  process.chdir(path);
  try {
    const head = openManifests(undefined, 'dist', store);
    if ('problem' in head) throw new Error(head.problem);
    const [comparison] = compareLive([cluster(objects)], head.tree, store);
    if (comparison === undefined) throw new Error('nothing was compared');
    const sides = liveSides([comparison], head, store);
    return { comparison, before: held(sides.base, store), after: held(sides.head, store) };
  } finally {
    process.chdir(home);
  }
}

function cluster(objects: readonly LiveObject[]): LiveCluster {
  return {
    environment: 'prod',
    cluster: 'prod-us',
    system: 'kfaas-system',
    functionNamespaces: ['faas-prod'],
    source: 'context prod-us',
    objects,
    kinds: new Set(objects.map(groupKindOf)),
    unread: [],
  };
}

function held({ tree }: OpenedSnapshots['base'], store: ManifestStore): readonly LiveObject[] {
  return [...tree.files].flatMap(([path, hash]) => store.parsed(hash, path).objects.filter(isMapping));
}

/** The names of objects, in order. */
export function names(objects: readonly LiveObject[]): readonly string[] {
  return objects.map(({ metadata }) => (metadata as { readonly name: string }).name).sort();
}
