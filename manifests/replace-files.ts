import {
  copyFileSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isThere } from './file-status';

/** The files that change in an output folder, by their paths below it. */
export interface Replacement {
  readonly outdir: string;
  /** On the same file system; the new files are in its folder `new`. */
  readonly staging: string;
  readonly staged: ReadonlySet<string>;
  readonly stale: readonly string[];
}

/**
 * Puts staged files into place and removes stale ones. Every path has its old or its new content at every moment: an
 * old file gets a second name in the staging folder, and the new one is renamed over it. Where a step fails, the steps
 * before it are undone.
 * @throws the error of that step
 */
export function replaceFiles({ outdir, staging, staged, stale }: Replacement): void {
  const undo: (() => void)[] = [];
  try {
    for (const path of stale) remove(path);
    removeEmptyFolders(outdir, stale);
    for (const path of staged) put(path);
  } catch (error) {
    undoAll(undo.reverse());
    throw error;
  }

  function remove(path: string): void {
    const [place, old] = [join(outdir, path), join(staging, 'old', path)];
    mkdirSync(dirname(old), { recursive: true });
    renameSync(place, old);
    undo.push(() => {
      mkdirSync(dirname(place), { recursive: true });
      renameSync(old, place);
    });
  }

  function put(path: string): void {
    const [place, old] = [join(outdir, path), join(staging, 'old', path)];
    const replaces = isFile(place);
    if (replaces) {
      mkdirSync(dirname(old), { recursive: true });
      nameAside(place, old);
    } else {
      makeFolders(dirname(place), undo);
      removeEmptyTree(place);
    }
    renameSync(join(staging, 'new', path), place);
    undo.push(() => (replaces ? renameSync(old, place) : rmSync(place, { force: true })));
  }
}

/** Makes the folders of a path that are missing, and remembers to remove them. */
function makeFolders(folder: string, undo: (() => void)[]): void {
  if (isThere(folder)) return;
  makeFolders(dirname(folder), undo);
  mkdirSync(folder);
  undo.push(() => rmdirSync(folder));
}

/** A step that fails does not keep the others from being undone: as much as possible is as it was. */
function undoAll(steps: readonly (() => void)[]): void {
  for (const step of steps) {
    try {
      step();
    } catch {
      // Its path keeps the new content, which is whole; the error that is thrown is the one that came first.
    }
  }
}

/** Gives a file a second name; some file systems have no such names, and get a copy. */
function nameAside(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(code ?? '')) throw error;
    copyFileSync(file, name, constants.COPYFILE_FICLONE);
  }
}

/** A folder is no file: it never gives way, since it may hold what KFaas did not render. */
function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

/** Removes a folder where a file belongs, if no file is below it: a killed run had removed them. */
function removeEmptyTree(folder: string): void {
  if (!isThere(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyTree(join(folder, entry.name));
  }
  rmdirSync(folder);
}

/** Removes the folders of removed files that hold nothing any more, from the innermost outwards. */
function removeEmptyFolders(outdir: string, removed: readonly string[]): void {
  const folders = new Set(removed.map((path) => dirname(path)));
  for (const folder of folders) {
    for (let path = folder; path !== '.'; path = dirname(path)) {
      if (!isThere(join(outdir, path))) continue;
      if (readdirSync(join(outdir, path)).length > 0) break;
      rmdirSync(join(outdir, path));
    }
  }
}
