import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Signals by which people and systems end a process, and after which it may still tidy up. */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Gives a piece of work a folder of its own, and removes it when the work is done, when it fails, and when a signal ends
 * this process meanwhile.
 * @param work receives `abort` to end what it has started; the signal takes effect after that
 */
export async function inWorkFolder<T>(work: (folder: string, abort: AbortSignal) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kfaas-diff-'));
  const abort = new AbortController();
  let signal: NodeJS.Signals | undefined;
  const end = (received: NodeJS.Signals) => {
    signal ??= received;
    abort.abort();
  };
  for (const name of ENDING) process.on(name, end);
  try {
    return await work(folder, abort.signal);
  } finally {
    for (const name of ENDING) process.off(name, end);
    rmSync(folder, { recursive: true, force: true });
    if (signal !== undefined) process.kill(process.pid, signal);
  }
}
