import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { clusterFolder, declarationsOf } from '../base';
import { settledStatus, statusOfIdentical, waitForClock } from './file-status';
import { fileWriter } from './file-writer';
import { makeStagingFolder } from './staging-folder';

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
 * what was done is undone. A killed process leaves whole files only, old or new (the one that it was just replacing
 * may be missing), and its staging folder; the next run completes the one and removes the other. Only one run at a
 * time writes to an output folder.
 *
 * Only folders that KFaas rendered are cleaned: those `<environment>/<cluster>` folders that get files now, and
 * those with a declaration of their cluster that starts with `mark`. Everything else below the output folder stays.
 */
export function openOutputTree(outdir: string, mark: string): OutputTree {
  const exists = existsSync(outdir);
  // Beside the folder that is to come, or inside the one that is there: on the same file system either way.
  const home = exists ? outdir : dirname(resolve(outdir));
  const staging = makeStagingFolder(home);
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
      mkdirSync(join(staging, 'new', folder), { recursive: true });
      folders.add(folder);
    }
    if (exists) {
      const status = settledStatus(join(outdir, path));
      if (sameText(join(outdir, path), text)) {
        same.set(path, status);
        return;
      }
    }
    writer.write(join(staging, 'new', path), text);
    staged.add(path);
  }

  function commit(): TreeChange {
    identities = writer.finish();
    const removed = exists ? replaceInPlace() : [];
    if (!exists) renameSync(join(staging, 'new'), outdir);
    discard();
    if (staged.size > 0) waitForClock();
    return { written: staged.size, unchanged: rendered.size - staged.size, removed: removed.length };
  }

  function statusOf(path: string): string | undefined {
    if (!staged.has(path)) return same.get(path);
    return statusOfIdentical(join(outdir, path), identities.get(join(staging, 'new', path)));
  }

  function discard(): void {
    try {
      writer.finish();
    } catch {
      // What could not be written is removed with the rest.
    }
    rmSync(staging, { recursive: true, force: true });
  }

  function replaceInPlace(): string[] {
    const stale = staleFiles(outdir, rendered, mark);
    const undo: (() => void)[] = [];
    const move = (from: string, to: string) => {
      mkdirSync(dirname(to), { recursive: true });
      renameSync(from, to);
      undo.push(() => renameSync(to, from));
    };
    try {
      for (const path of stale) move(join(outdir, path), join(staging, 'old', path));
      removeEmptyFolders(outdir, stale);
      for (const path of staged) {
        if (isFile(join(outdir, path))) move(join(outdir, path), join(staging, 'old', path));
        move(join(staging, 'new', path), join(outdir, path));
      }
    } catch (error) {
      for (const path of stale) mkdirSync(dirname(join(outdir, path)), { recursive: true });
      for (const step of undo.reverse()) step();
      throw error;
    }
    return stale;
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

/** A folder is no file: it never gives way, since it may hold what KFaas did not render. */
function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}

function sameText(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8') === text;
  } catch {
    return false;
  }
}

/** Files of rendered clusters that are not rendered now. */
function staleFiles(outdir: string, rendered: ReadonlySet<string>, mark: string): string[] {
  const clusters = new Set([...rendered].map(clusterFolder));
  for (const environment of foldersIn(outdir)) {
    for (const cluster of foldersIn(join(outdir, environment))) {
      const folder = `${environment}/${cluster}`;
      const isOurs = declarationsOf(folder).some((file) => startsWith(join(outdir, file), mark));
      if (isOurs) clusters.add(folder);
    }
  }
  const files = [...clusters].flatMap((folder) => filesBelow(outdir, folder));
  return files.filter((path) => !rendered.has(path));
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function startsWith(file: string, mark: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith(mark);
  } catch {
    return false;
  }
}

/** Every file below a folder, links among them, never what is behind a link. */
function filesBelow(outdir: string, folder: string): string[] {
  if (!existsSync(join(outdir, folder))) return [];
  return readdirSync(join(outdir, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(outdir, path) : [path];
  });
}

/** Removes the folders of removed files that hold nothing any more, from the innermost outwards. */
function removeEmptyFolders(outdir: string, removed: readonly string[]): void {
  const folders = new Set(removed.map((path) => dirname(path)));
  for (const folder of folders) {
    for (let path = folder; path !== '.'; path = dirname(path)) {
      if (!existsSync(join(outdir, path))) continue;
      if (readdirSync(join(outdir, path)).length > 0) break;
      rmdirSync(join(outdir, path));
    }
  }
}
