import { isMapping } from '../../../base';
import type { SnapshotObject } from './object-pairs';
import type { ClusterName } from '../clusters';
import { AS_WRITTEN, isSame } from './json-value';
import { KNATIVE_SERVICE } from './renames';
import type { MatchedObjects } from './matched-objects';

/** The namespaced name of a Knative Service. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** A Knative Service that is renamed and otherwise equal: it answers requests as before. */
export interface RenamedService extends ClusterName {
  readonly from: ServiceName;
  readonly to: ServiceName;
}

/** A Knative Service that no longer exists under its name. */
export interface GoneService extends ClusterName, ServiceName {}

/** The changes of Knative Services that affect requests. */
export interface ServiceChanges {
  readonly renamed: readonly RenamedService[];
  readonly gone: readonly GoneService[];
}

/**
 * Returns the Knative Services that no longer exist under their names, and those that are only renamed: they run exactly
 * the same containers and otherwise differ only in names and namespaces.
 */
export function serviceChanges(clusters: readonly MatchedObjects[]): ServiceChanges {
  const renamed: RenamedService[] = [];
  const gone: GoneService[] = [];
  for (const { pair, ...matched } of clusters) {
    const { environment, cluster } = pair;
    const removed = [...matched.removed, ...matched.renamed.map(({ before }) => before)];
    for (const object of removed) {
      const name = serviceName(object);
      if (name !== undefined) gone.push({ environment, cluster, ...name });
    }
    for (const { before, after, fields } of matched.renamed) {
      const [from, to] = [serviceName(before), serviceName(after)];
      if (from === undefined || to === undefined || fields.length > 0 || !runSamePods(before, after))
        continue;
      renamed.push({ environment, cluster, from, to });
    }
  }
  return { renamed, gone };
}

/** Returns the host by which the local gateway routes to a Knative Service. */
export function hostOfService({ namespace, name }: ServiceName): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** Returns undefined for other kinds of objects and for manifests without a namespace. */
function serviceName({ read, name: { namespace, name } }: SnapshotObject): ServiceName | undefined {
  return read.groupKind === KNATIVE_SERVICE && namespace !== undefined ? { namespace, name } : undefined;
}

/** Whether the pod templates are equal: an image whose name contains the Service's name is a different image. */
function runSamePods(before: SnapshotObject, after: SnapshotObject): boolean {
  return isSame(podOf(before), podOf(after), AS_WRITTEN);
}

function podOf({ read: { value } }: SnapshotObject): unknown {
  return field(field(field(value, 'spec'), 'template'), 'spec');
}

function field(value: unknown, name: string): unknown {
  return isMapping(value) ? value[name] : undefined;
}
