import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

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
  /** Says of a file that it stands in the output folder as it is to stand there. */
  keep(path: string): void;
  /** Puts every file that differs into place and removes what was rendered before and is not rendered now. */
  commit(): TreeChange;
  /** Forgets everything that was handed over. */
  discard(): void;
}

/** Name of the folder in which changes wait, with the process that owns it. */
const STAGING_NAME = /^\.kfaas-staging-(\d+)$/;

/** Depth below the output folder at which the clusters' folders stand: `<environment>/<cluster>`. */
const CLUSTER_DEPTH = 2;

/**
 * Opens an output folder for a run.
 *
 * Files that differ are written into a staging folder first and put into place by renaming, at the end. Where
 * there is no output folder yet, one rename puts all of it into place. Where putting into place fails halfway,
 * what was done is undone. A killed process leaves whole files only, old or new, and its staging folder; the
 * next run completes the one and removes the other.
 *
 * Only folders that KFaas rendered are cleaned: those `<environment>/<cluster>` folders that get files now, and
 * those whose kustomization.yaml starts with `mark`. Everything else below the output folder stays.
 */
export function openOutputTree(outdir: string, mark: string): OutputTree {
  const exists = existsSync(outdir);
  // Beside the folder that is to come, or inside the one that is there: on the same file system either way.
  const home = exists ? outdir : dirname(resolve(outdir));
  removeAbandoned(home);
  const staging = join(home, `.kfaas-staging-${process.pid}`);
  const staged: string[] = [];
  const rendered = new Set<string>();
  const folders = new Set<string>();
  makeFolder(staging);

  return { write, keep: (path) => void rendered.add(path), commit, discard };

  function write(path: string, text: string): void {
    rendered.add(path);
    if (exists && sameText(join(outdir, path), text)) return;
    const folder = dirname(path);
    if (!folders.has(folder)) {
      mkdirSync(join(staging, 'new', folder), { recursive: true });
      folders.add(folder);
    }
    writeFileSync(join(staging, 'new', path), text);
    staged.push(path);
  }

  function commit(): TreeChange {
    const removed = exists ? replaceInPlace() : [];
    if (!exists) renameSync(join(staging, 'new'), outdir);
    discard();
    return { written: staged.length, unchanged: rendered.size - staged.length, removed: removed.length };
  }

  function discard(): void {
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

/** Step by step: a recursive mkdir of Node.js 20 never ends where a file system refuses, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
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
  const clusters = new Set([...rendered].map((path) => path.split('/').slice(0, CLUSTER_DEPTH).join('/')));
  for (const environment of foldersIn(outdir)) {
    for (const cluster of foldersIn(join(outdir, environment))) {
      const folder = `${environment}/${cluster}`;
      if (startsWith(join(outdir, folder, 'kustomization.yaml'), mark)) clusters.add(folder);
    }
  }
  return [...clusters].flatMap((folder) => filesBelow(outdir, folder)).filter((path) => !rendered.has(path));
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

/** Every file below a folder, links among them, never what stands behind a link. */
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

/** Removes staging folders whose process is gone. */
function removeAbandoned(home: string): void {
  for (const name of existsSync(home) ? readdirSync(home) : []) {
    const pid = STAGING_NAME.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(home, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
