import type { Answer, HostPlace, ObjectChange } from '../model';

/**
 * Finds the destinations of an answer that are Knative Services which the change removes.
 * @param first the place whose names the answer has; at other places of the same change stand their own namespaces
 * @param at the place in question
 * @returns the changes of the objects, by their places in the list, by the names that requests are sent to
 */
export type RemovedDestinations = (
  answer: Answer,
  first: HostPlace,
  at: HostPlace,
) => ReadonlyMap<string, number>;

/** Makes a {@link RemovedDestinations}. A Knative Service that is renamed is not removed. */
export function removedDestinations(objects: readonly ObjectChange[]): RemovedDestinations {
  const removed = new Map<string, number>();
  objects.forEach(({ kind, object, where }, index) => {
    if (kind !== 'removed' || object.kind !== 'Service') return;
    if (!object.apiVersion.startsWith('serving.knative.dev/')) return;
    for (const { environment, cluster, namespace, name } of where) {
      if (namespace === undefined) continue;
      removed.set(`${environment}/${cluster} ${hostOf(name, namespace)}`, index);
    }
  });
  return ({ destinations }, first, at) => {
    const found = new Map<string, number>();
    for (const { authority, host } of destinations) {
      const target = movedTo(at, first, authority ?? host);
      const index = removed.get(`${at.environment}/${at.cluster} ${target}`);
      if (index !== undefined) found.set(target, index);
    }
    return found;
  };
}

/** What a host at one place is called at another, whose function namespace has another name. */
function movedTo(at: HostPlace, first: HostPlace, host: string): string {
  if (at.namespace === undefined || first.namespace === undefined) return host;
  const end = hostOf('', first.namespace);
  return host.endsWith(end) ? hostOf(host.slice(0, -end.length), at.namespace) : host;
}

function hostOf(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.cluster.local`;
}
