import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Name of the folder in which a run's changes wait. There is one for an output folder: it is its lock, too. */
const STAGING_NAME = '.kfaas-staging';

/** Milliseconds in which a folder without an owner may be one that is just being made. */
const GRACE = 10_000;

/**
 * Makes the staging folder of a run in a folder, and with it keeps other runs out. One that a killed run left is
 * removed.
 * @throws an error of the system where the folder cannot be made, and one like it where another run goes on
 */
export function makeStagingFolder(home: string): string {
  const staging = join(home, STAGING_NAME);
  makeFolder(home);
  if (existsSync(staging)) {
    const owner = ownerOf(staging);
    if (owner !== undefined) throw busy(owner, staging);
    rmSync(staging, { recursive: true, force: true });
  }
  // Not recursive: of two runs that come this far at once, one fails here.
  mkdirSync(staging);
  writeFileSync(join(staging, 'owner'), `${process.pid} ${startOf(process.pid)}`);
  return staging;
}

/** Step by step: a recursive mkdir of Node.js 20 never ends where a file system refuses, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** The running process that a staging folder belongs to; `undefined` where it is abandoned. */
function ownerOf(staging: string): string | undefined {
  try {
    const [pid = '', start = ''] = readFileSync(join(staging, 'owner'), 'utf8').split(' ');
    // A number may have been given to another process since, to this one even.
    const same = isRunning(Number(pid)) && startOf(Number(pid)) === start;
    return same && Number(pid) !== process.pid ? `process ${pid}` : undefined;
  } catch {
    return Date.now() - statSync(staging).mtimeMs < GRACE ? 'just starting' : undefined;
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

/** When a process started, in the kernel's ticks; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return fields?.[19] ?? '';
  } catch {
    return '';
  }
}

function busy(owner: string, staging: string): Error {
  const message = `another run (${owner}) is writing there; if none is, remove ${staging}`;
  return Object.assign(new Error(message), { code: 'EBUSY', syscall: 'mkdir' });
}
