import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Signals that ask a process to end. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes files that do not exist yet, and leaves them there only where what is then tried succeeds: else, and where
 * anything is thrown, they are removed again, with the folders that were made for them.
 * @param files the text of each by its path
 * @param attempt tells whether the files are to stay
 * @throws an error of the system where a file cannot be written, or exists
 */
export function withNewFiles(files: ReadonlyMap<string, string>, attempt: () => boolean): boolean {
  const undo: (() => void)[] = [];
  // One that ends the process in between would leave a file that nothing was rendered from; it waits.
  const wait = () => undefined;
  for (const signal of ENDS) process.on(signal, wait);
  let stays = false;
  try {
    for (const [path, text] of files) {
      undo.push(...makeFolder(dirname(path)));
      const file = openSync(path, 'wx');
      // A full disk makes an empty file or a part of one.
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
 * Gives a file another text where what is then tried succeeds; else it stays as it was.
 * @throws an error of the system where the text cannot be written
 */
export function withChangedFile(path: string, text: string, attempt: () => boolean): boolean {
  const beside = `${path}.${process.pid}.tmp`;
  return withNewFiles(new Map([[beside, text]]), () => {
    const stays = attempt();
    if (stays) renameSync(beside, path);
    return stays;
  });
}

/** Makes a folder in one that exists; gives how to remove it. */
function makeFolder(path: string): (() => void)[] {
  const made = mkdirSync(path, { recursive: true });
  return made === undefined ? [] : [() => removeIfEmpty(path)];
}

/** What somebody else put there meanwhile stays. */
function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}
