import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { byRunLength } from '../../properties/run-length';
import { projectFolder } from '../../fixtures/project-folder';
import { clear, render, rendered, stagingFolders, type Files } from './renderer';
import { earlier, later, neitherOldNorNew } from './scenarios';

const FUNCTIONS = 120;

/** Renders in a process of its own, which is killed some milliseconds after it has started to, or not at all. */
function renderIn(folder: string, functions: number, killedAfter?: number): Promise<string> {
  const child = spawn(process.execPath, [join(__dirname, 'render-process.js'), folder, String(functions)]);
  return new Promise((resolve) => {
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      const isFirst = output === '';
      output += data.toString();
      if (isFirst && killedAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killedAfter);
    });
    child.on('close', () => {
      resolve(output.replace('ready\n', '').trim());
    });
  });
}

/** Moments spread evenly over a run's time, the same ones in every run of the tests. */
function moments(count: number, last: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.round((last * index) / count));
}

async function kills(count: number, find: (folder: string) => void): Promise<number> {
  const { path } = projectFolder();
  let killed = 0;
  for (const moment of moments(count, 120)) {
    clear(path);
    find(path);
    const before = rendered(path);
    if ((await renderIn(path, FUNCTIONS, moment)) !== 'done') killed += 1;
    const now = rendered(path);
    expect([moment, neitherOldNorNew(before, now, later(FUNCTIONS))]).toEqual([moment, []]);
    render(path, later(FUNCTIONS));
    expect(rendered(path)).toEqual(later(FUNCTIONS));
    expect(stagingFolders(path)).toEqual([]);
  }
  return killed;
}

const KILLS = byRunLength({ quick: 4, long: 60 });

test('a process that is killed at any moment of a fresh run leaves all files or none', async () => {
  expect(await kills(KILLS, () => undefined)).toBeGreaterThan(0);
});

test('a process that is killed at any moment of an update leaves every file old or new', async () => {
  const killed = await kills(KILLS, (folder) => {
    render(folder, earlier(FUNCTIONS));
  });
  expect(killed).toBeGreaterThan(0);
});

test('of processes that find a killed run’s folder together, each renders or says who does', async () => {
  const { path, add } = projectFolder();
  for (let round = 0; round < byRunLength({ quick: 1, long: 10 }); round += 1) {
    clear(path);
    render(path, earlier(FUNCTIONS));
    add({ 'dist/.kfaas-staging/owner/run': '999999999 1', 'dist/.kfaas-staging/new/old.yaml': 'x' });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => renderIn(path, FUNCTIONS)));
    expect(answers).toContain('done');
    for (const answer of answers)
      expect(answer).toMatch(/^done$|another run \(process \d+\) is writing there/);
    expect(rendered(path)).toEqual(later(FUNCTIONS));
    expect(stagingFolders(path)).toEqual([]);
  }
});

/** A file system of a certain size, for as long as something runs; `false` where this machine mounts none for us. */
function onDiskOf(folder: string, kibibytes: number, run: (resize: (size: number) => void) => void): boolean {
  const mount = (...options: string[]) => spawnSync('mount', options).status === 0;
  if (!mount('-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'none', folder)) return false;
  try {
    run((size) => {
      expect(mount('-o', `remount,size=${size}k`, folder)).toBe(true);
    });
  } finally {
    spawnSync('umount', [folder]);
  }
  return true;
}

/** More files than are written without a thread. */
const MANY = 800;

test('a disk that fills up at any moment leaves the files as they were, and locks nothing', () => {
  const { path } = projectFolder();
  const [old, wanted] = [earlier(MANY), { ...later(MANY), ...large(MANY) }];
  let full = 0;
  for (const room of byRunLength({ quick: [4000], long: moments(20, 12_000).map((more) => 3400 + more) })) {
    const isMounted = onDiskOf(path, 64_000, (resize) => {
      render(path, old);
      const before = rendered(path);
      resize(room);
      let problem: unknown;
      try {
        render(path, wanted);
      } catch (error) {
        problem = error;
      }
      if (problem !== undefined) full += 1;
      expect(rendered(path)).toEqual(problem === undefined ? wanted : before);
      resize(64_000);
      render(path, wanted);
      expect(rendered(path)).toEqual(wanted);
      expect(stagingFolders(path)).toEqual([]);
    });
    if (!isMounted) {
      process.stderr.write('SKIPPED: a full disk. This user may not mount a file system; try it as root.\n');
      return;
    }
  }
  expect(full).toBeGreaterThan(0);
});

function large(count: number): Files {
  const entries = Array.from({ length: count }, (_, index) => `prod/us/large/l${index}.yaml`);
  return Object.fromEntries(entries.map((path) => [path, path.repeat(200)]));
}
