import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { kfaas, KFAAS, kfaasProcess, type KfaasRun } from './kfaas-command';
import { companyProject, renderedCompany } from '../fixtures/company';

const ROOT = resolve(__dirname, '../..');

/** Runs another command in a folder. */
function run(command: string, args: readonly string[], cwd: string): KfaasRun {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { exit: status, out: stdout, err: stderr };
}

/** Every file below a folder with its text. */
function contents(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
}

const rendered = contents(join(renderedCompany(), 'dist'));

test('the command renders what the program renders', () => {
  const path = companyProject();
  const { exit, out, err } = kfaasProcess(path, ['synth']);
  expect([exit, err]).toEqual([0, '']);
  expect(out).toMatch(
    /^dist: \d+ functions on 6 clusters; 16 of 16 route tables proved; files: \d+ written, 0 unchanged, 0 removed\n$/,
  );
  expect(contents(join(path, 'dist'))).toEqual(rendered);
});

test('locale, time zone and the order in which folders are read make no difference', () => {
  const path = companyProject();
  // A preloaded script turns every directory listing round: no file system here orders them otherwise.
  writeFileSync(
    join(path, 'shuffle.js'),
    `const fs = require('node:fs'); const list = fs.readdirSync;
     fs.readdirSync = (...args) => list(...args).reverse();`,
  );
  const env = {
    LC_ALL: 'tr_TR.UTF-8',
    LANG: 'tr_TR.UTF-8',
    TZ: 'Asia/Kathmandu',
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require ${join(path, 'shuffle.js')}`,
  };
  expect(kfaasProcess(path, ['synth'], { env }).exit).toBe(0);
  expect(contents(join(path, 'dist'))).toEqual(rendered);
});

test('cdk8s synth gives the same bytes', () => {
  const path = companyProject();
  for (const name of ['cli', 'node_modules', 'cdk8s.yaml']) symlinkSync(join(ROOT, name), join(path, name));
  const cdk8s = join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  const { exit, err } = run(process.execPath, [cdk8s, 'synth', '--check-upgrade=false'], path);
  expect([exit, err]).toEqual([0, '']);
  expect(contents(join(path, 'dist'))).toEqual(rendered);
});

test('a function that is deleted or renamed leaves no file behind', async () => {
  const path = companyProject();
  await kfaas(path, 'synth');
  rmSync(join(path, 'functions/ops/echo.yaml'));
  cpSync(join(path, 'functions/ops/health.yaml'), join(path, 'functions/ops/alive.yaml'));
  rmSync(join(path, 'functions/ops/health.yaml'));
  const { out } = await kfaas(path, 'synth');
  const names = [...contents(join(path, 'dist')).keys()];
  expect(names.filter((name) => /ops-(echo|health)/.test(name))).toEqual([]);
  expect(names.filter((name) => name.includes('ops-alive'))).toHaveLength(8);
  expect(out).toMatch(/8 written, \d+ unchanged, 12 removed/);
});

test('a failed run does not change the output', async () => {
  const path = companyProject();
  await kfaas(path, 'synth');
  writeFileSync(join(path, 'functions/ops/health.yaml'), 'runtime: golang\nroute: []\n');
  const { exit, out, err } = await kfaas(path, 'synth');
  expect([exit, out]).toEqual([1, '']);
  expect(err).toMatchInlineSnapshot(`
   "functions/ops/health.yaml:2:1 error KF201 unknown field "route"
     2 | route: []
       | ^
     help: did you mean "routes"? known here: runtime, description, routes, backends, calls, deployedElsewhere, service, rollout, before, environments, overlays

   1 error
   Nothing was written to dist.
   "
  `);
  expect(contents(join(path, 'dist'))).toEqual(rendered);
});

test('a second run after one change writes only the files of that function', async () => {
  const path = companyProject();
  await kfaas(path, 'synth');
  const file = join(path, 'functions/saas/price-list.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('timeout: 10s', 'timeout: 12s'));
  expect((await kfaas(path, 'synth')).out).toMatch(/8 written, \d+ unchanged, 0 removed/);
});

describe('output of an earlier run is reused only if it is unchanged', () => {
  const path = companyProject();
  const file = join(path, 'dist/prod/prod-us/faas-prod/saas-showroom.yaml');
  beforeAll(async () => expect((await kfaas(path, 'synth')).exit).toBe(0));
  afterEach(() => expect(contents(join(path, 'dist'))).toEqual(rendered));

  test('a file that was changed by hand is rendered again, even with the same size and time', async () => {
    const { atime, mtime } = statSync(file);
    writeFileSync(file, readFileSync(file, 'utf8').replace('min-scale', 'min-scalE'));
    utimesSync(file, atime, mtime);
    expect((await kfaas(path, 'synth')).out).toMatch(/ 1 written, \d+ unchanged, 0 removed/);
  });

  test('a file that was deleted is written again', async () => {
    rmSync(file);
    expect((await kfaas(path, 'synth')).out).toMatch(/ 1 written, \d+ unchanged, 0 removed/);
  });

  test('a file that does not belong there is removed', async () => {
    writeFileSync(join(path, 'dist/prod/prod-us/faas-prod/saas-old.yaml'), 'kind: Stray\n');
    expect((await kfaas(path, 'synth')).out).toMatch(/ 0 written, \d+ unchanged, 1 removed/);
  });

  test('a changed team file is checked against unchanged functions', async () => {
    const team = join(path, 'functions/saas/team.yaml');
    const text = readFileSync(team, 'utf8');
    writeFileSync(team, text.replace('/faas/api/saas/', '/faas/api/saas/new/'));
    const { exit, err } = await kfaas(path, 'synth');
    expect([exit, err.match(/KF402/g)?.length]).toEqual([1, 5]);
    writeFileSync(team, text);
  });

  test('an error is reported in every run', async () => {
    const wrong = join(path, 'functions/saas/wrong.yaml');
    writeFileSync(wrong, 'runtime: nodejs\nfoo: 1\n');
    const first = await kfaas(path, 'synth');
    expect([first.exit, await kfaas(path, 'synth')]).toEqual([1, first]);
    rmSync(wrong);
  });
});

describe('unreadable and unwritable paths are reported in one sentence', () => {
  // As processes of their own: in a test, what the file system throws is no Error of the program's.
  const errors = (args: readonly string[]) => kfaasProcess(companyProject(), args);

  test('a catalog folder that does not exist', () => {
    const { exit, err } = errors(['synth', '--functions', 'nowhere']);
    expect([exit, err]).toMatchInlineSnapshot(`
     [
       1,
       "error KF101 the catalog folder nowhere cannot be read: no such file or directory
       help: run this in the project's folder, or create it with a folder for each team

     1 error
     Nothing was written to dist.
     ",
     ]
    `);
  });

  test('an empty catalog', async () => {
    const path = companyProject();
    mkdirSync(join(path, 'empty'));
    const { exit, err } = await kfaas(path, 'synth', '--functions', 'empty');
    expect([exit, err]).toMatchInlineSnapshot(`
     [
       1,
       "error KF108 the catalog folder empty has no functions
       help: add <team>/team.yaml and <team>/<name>.yaml to it; docs/getting-started.md shows a first one

     1 error
     Nothing was written to dist.
     ",
     ]
    `);
  });

  test('an output folder that is a file', () => {
    const path = companyProject();
    writeFileSync(join(path, 'out'), 'precious');
    const { exit, err } = kfaasProcess(path, ['synth', '--output', 'out']);
    expect([exit, err.replace(/staging-\d+/, 'staging-1')]).toMatchInlineSnapshot(`
     [
       1,
       "error KF901 the output folder out cannot be written: ENOTDIR: not a directory, mkdir 'out/.kfaas-staging'
       help: make it a folder that you may write, with room on its disk, or name another by --output

     1 error
     Nothing was written to out.
     ",
     ]
    `);
    expect(readFileSync(join(path, 'out'), 'utf8')).toBe('precious');
  });

  test('an output folder below one that does not exist', () => {
    const { exit, err } = errors(['synth', '--output', '/proc/nowhere/out']);
    expect([exit, err.replace(/staging-\d+/, 'staging-1')]).toMatchInlineSnapshot(`
     [
       1,
       "error KF901 the output folder /proc/nowhere/out cannot be written: ENOENT: no such file or directory, mkdir '/proc/nowhere'
       help: make it a folder that you may write, with room on its disk, or name another by --output

     1 error
     Nothing was written to /proc/nowhere/out.
     ",
     ]
    `);
  });

  test('wrong usage', () => {
    const { exit, err } = errors(['synth', '--ouput', 'x']);
    expect([exit, err]).toMatchInlineSnapshot(`
     [
       2,
       "error: unknown option '--ouput'
     (Did you mean --output?)
     ",
     ]
    `);
  });
});

test('help starts with examples', async () => {
  const { exit, out } = await kfaas(ROOT, 'synth', '--help');
  expect(exit).toBe(0);
  expect(out).toMatchInlineSnapshot(`
   "
   Examples:
     $ kfaas synth                       render functions/ into dist/
     $ kfaas synth --output /tmp/look    render elsewhere, to look at it
     $ kfaas synth --functions drafts    render another catalog

   Usage: kfaas synth [options]

   Renders the manifests of every cluster from the function catalog. Nothing is
   written on an error.

   Options:
     --functions <folder>  the function catalog (default: "functions")
     --output <folder>     the output folder for manifests (default: "dist")
     -h, --help            display help for command
   "
  `);
});

test.each([
  [['--output', 'functions/out'], 'error: --output functions/out is inside the catalog functions'],
  [['--output', 'functions'], 'error: --output functions is inside the catalog functions'],
  [['--output', ''], 'error: --output names no folder'],
  [['--functions', ''], 'error: --functions names no folder'],
])('folders that cannot be meant are wrong usage: %j', async (args, message) => {
  const { exit, out, err } = await kfaas(companyProject(), 'synth', ...args);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('a reader that stops reading is no failure', () => {
  const path = companyProject();
  const command = `"${process.execPath}" "${KFAAS}" synth | true; echo "\${PIPESTATUS[0]}"`;
  const { out, err } = run('bash', ['-c', command], path);
  expect([out, err]).toEqual(['0\n', '']);
});
