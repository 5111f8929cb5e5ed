import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Signals that ask a process to end. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes new files and runs an attempt. If the attempt fails or throws, the files are removed, with the folders that
 * were made for them.
 * @param files texts by path
 * @param attempt returns whether to keep the files
 * @throws a system error if a file exists or cannot be written
 */
export function withNewFiles(files: ReadonlyMap<string, string>, attempt: () => boolean): boolean {
  const undo: (() => void)[] = [];
  // A signal during the attempt would leave files behind, so it is ignored until the end.
  const wait = () => undefined;
  for (const signal of ENDS) process.on(signal, wait);
  let stays = false;
  try {
    for (const [path, text] of files) {
      undo.push(...makeFolder(dirname(path)));
      const file = openSync(path, 'wx');
      // On a full disk, the file may be empty or incomplete.
      undo.push(() => rmSync(path));
      try {
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
    stays = attempt();
    return stays;
  } finally {
    if (!stays) for (const step of undo.reverse()) step();
    for (const signal of ENDS) process.off(signal, wait);
  }
}

/**
 * Replaces the text of a file if an attempt succeeds; otherwise the file is unchanged.
 * @throws a system error if the text cannot be written
 */
export function withChangedFile(path: string, text: string, attempt: () => boolean): boolean {
  const beside = `${path}.${process.pid}.tmp`;
  return withNewFiles(new Map([[beside, text]]), () => {
    const stays = attempt();
    if (stays) renameSync(beside, path);
    return stays;
  });
}

/** Makes a folder if it does not exist. Returns the steps that remove it. */
function makeFolder(path: string): (() => void)[] {
  const made = mkdirSync(path, { recursive: true });
  return made === undefined ? [] : [() => removeIfEmpty(path)];
}

/** Keeps a folder in which another process has written files. */
function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}
