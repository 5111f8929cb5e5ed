import { lstatSync, statSync, type Stats } from 'node:fs';

/** Milliseconds in which a kernel's clock may stand still: two changes within them can look like one. */
export const CLOCK_TICK = 20;

/**
 * What a file is to be told by later. Whatever writes it, replaces it or sets its times alters its change time or
 * its inode. `undefined` where it is missing or its file system counts whole seconds only.
 */
export function fileStatus(file: string): string | undefined {
  const status = statsOf(file);
  return status === undefined ? undefined : statusText(status);
}

/** The same, for a file whose text is read next: a change too recent to be told from the next one gives nothing. */
export function settledStatus(file: string): string | undefined {
  const status = statsOf(file);
  if (status === undefined || Date.now() - status.ctimeMs < CLOCK_TICK) return undefined;
  return statusText(status);
}

/** What stays of a file that is renamed and not otherwise changed. */
export function fileIdentity(file: string): string | undefined {
  const status = statsOf(file);
  return status && identityText(status);
}

/** The identity that a file's status gives. */
export function identityText({ size, mtimeMs, ino }: Pick<Stats, 'size' | 'mtimeMs' | 'ino'>): string {
  return `${size} ${mtimeMs} ${ino}`;
}

/** The status of a file, if it still has the identity that it had. */
export function statusOfIdentical(file: string, identity: string | undefined): string | undefined {
  const status = statsOf(file);
  return status !== undefined && identityText(status) === identity ? statusText(status) : undefined;
}

/**
 * Whether a path exists, be it a link that leads nowhere.
 * @throws an error of the system where that cannot be told
 */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw error;
  }
}

/** Whether an error says that a path is no file: nothing is there, a folder is, or a file stands in place of one of its folders. */
export function isNoFile(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Node.js throws where a folder of the path is a file, though the file is just as missing then. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function statusText({ size, ctimeMs, ino }: Stats): string | undefined {
  return ctimeMs % 1000 === 0 ? undefined : `${size} ${ctimeMs} ${ino}`;
}

/** Waits until changes that were made before can be told from changes that are made after. */
export function waitForClock(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CLOCK_TICK);
}
