import { compareKeys, declarationsOf, declaredFolder } from '../base';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import {
  changedTrees,
  folderTree,
  revisionFiles,
  revisionTree,
  type GitProblem,
  type ManifestStore,
  type ManifestTree,
} from '../manifests';
import { saidIstio } from '../review';

/** What differs between a commit and the working tree, with what it takes to judge it. */
export interface ChangedSnapshots {
  readonly before: ManifestTree;
  readonly after: ManifestTree;
}

/**
 * Reads the manifests that differ between a commit and the working tree, and beside them just what says how to read
 * them: the declarations of their clusters. A cluster that gets another Istio is read whole, since its routes may match
 * other requests then though their bytes are the same.
 * @param commit its full number
 * @param output the folder of the manifests
 */
export function changedSnapshots(
  commit: string,
  output: string,
  store: ManifestStore,
): ChangedSnapshots | GitProblem {
  const changed = changedTrees(commit, output, store);
  if ('problem' in changed) return changed;
  const [before, after] = [new Map(changed.before.files), new Map(changed.after.files)];
  const beside = declarationsAbove([...before.keys(), ...after.keys()]);
  const unchanged = beside.filter((path) => !before.has(path) && !after.has(path));
  const old = revisionFiles(commit, output, unchanged, store);
  if ('problem' in old) return old;
  for (const [path, hash] of old.files) {
    before.set(path, hash);
    if (existsSync(join(output, path))) after.set(path, store.put(readFileSync(join(output, path))));
  }
  for (const path of beside) {
    if (istioOf(path, before.get(path), store) === istioOf(path, after.get(path), store)) continue;
    const folder = declaredFolder(path) ?? '.';
    const whole = revisionTree(commit, join(output, folder), store);
    // A cluster that comes or goes has no folder on one snapshot.
    if (!('problem' in whole)) addBelow(before, folder, whole);
    else if (whole.isMissing !== true) return whole;
    if (!existsSync(join(output, folder))) continue;
    addBelow(after, folder, folderTree(join(output, folder), store, { followsLinks: false }));
  }
  return { before: treeOf(before), after: treeOf(after) };
}

/** The files that may declare the clusters of some files: in their folders, and in those above. */
function declarationsAbove(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = posix.dirname(path); !folders.has(folder); folder = posix.dirname(folder)) {
      folders.add(folder);
    }
  }
  return [...folders].flatMap(declarationsOf).sort();
}

/** The Istio version that a declaration says; undefined where there is none. */
function istioOf(path: string, hash: string | undefined, store: ManifestStore): string | undefined {
  return hash === undefined
    ? undefined
    : saidIstio({ hash, objects: () => store.parsed(hash, path).objects });
}

function addBelow(files: Map<string, string>, folder: string, tree: ManifestTree): void {
  for (const [path, hash] of tree.files) files.set(posix.join(folder, path), hash);
}

function treeOf(files: ReadonlyMap<string, string>): ManifestTree {
  return { files: new Map([...files].sort(compareKeys)), unread: [] };
}
