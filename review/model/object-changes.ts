import type { ObjectChange } from './object-change';
import { groupChanges, type PlacedChange } from './object-groups';
import { objectDifferences, type DifferentObject } from './object-differences';
import { hostArrivals, type HostArrivals } from './public-hosts';
import type { Renames } from './renames';
import { settledObjects } from './settled-objects';
import type { ClusterPair } from './side';

/**
 * Which objects change from one side to the other: added, removed, changed and renamed, each change told once with all
 * places where it holds. Objects are the same by API group, kind, namespace and name, wherever in a cluster's files they
 * stand. Files with the same content on both sides are not read, but where hosts of an Ingress or a Certificate change: of
 * those, what else the cluster has is looked for.
 */
export function objectChanges(pairs: readonly ClusterPair[]): readonly ObjectChange[] {
  const [differencesOf, arrivalsIn] = [objectDifferences(), hostArrivals()];
  const changes = settledObjects(pairs).flatMap(({ pair, both, lonely }) =>
    clusterChanges(pair, differencesOf(both), lonely, arrivalsIn(pair)),
  );
  return inOrder(groupChanges(changes));
}

function clusterChanges(
  { environment, cluster: name }: ClusterPair,
  changed: readonly DifferentObject[],
  { renamed, removed, added }: Renames,
  arrivals: HostArrivals,
): readonly PlacedChange[] {
  const cluster = { environment, cluster: name };
  const changes: readonly Omit<PlacedChange, 'hosts'>[] = [
    ...changed.map((change) => ({ kind: 'changed' as const, cluster, ...change })),
    ...renamed.map((change) => ({ kind: 'renamed' as const, cluster, ...change })),
    ...removed.map((before) => ({ kind: 'removed' as const, cluster, before, after: undefined, fields: [] })),
    ...added.map((after) => ({ kind: 'added' as const, cluster, before: undefined, after, fields: [] })),
  ];
  const placeOf = ({ before, after }: Omit<PlacedChange, 'hosts'>) => {
    const object = after ?? before;
    return JSON.stringify([object?.file, object?.name.kind, object?.name.name]);
  };
  const placed = changes.map((change) => {
    const hosts = arrivals(change.before?.read.value, change.after?.read.value);
    return { change: { ...change, hosts }, place: placeOf(change) };
  });
  return placed.sort((a, b) => byCodeUnits(a.place, b.place)).map(({ change }) => change);
}

/** By kind and name; the sort is stable. */
function inOrder(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  return [...changes].sort(
    (a, b) => byCodeUnits(a.object.kind, b.object.kind) || byCodeUnits(a.object.name, b.object.name),
  );
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
