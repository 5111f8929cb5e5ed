import { folderTree, type GitProblem, type ManifestStore } from '../manifests';
import { folderOf, namedSnapshot, projectFile, WORKING_TREE } from './named-snapshot';
import { absentProblem, standingTree, type OpenedSnapshot } from './open-snapshots';
import { folderAddresses } from './web-address';

/**
 * Opens the manifests of a revision, or of the working tree where none is named.
 * @param below the folders of them that are read of the working tree, such as `prod/prod-us`
 */
export function openManifests(
  revision: string | undefined,
  output: string,
  store: ManifestStore,
  below?: readonly string[],
): OpenedSnapshot | GitProblem {
  const side = revision === undefined ? WORKING_TREE : namedSnapshot(revision);
  if ('problem' in side) return side;
  const tree =
    revision === undefined
      ? (absentProblem(output) ?? folderTree(output, store, { followsLinks: false, below }))
      : standingTree(side, output, store);
  if ('problem' in tree) return tree;
  return {
    label: side.label,
    folder: folderOf(side) ?? output,
    tree,
    projectFile: (path) => projectFile(side, path),
    web: () => folderAddresses(side, output),
  };
}
