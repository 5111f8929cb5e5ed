import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { folderTree, type GitProblem, type ManifestStore, type ManifestTree } from '../manifests';
import type { NamedSnapshot } from './named-snapshot';
import { renderRevision } from './rendered-revision';
import { inWorkFolder } from './work-folder';

/** The manifests of sides. */
export type Trees = ReadonlyMap<NamedSnapshot, ManifestTree>;

/** Renders sides beside each other, and reads what comes of it. */
export async function renderedTrees(
  sides: readonly NamedSnapshot[],
  store: ManifestStore,
): Promise<Trees | GitProblem> {
  try {
    return await renderedIn(sides, store);
  } catch (error) {
    // A full disk, or a folder for temporary files that cannot be written.
    if (typeof error !== 'object' || error === null || !('syscall' in error)) throw error;
    return { problem: `the manifests cannot be rendered: ${(error as unknown as Error).message}` };
  }
}

function renderedIn(sides: readonly NamedSnapshot[], store: ManifestStore): Promise<Trees | GitProblem> {
  return inWorkFolder(async (work, abort) => {
    const rendered = await Promise.all(
      sides.map((side, place) => {
        const into = join(work, String(place));
        mkdirSync(into);
        const commit = side.kind === 'commit' ? side.commit : undefined;
        return renderRevision({ commit, label: side.label, into, abort });
      }),
    );
    const trees = new Map<NamedSnapshot, ManifestTree>();
    for (const [place, side] of sides.entries()) {
      const found = rendered[place];
      if (found === undefined || 'problem' in found) return found ?? { problem: 'nothing was rendered' };
      trees.set(side, folderTree(found.folder, store));
    }
    return trees;
  });
}
