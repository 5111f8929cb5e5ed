import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Signals that ask a process to end. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes and removes files and runs an attempt. If the attempt fails or throws, every file is as it was before.
 * @param files new texts by path; undefined for a file that is removed
 * @param attempt returns whether to keep the edit
 * @throws a system error if a file cannot be read or written
 */
export function withEditedFiles(
  files: ReadonlyMap<string, string | undefined>,
  attempt: () => boolean,
): boolean {
  const undo: (() => void)[] = [];
  // A signal during the attempt would leave half an edit, so it is ignored until the end.
  const wait = () => undefined;
  for (const signal of ENDS) process.on(signal, wait);
  let stays = false;
  try {
    for (const [path, text] of files) {
      const before = textOf(path);
      const made = text === undefined ? undefined : mkdirSync(dirname(path), { recursive: true });
      if (made !== undefined) undo.push(() => rmdirSync(made));
      undo.push(() => (before === undefined ? rmSync(path, { force: true }) : writeFileSync(path, before)));
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
    stays = attempt();
    return stays;
  } finally {
    if (!stays) for (const step of undo.reverse()) step();
    for (const signal of ENDS) process.off(signal, wait);
  }
}

/** Returns the bytes of a file; undefined if there is none. */
function textOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
