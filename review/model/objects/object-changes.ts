import { compareText } from '../../../base';
import type { ObjectChange } from './object-change';
import { groupChanges, type ClusterChange } from './object-groups';
import { objectDifferences, type DifferentObject } from './object-differences';
import { hostArrivals, type HostArrivals } from './public-hosts';
import type { MatchedObjects } from './matched-objects';

/**
 * Returns the objects that are added, removed, changed and renamed. Equal changes are reported once with all locations.
 * Objects are identified by API group, kind, namespace and name, in whichever file of the cluster. Unchanged files are
 * read only if hosts of an Ingress or a Certificate change, to find other objects with the same hosts.
 */
export function objectChanges(clusters: readonly MatchedObjects[]): readonly ObjectChange[] {
  const [differencesOf, arrivalsIn] = [objectDifferences(), hostArrivals()];
  const changes = clusters.flatMap((matched) =>
    clusterChanges(matched, differencesOf(matched.both), arrivalsIn(matched.pair)),
  );
  return sortedByName(groupChanges(changes));
}

function clusterChanges(
  { pair, renamed, removed, added }: MatchedObjects,
  changed: readonly DifferentObject[],
  arrivals: HostArrivals,
): readonly ClusterChange[] {
  const cluster = { environment: pair.environment, cluster: pair.cluster };
  const changes: readonly Omit<ClusterChange, 'hosts'>[] = [
    ...changed.map((change) => ({ kind: 'changed' as const, cluster, ...change })),
    ...renamed.map((change) => ({ kind: 'renamed' as const, cluster, ...change })),
    ...removed.map((before) => ({ kind: 'removed' as const, cluster, before, after: undefined, fields: [] })),
    ...added.map((after) => ({ kind: 'added' as const, cluster, before: undefined, after, fields: [] })),
  ];
  const sortKey = ({ before, after }: Omit<ClusterChange, 'hosts'>) => {
    const object = after ?? before;
    return JSON.stringify([object?.file, object?.name.kind, object?.name.name]);
  };
  const sorted = changes.map((change) => {
    const hosts = arrivals(change.before?.read.value, change.after?.read.value);
    return { change: { ...change, hosts }, key: sortKey(change) };
  });
  return sorted.sort((a, b) => compareText(a.key, b.key)).map(({ change }) => change);
}

/** Sorts by kind and name; the sort is stable. */
function sortedByName(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  return [...changes].sort(
    (a, b) => compareText(a.object.kind, b.object.kind) || compareText(a.object.name, b.object.name),
  );
}
