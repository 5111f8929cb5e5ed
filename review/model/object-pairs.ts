import { matchUp, type Matched } from './match-up';
import type { ObjectName } from './object-change';
import { fileBelow, namespaceFolder, ownWords, type OwnWords } from './own-words';
import { objectName, objectReader, type PlacedObject, type ReadObject } from './placed-object';
import type { ClusterPair, SideFile } from './side';

/** An object of a cluster's changed files, on one side. */
export interface SideObject extends PlacedObject {
  readonly name: ObjectName;
  readonly own: OwnWords;
}

/** The objects of one cluster's changed files. */
export interface ClusterObjects {
  /** Objects that both sides have; they may be the same. */
  readonly both: readonly (readonly [SideObject, SideObject])[];
  /** Objects that only one side has, in the order of their files. */
  readonly removed: readonly SideObject[];
  readonly added: readonly SideObject[];
}

/**
 * Gives the objects of clusters' files that are not the same on both sides. Only files whose content differs are
 * read, and two contents that replace each other in many files are matched once. An object is the same one wherever in its
 * cluster it stands, in whatever version of its API.
 */
export function objectPairs(): (pair: ClusterPair) => ClusterObjects {
  const read = objectReader();
  const known = new Map<string, Matched<ReadObject>>();
  return (pair) => {
    const [old, now] = [pair.before?.files, pair.after?.files];
    const paths = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
    const folders = new Set(paths.flatMap((path) => namespaceFolder(fileBelow(pair, path)) ?? []));
    const place = (object: ReadObject, file: string): SideObject => {
      const below = fileBelow(pair, file);
      const name = objectName({ read: object, file }, below);
      return { read: object, file, name, own: ownWords(name, object.value, below, folders) };
    };
    const both: (readonly [SideObject, SideObject])[] = [];
    const removed: SideObject[] = [];
    const added: SideObject[] = [];
    for (const path of paths) {
      const [before, after] = [old?.get(path), now?.get(path)];
      if (before?.hash === after?.hash) continue;
      const matched = matchFiles(before, after);
      both.push(...matched.both.map(([a, b]) => [place(a, path), place(b, path)] as const));
      removed.push(...matched.before.map((object) => place(object, path)));
      added.push(...matched.after.map((object) => place(object, path)));
    }
    const moved = matchUp(removed, added, keyInCluster);
    return { both: [...both, ...moved.both], removed: moved.before, added: moved.after };
  };

  function matchFiles(before: SideFile | undefined, after: SideFile | undefined): Matched<ReadObject> {
    const pairKey = JSON.stringify([before?.hash ?? null, after?.hash ?? null]);
    let matched = known.get(pairKey);
    if (matched === undefined) {
      const [old, now] = [before, after].map((file) => (file === undefined ? [] : read(file)));
      matched = matchUp(old ?? [], now ?? [], ({ key }) => key);
      known.set(pairKey, matched);
    }
    return matched;
  }
}

/** What has no name is told by its file, and so is in no other. */
function keyInCluster({ read, file }: SideObject): string {
  return read.name === undefined ? JSON.stringify([file, read.key]) : read.key;
}
