import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isNoFile, isThere } from './file-status';
import { runningProcess, thisProcess } from './process-identity';

/*
 * The staging folder of an output folder is its lock, too.
 *
 * A run claims it in a folder of its own, `claim-<id>`, whose only file says which process it is. It renames its claim
 * to `owner`; where a killed run is the owner, to `after-<hash of the killed run's name and claim>`, and so on. So the
 * owners form a chain, and the last one owns the folder:
 *
 *   .kfaas-staging/owner/run                killed
 *   .kfaas-staging/after-5f2c…/run          killed
 *   .kfaas-staging/after-90ab…/run          writes there now
 *
 * INVARIANTS
 * - A name in the chain is taken once: a folder is not renamed over one that has a file. Its file is complete by then.
 * - Nobody but the owner removes the folder. It first renames it to a name that nobody claims, `.kfaas-staging-<id>`;
 *   a claim that waits in it goes with it, and its run starts again in a new folder.
 * - A claim counts only if the chain leads to it: a run that saw an earlier folder may have put its claim into a newer.
 */

const STAGING_NAME = '.kfaas-staging';

/** How often a run starts again because others finish at the same moment. */
const ATTEMPTS = 100;

/** The folder in which a run's changes wait. While a run has it, no other run has it. */
export interface StagingFolder {
  readonly path: string;
  /** Removes the folder. What cannot be removed stays, and is no longer in the way of another run. */
  readonly release: () => void;
}

/**
 * Makes the staging folder of a run in a folder, or takes over the one that a killed run left.
 * @throws an error of the system where the folder cannot be made, and one like it where another run goes on
 */
export function makeStagingFolder(home: string): StagingFolder {
  const staging = join(home, STAGING_NAME);
  for (let attempt = 1; ; attempt += 1) {
    try {
      makeFolder(home);
      makeFolder(staging);
      claim(staging);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === ATTEMPTS) throw error;
    }
  }
  try {
    empty(home, staging);
  } catch (error) {
    release(staging);
    throw error;
  }
  return { path: staging, release: () => release(staging) };
}

/** Removes what killed runs left in a folder where the next run makes no staging folder. */
export function removeAbandoned(home: string): void {
  removeReleased(home);
  if (!existsSync(join(home, STAGING_NAME))) return;
  try {
    makeStagingFolder(home).release();
  } catch {
    // It is of a run that goes on, for another output folder, or cannot be removed: it is not in this run's way.
  }
}

/** Removes what a killed run had staged: none of it may come into place. */
function empty(home: string, staging: string): void {
  for (const name of ['new', 'old']) rmSync(join(staging, name), { recursive: true, force: true });
  // Version control has no part in it, wherever the output folder is.
  writeFileSync(join(staging, '.gitignore'), '*\n');
  removeReleased(home);
}

/** Step by step: a recursive mkdir of Node.js 20 never ends where a file system refuses, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !existsSync(path)) throw error;
  }
}

function claim(staging: string): void {
  const id = randomUUID();
  const mine = `${thisProcess()} ${id}`;
  const folder = join(staging, `claim-${id}`);
  mkdirSync(folder);
  try {
    writeFileSync(join(folder, 'run'), mine);
    for (;;) {
      const { owner, file, next } = lastOfChain(staging);
      if (owner === mine) break;
      const running = owner === undefined ? undefined : runningProcess(owner, file);
      if (running !== undefined) throw busy(running, staging);
      takeName(folder, join(staging, next));
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The last owner, the file that names it, and the name that the next one takes. */
function lastOfChain(staging: string): { owner: string | undefined; file: string; next: string } {
  let [next, owner, file] = ['owner', undefined as string | undefined, ''];
  while (isThere(join(staging, next))) {
    [owner, file] = readOwner(join(staging, next));
    next = `after-${createHash('sha1').update(`${next} ${owner}`).digest('hex')}`;
  }
  return { owner, file, next };
}

/** Versions before this one had a file in place of the folder. A name without a readable file has no owner. */
function readOwner(name: string): [owner: string, file: string] {
  for (const file of [join(name, 'run'), name]) {
    try {
      return [readFileSync(file, 'utf8'), file];
    } catch (error) {
      if (!isNoFile(error)) throw error;
    }
  }
  return ['', name];
}

/** Renames a claim to a name of the chain, unless another run did so first: the chain then says which. */
function takeName(claimed: string, name: string): void {
  try {
    renameSync(claimed, name);
  } catch (error) {
    if (!isThere(name)) throw error;
  }
}

function release(staging: string): void {
  const released = `${staging}-${randomUUID()}`;
  try {
    renameSync(staging, released);
    rmSync(released, { recursive: true, force: true });
  } catch {
    // The next run takes it over once this process has ended, or removes what is left of it.
  }
}

/** Removes what is left of folders that were released by runs that were killed then. */
function removeReleased(home: string): void {
  try {
    for (const name of readdirSync(home)) {
      if (name.startsWith(`${STAGING_NAME}-`)) rmSync(join(home, name), { recursive: true, force: true });
    }
  } catch {
    // It is in nobody's way.
  }
}

function busy(owner: string, staging: string): Error {
  const message = `another run (${owner}) is writing there; wait until it ends; if no such run exists, remove ${staging}`;
  return Object.assign(new Error(message), { code: 'EBUSY', syscall: 'rename' });
}
