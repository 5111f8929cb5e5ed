import { existsSync } from 'node:fs';
import { clusterFolder, declaredFolder } from '../base';
import { RENDERED_MARK } from '../constructs';
import { hasChanged, type ManifestStore, type ManifestTree } from '../manifests';

/** What no manifests follow from. */
const NO_INPUT = ['node_modules', 'test', 'bench', 'docs', '.github', '.ci', '*.md'];

/**
 * Whether the manifests of the working tree may be others than a commit has: its catalog or its program differ.
 * @param output the folder of the manifests themselves
 */
export function mayBeStale(commit: string, output: string): boolean {
  if (!existsSync('cli/kfaas.js')) return false;
  return hasChanged(commit, ['.', ...[...NO_INPUT, output].map((folder) => `:(exclude)${folder}`)]);
}

/**
 * Whether manifests are as a render would leave them. What KFaas did not render is not looked at: it stays, whatever is
 * rendered.
 */
export function standsAsRendered(
  { files: standing }: ManifestTree,
  { files: rendered }: ManifestTree,
  store: ManifestStore,
): boolean {
  // A part of the output folder: what is rendered is elsewhere.
  if (standing.size > 0 && ![...rendered.keys()].some((path) => standing.has(path))) return true;
  const clusters = new Set([...rendered.keys()].map(clusterFolder));
  for (const [path, hash] of standing) {
    const isMarked = declaredFolder(path) !== undefined && store.textOf(hash)?.startsWith(RENDERED_MARK);
    if (isMarked === true) clusters.add(clusterFolder(path));
  }
  return (
    [...rendered].every(([path, hash]) => standing.get(path) === hash) &&
    [...standing.keys()].every((path) => rendered.has(path) || !clusters.has(clusterFolder(path)))
  );
}
