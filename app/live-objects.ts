import { listOf, mappingOf, textOf, type Mapping } from '../base';
import { hostKey } from '../routing';
import { groupKindOf, type LiveCluster } from '../snapshots';

/** What a cluster holds, sorted by whose it is. */
export interface LiveObjects {
  /** Those that KFaas rendered: the manifests have them, or they are labelled so. */
  readonly own: readonly Mapping[];
  /** Gateways, and VirtualServices that others bound to a host of KFaas: they decide on requests, and stay whatever is applied. */
  readonly routing: readonly Mapping[];
  /** The VirtualServices among {@link routing}. */
  readonly foreignRoutes: readonly Mapping[];
  /** Objects in the namespace of KFaas that nobody renders. */
  readonly nobodys: readonly Mapping[];
}

/** The label that every object of KFaas has. */
const MANAGED = 'app.kubernetes.io/managed-by';

/** What Kubernetes and Istio put into each namespace. */
const GIVEN: ReadonlySet<string> = new Set([
  '/ConfigMap kube-root-ca.crt',
  '/ConfigMap istio-ca-root-cert',
  '/ServiceAccount default',
]);

/** Identifies an object in a cluster, whatever its API version. */
export function objectKey(object: Mapping): string {
  const { namespace, name } = mappingOf(object.metadata);
  return `${groupKindOf(object)} ${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`;
}

/**
 * Sorts what a cluster holds.
 * @param rendered the keys of the objects that the manifests have
 * @param hosts the hosts of KFaas, in full
 */
export function sortLive(
  { objects, system }: LiveCluster,
  rendered: ReadonlySet<string>,
  hosts: ReadonlySet<string>,
): LiveObjects {
  const own: Mapping[] = [];
  const routing: Mapping[] = [];
  const foreignRoutes: Mapping[] = [];
  const nobodys: Mapping[] = [];
  for (const object of objects) {
    const { name, namespace, labels } = mappingOf(object.metadata);
    const kind = groupKindOf(object);
    const isOurs =
      rendered.has(objectKey(object)) || (mappingOf(labels)[MANAGED] === 'kfaas' && !isOwned(object));
    if (isOurs) own.push(object);
    else if (kind === 'networking.istio.io/Gateway') routing.push(object);
    else if (kind === 'networking.istio.io/VirtualService') {
      if (!mayTake(object, hosts)) continue;
      routing.push(object);
      foreignRoutes.push(object);
    } else if (namespace === system && !isOwned(object) && !GIVEN.has(`${kind} ${textOf(name) ?? ''}`)) {
      nobodys.push(object);
    }
  }
  return { own, routing, foreignRoutes, nobodys };
}

/** Whether a controller made an object, as Knative makes VirtualServices. */
function isOwned({ metadata }: Mapping): boolean {
  return listOf(mappingOf(metadata).ownerReferences).length > 0;
}

/** Whether a VirtualService may answer requests to one of some hosts: it names one, covers one, or is delegated to. */
function mayTake({ metadata, spec }: Mapping, hosts: ReadonlySet<string>): boolean {
  const own = listOf(mappingOf(spec).hosts);
  if (own.length === 0) return true;
  const namespace = textOf(mappingOf(metadata).namespace) ?? 'default';
  return own.some((host) => {
    const key = hostKey(textOf(host) ?? '', namespace);
    if (!key.startsWith('*')) return hosts.has(key);
    return [...hosts].some((ours) => ours.endsWith(key.slice(1)));
  });
}

/** The hosts of some VirtualServices, in full. */
export function hostsOf(virtualServices: readonly Mapping[]): ReadonlySet<string> {
  return new Set(
    virtualServices.flatMap(({ metadata, spec }) => {
      const namespace = textOf(mappingOf(metadata).namespace) ?? 'default';
      return listOf(mappingOf(spec).hosts).map((host) => hostKey(textOf(host) ?? '', namespace));
    }),
  );
}
