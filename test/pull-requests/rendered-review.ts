import { PROD, TEST } from './base-environments';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { folderTree, manifestStore } from '../../manifests';
import type { Review } from '../../review';
import { reviewSnapshots } from '../../app/review-change';
import { projectFolder } from '../fixtures/project-folder';
import { rendered } from './rendered-sources';
import type { Sources } from './source-edits';

/** Both sides of a pull request, rendered, and what is reported about them. */
export interface RenderedReview {
  readonly review: Review;
  /** The folders of manifests. */
  readonly base: string;
  readonly head: string;
}

/**
 * Renders both snapshots and reviews them as `kfaas diff base head` does in the folder that holds both; undefined where a
 * side is refused.
 */
export function renderedReview(base: Sources, head: Sources): RenderedReview | undefined {
  const { path } = projectFolder();
  const sides = Object.entries({ base, head }).map(([name, sources]) => {
    const output = rendered(sources);
    if (typeof output === 'string') renameSync(output, join(path, name));
    return output;
  });
  if (!sides.every((output) => typeof output === 'string')) return undefined;
  return { review: reviewFolders(path, 'base', 'head'), base: join(path, 'base'), head: join(path, 'head') };
}

/** What is reported about two folders, named as they are from the folder that holds them. */
export function reviewFolders(path: string, base: string, head: string): Review {
  const store = manifestStore();
  const side = (folder: string) => ({
    label: folder,
    folder,
    tree: folderTree(join(path, folder), store),
    projectFile: () => undefined,
  });
  const sides = { base: side(base), head: side(head), isByName: false, remarks: [] };
  return reviewSnapshots(sides, store, [TEST, PROD]);
}
