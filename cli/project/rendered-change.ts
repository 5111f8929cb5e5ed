import { existsSync } from 'node:fs';
import { reviewSnapshots } from '../../app';
import { folderTree, type ManifestStore, type ManifestTree } from '../../manifests';
import { renderReviewHuman } from '../../review';
import { mayColor } from '../terminal';
import { projectInventory } from './inventory';

/** Reads the manifests of the output folder; it does not exist before the first run. */
export function outputTree(output: string, store: ManifestStore): ManifestTree {
  return existsSync(output) ? folderTree(output, store) : { files: new Map(), unread: [] };
}

/** Returns the changes of the output folder since it was read, as `kfaas diff` reports them. */
export function changeSince(before: ManifestTree, output: string, store: ManifestStore): string {
  const [base, head] = [
    { label: `${output} before`, folder: output, tree: before, projectFile: () => undefined },
    { label: output, folder: output, tree: outputTree(output, store), projectFile: () => undefined },
  ];
  const inventory = projectInventory();
  const review = reviewSnapshots(
    { base, head, isByName: true, remarks: [] },
    store,
    'findings' in inventory ? [] : inventory.environments,
  );
  return renderReviewHuman(review, { color: mayColor(process.stdout) });
}
