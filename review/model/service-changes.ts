import { isMapping } from '../../routing';
import type { SideObject } from './object-pairs';
import type { ClusterName } from './place';
import { AS_WRITTEN, isSame } from './plain-value';
import { KNATIVE_SERVICE } from './renames';
import { settledObjects } from './settled-objects';
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

/** A Knative Service that is not there any more under its name. */
export interface GoneService extends ClusterName, ServiceName {}

/** What becomes of Knative Services, as far as requests notice. */
export interface ServiceChanges {
  readonly renamed: readonly RenamedService[];
  readonly gone: readonly GoneService[];
}

/**
 * The Knative Services that go, and those among them that go by another name and answer as before: they run the same
 * containers, to the letter, and are alike in all else but their own names and namespaces.
 */
export function serviceChanges(pairs: readonly ClusterPair[]): ServiceChanges {
  const renamed: RenamedService[] = [];
  const gone: GoneService[] = [];
  for (const { pair, lonely } of settledObjects(pairs)) {
    const { environment, cluster } = pair;
    const removed = [...lonely.removed, ...lonely.renamed.map(({ before }) => before)];
    for (const object of removed) {
      const name = serviceName(object);
      if (name !== undefined) gone.push({ environment, cluster, ...name });
    }
    for (const { before, after, fields } of lonely.renamed) {
      const [from, to] = [serviceName(before), serviceName(after)];
      if (from === undefined || to === undefined || fields.length > 0 || !runAlike(before, after)) continue;
      renamed.push({ environment, cluster, from, to });
    }
  }
  return { renamed, gone };
}

/** The name by which the local gateway knows a Knative Service. */
export function hostOfService({ namespace, name }: ServiceName): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** Undefined for another kind of object, and where the manifest leaves the namespace to whoever applies it. */
function serviceName({ read, name: { namespace, name } }: SideObject): ServiceName | undefined {
  return read.groupKind === KNATIVE_SERVICE && namespace !== undefined ? { namespace, name } : undefined;
}

/** Whether the pods of both are alike: an image whose name has the Service's in it is another image. */
function runAlike(before: SideObject, after: SideObject): boolean {
  return isSame(podOf(before), podOf(after), AS_WRITTEN);
}

function podOf({ read: { value } }: SideObject): unknown {
  return field(field(field(value, 'spec'), 'template'), 'spec');
}

function field(value: unknown, name: string): unknown {
  return isMapping(value) ? value[name] : undefined;
}
