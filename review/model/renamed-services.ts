import { objectPairs, type SideObject } from './object-pairs';
import type { ClusterName } from './place';
import { findRenames, KNATIVE_SERVICE } from './renames';
import type { ClusterPair } from './side';

/** A Knative Service, by what requests are sent to. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** A Knative Service that has another name, and is otherwise what it was: it answers requests as before. */
export interface RenamedService extends ClusterName {
  readonly from: ServiceName;
  readonly to: ServiceName;
}

/**
 * The Knative Services that are renamed and alike in all but their own names and namespaces, wherever in their labels or
 * other fields these stand.
 */
export function renamedServices(pairs: readonly ClusterPair[]): readonly RenamedService[] {
  const objectsOf = objectPairs();
  return pairs.flatMap((pair) => {
    const { environment, cluster } = pair;
    const { renamed } = findRenames(objectsOf(pair));
    return renamed.flatMap(({ before, after, fields }) => {
      const [from, to] = [serviceName(before), serviceName(after)];
      if (from === undefined || to === undefined || fields.length > 0) return [];
      return [{ environment, cluster, from, to }];
    });
  });
}

/** Undefined for another kind of object, and where the manifest leaves the namespace to whoever applies it. */
function serviceName({ read, name: { namespace, name } }: SideObject): ServiceName | undefined {
  return read.groupKind === KNATIVE_SERVICE && namespace !== undefined ? { namespace, name } : undefined;
}
