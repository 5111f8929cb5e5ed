import { DEFAULT_NAMES } from '../../../base';
import { matchUp, type Matched } from './match-up';
import type { ObjectName } from './object-change';
import { fileBelow, namespaceFolder, identityOf, type Identity } from './identity';
import { objectName, objectReader, type LocatedObject, type ReadObject } from './located-object';
import type { ClusterPair, SnapshotFile } from '../clusters';

/** An object of a cluster's changed files in one snapshot. */
export interface SnapshotObject extends LocatedObject {
  readonly name: ObjectName;
  readonly identity: Identity;
  /** Whether its namespace is KFaas's own, which holds objects of all function namespaces. */
  readonly isShared: boolean;
}

/** The objects of one cluster's changed files. */
export interface ClusterObjects {
  /** Objects that both snapshots have; they may be equal. */
  readonly both: readonly (readonly [SnapshotObject, SnapshotObject])[];
  /** Objects that only one snapshot has, in file order. */
  readonly removed: readonly SnapshotObject[];
  readonly added: readonly SnapshotObject[];
}

/**
 * Returns a function that matches the objects of a cluster's changed files. Unchanged files are not read, and each pair
 * of contents is matched once for all clusters. An object keeps its identity in another file and another API version.
 */
export function objectPairs(): (pair: ClusterPair) => ClusterObjects {
  const read = objectReader();
  const known = new Map<string, Matched<ReadObject>>();
  return (pair) => {
    const [filesBefore, filesAfter] = [pair.before?.files, pair.after?.files];
    const paths = [...new Set([...(filesBefore?.keys() ?? []), ...(filesAfter?.keys() ?? [])])].sort();
    const folders = new Set(paths.flatMap((path) => namespaceFolder(fileBelow(pair, path)) ?? []));
    const shared = [pair.before, pair.after].map((side) => (side?.names ?? DEFAULT_NAMES).namespace);
    const isShared = (namespace: string) => shared.includes(namespace);
    const locate = (object: ReadObject, file: string): SnapshotObject => {
      const below = fileBelow(pair, file);
      const name = objectName({ read: object, file }, below);
      const identity = identityOf(name, object.value, below, folders, isShared);
      return { read: object, file, name, identity, isShared: isShared(name.namespace ?? '') };
    };
    const both: (readonly [SnapshotObject, SnapshotObject])[] = [];
    const removed: SnapshotObject[] = [];
    const added: SnapshotObject[] = [];
    for (const path of paths) {
      const [before, after] = [filesBefore?.get(path), filesAfter?.get(path)];
      if (before?.hash === after?.hash) continue;
      const matched = matchFiles(before, after);
      both.push(...matched.both.map(([a, b]) => [locate(a, path), locate(b, path)] as const));
      removed.push(...matched.before.map((object) => locate(object, path)));
      added.push(...matched.after.map((object) => locate(object, path)));
    }
    const moved = matchUp(removed, added, keyInCluster);
    return { both: [...both, ...moved.both], removed: moved.before, added: moved.after };
  };

  function matchFiles(
    before: SnapshotFile | undefined,
    after: SnapshotFile | undefined,
  ): Matched<ReadObject> {
    const pairKey = JSON.stringify([before?.hash ?? null, after?.hash ?? null]);
    let matched = known.get(pairKey);
    if (matched === undefined) {
      const objectsOf = (file: SnapshotFile | undefined) => (file === undefined ? [] : read(file));
      matched = matchUp(objectsOf(before), objectsOf(after), ({ key }) => key);
      known.set(pairKey, matched);
    }
    return matched;
  }
}

/** Returns the key of an object in its cluster; an object without a name is identified by its file, too. */
function keyInCluster({ read, file }: SnapshotObject): string {
  return read.name === undefined ? JSON.stringify([file, read.key]) : read.key;
}
