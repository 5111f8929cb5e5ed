import { lstatSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isThere, settledStatus, statusOfIdentical, waitForClock } from './file-status';
import { fileWriter } from './file-writer';
import { replaceFiles } from './replace-files';
import { staleFiles } from './stale-files';
import { makeStagingFolder, removeAbandoned, type StagingFolder } from './staging-folder';

/** What a run changed in the output folder, in numbers of files. */
export interface TreeChange {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/** An output folder that changes as a whole or not at all. */
export interface OutputTree {
  /** Hands over one file; nothing in the output folder changes yet. */
  write(path: string, text: string): void;
  /** Marks a file of the output folder as up to date. */
  keep(path: string): void;
  /** Puts every file that differs into place and removes what was rendered before and is not rendered now. */
  commit(): TreeChange;
  /** Forgets everything that was handed over. */
  discard(): void;
  /**
   * After a commit: what a file that was handed over is to be told by later, if it still is that file;
   * `undefined` where that cannot be said.
   */
  readonly statusOf: (path: string) => string | undefined;
}

/**
 * Opens an output folder for a run.
 *
 * Files that differ are written into a staging folder first and put into place by renaming, at the end. Where
 * there is no output folder yet, one rename puts all of it into place. Where putting into place fails halfway,
 * what was done is undone. A killed process leaves every path with its old or its new content, and its staging
 * folder; the next run completes the one and removes the other. Only one run at a time writes to an output folder.
 *
 * Only folders that KFaas rendered are cleaned: those `<environment>/<cluster>` folders that get files now, and
 * those with a declaration of their cluster that starts with `mark`. Everything else below the output folder stays.
 */
export function openOutputTree(outdir: string, mark: string): OutputTree {
  const { exists, staging } = lockFolder(outdir);
  const writer = fileWriter();
  /** The files that wait, and their identities once all are written. */
  const staged = new Set<string>();
  let identities: ReadonlyMap<string, string | undefined> = new Map();
  /** Status of the files that are there with the same text. */
  const same = new Map<string, string | undefined>();
  const rendered = new Set<string>();
  const folders = new Set<string>();

  return { write, keep: (path) => void rendered.add(path), commit, discard, statusOf };

  function write(path: string, text: string): void {
    rendered.add(path);
    const folder = dirname(path);
    if (!folders.has(folder)) {
      refuseLinks(outdir, folder);
      mkdirSync(join(staging.path, 'new', folder), { recursive: true });
      folders.add(folder);
    }
    if (exists) {
      const status = settledStatus(join(outdir, path));
      if (sameText(join(outdir, path), text)) {
        same.set(path, status);
        return;
      }
    }
    writer.write(join(staging.path, 'new', path), text);
    staged.add(path);
  }

  function commit(): TreeChange {
    identities = writer.finish();
    const stale = exists ? staleFiles(outdir, rendered, mark) : [];
    if (exists) replaceFiles({ outdir, staging: staging.path, staged, stale });
    else renameSync(join(staging.path, 'new'), outdir);
    staging.release();
    if (staged.size > 0) waitForClock();
    return { written: staged.size, unchanged: rendered.size - staged.size, removed: stale.length };
  }

  function statusOf(path: string): string | undefined {
    if (!staged.has(path)) return same.get(path);
    return statusOfIdentical(join(outdir, path), identities.get(join(staging.path, 'new', path)));
  }

  function discard(): void {
    try {
      writer.finish();
    } catch {
      // What could not be written is removed with the rest.
    }
    staging.release();
  }
}

/**
 * Makes the staging folder beside the output folder that is to come, or inside the one that is there: on the same file
 * system either way.
 */
function lockFolder(outdir: string): { readonly exists: boolean; readonly staging: StagingFolder } {
  for (;;) {
    const exists = isThere(outdir);
    const beside = dirname(resolve(outdir));
    const staging = makeStagingFolder(exists ? outdir : beside);
    if (exists) removeAbandoned(beside);
    // Another run may have made the folder before this one had the lock.
    if (exists === isThere(outdir)) return { exists, staging };
    staging.release();
  }
}

/** A link in place of a folder would have files written, compared and removed elsewhere. */
function refuseLinks(outdir: string, folder: string): void {
  for (let path = folder; path !== '.'; path = dirname(path)) {
    if (lstatSync(join(outdir, path), { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
    const message = `${join(outdir, path)} is a symbolic link; remove it, or put a folder in its place`;
    throw Object.assign(new Error(message), { code: 'ELOOP', syscall: 'lstat' });
  }
}

function sameText(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8') === text;
  } catch {
    return false;
  }
}
