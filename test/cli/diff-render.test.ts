import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { diff, firstLine, yaml } from './diff-repository';
import { gitFolder } from '../fixtures/git-folder';
import { KFAAS, kfaasProcess } from './kfaas-command';
import { projectFolder } from '../fixtures/project-folder';

/** A program that, like kfaas synth, writes into the given folder, once `say` is done. */
const program = (say: string) => `const at = process.argv.indexOf('--output');
const { cpSync } = require('node:fs');
${say}
cpSync('manifests', process.argv[at + 1], { recursive: true });
`;

describe('--render', () => {
  /** What kfaas itself left in a folder for temporary files. */
  const left = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('kfaas'));

  test('each snapshot uses its own program, and temporary files are removed', () => {
    const { path, edit, commit } = gitFolder();
    edit({
      'cli/kfaas.js': program(''),
      'manifests/prod/prod-us/a.yaml': yaml('x', '/faas/api/a/x/'),
      'node_modules/.keep': '',
    });
    commit('base');
    edit({ 'manifests/prod/prod-us/a.yaml': yaml('x', '/faas/api/a/x/', ', timeout: 5s') });
    const { path: temporary } = projectFolder();
    const found = kfaasProcess(path, ['diff', '--render', 'HEAD'], { env: { TMPDIR: temporary } });
    expect([found.exit, firstLine(found)]).toEqual([
      1,
      '1 set of requests changes: it is handled differently.',
    ]);
    expect(left(temporary)).toEqual([]);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it, and leaves nothing', async (signal) => {
    const { path, edit, commit } = gitFolder();
    edit({
      'cli/kfaas.js': program("require('node:fs').writeFileSync(process.env.STARTED, ''); for (;;);"),
      'node_modules/.keep': '',
    });
    commit('base');
    const { path: temporary } = projectFolder();
    const { path: other } = projectFolder();
    const started = join(other, 'started');
    const env = { ...process.env, TMPDIR: temporary, STARTED: started };
    const child = spawn(process.execPath, [KFAAS, 'diff', '--render', 'HEAD'], { cwd: path, env });
    const ended = new Promise((done) => child.on('close', (_, by) => done(by)));
    while (!existsSync(started)) await new Promise((done) => setTimeout(done, 20));
    child.kill(signal);
    expect(await ended).toBe(signal);
    expect(left(temporary)).toEqual([]);
  });
});

describe('reasons why a snapshot cannot be rendered are reported', () => {
  test.each([
    ['process.kill(process.pid, "SIGKILL")', 'HEAD (0) cannot be rendered: its program was ended by SIGKILL'],
    ['process.exit(0)', 'HEAD (0) cannot be rendered: its program wrote nothing'],
    [
      'process.stderr.write("no such luck\\n"); process.exit(3)',
      'HEAD (0) cannot be rendered:\nno such luck',
    ],
  ])('%s', async (say, message) => {
    const { path, edit, commit } = gitFolder();
    edit({ 'cli/kfaas.js': program(say), 'node_modules/.keep': '' });
    commit('base');
    edit({ 'cli/kfaas.js': program(''), 'manifests/a.yaml': yaml('x', '/x/') });
    const { exit, out, err } = await diff(path, '--render', 'HEAD');
    expect([exit, out, err.replace(/[0-9a-f]{10}/, '0')]).toEqual([2, '', `error: ${message}\n`]);
  });

  test('a folder for temporary files that cannot be written', () => {
    const { path, edit, commit } = gitFolder();
    edit({ 'cli/kfaas.js': program(''), 'manifests/a.yaml': yaml('x', '/x/') });
    commit('base');
    const env = { TMPDIR: '/proc' };
    const { exit, err } = kfaasProcess(path, ['diff', '--render', 'HEAD'], { env });
    expect(exit).toBe(2);
    expect(err).toMatch(/^error: the manifests cannot be rendered: ENOENT: /);
  });
});

describe('manifests that are not what the catalog renders', () => {
  const [x, y] = [yaml('x', '/faas/api/a/x/'), yaml('y', '/faas/api/a/y/')];

  /** A repository whose manifests are what its program renders. */
  function rendered() {
    const folder = gitFolder();
    folder.edit({
      'cli/kfaas.js': program(''),
      'manifests/prod/prod-us/x.yaml': x,
      'dist/prod/prod-us/x.yaml': x,
      'dist/extra/notes.yaml': 'kind: ConfigMap\nmetadata: { name: ours }\n',
      'docs/a.md': 'a',
    });
    folder.commit('base');
    return folder;
  }

  const stale = {
    exit: 2,
    out: '',
    err: 'error: dist is not what the catalog renders: run kfaas synth first, or compare with --render\n',
  };

  test('are reported, in addition to differences from the base', async () => {
    const { path, edit } = rendered();
    edit({
      'manifests/prod/prod-us/x.yaml': x.replace('/x/', '/other/'),
      'manifests/prod/prod-us/y.yaml': y,
      'dist/prod/prod-us/y.yaml': y,
    });
    expect(await diff(path, 'HEAD')).toEqual(stale);
  });

  test('are reported if the program changed', async () => {
    const { path, edit } = rendered();
    edit({
      'cli/kfaas.js': program("cpSync('more', process.argv[at + 1], { recursive: true });"),
      'more/prod/prod-us/y.yaml': y,
    });
    expect(await diff(path, 'HEAD')).toEqual(stale);
    expect(await diff(path, '--changed-since', 'HEAD')).toEqual(stale);
  });

  test('are reported if a file is left over', async () => {
    const { path, edit } = rendered();
    edit({
      'manifests/prod/prod-us/z.yaml': y,
      'dist/prod/prod-us/z.yaml': y,
      'dist/prod/prod-us/old.yaml': y,
    });
    expect(await diff(path, 'HEAD')).toEqual(stale);
  });

  test('are not checked in a part of the output folder', async () => {
    const { path, edit } = rendered();
    edit({ 'functions/a/team.yaml': 'contact: other\n' });
    expect(await diff(path, 'HEAD', '--output', 'dist/prod')).toMatchObject({ exit: 0, err: '' });
  });

  test('do not include files that KFaas never rendered, or catalogs without output', async () => {
    const { path, edit } = rendered();
    edit({ 'functions/a/team.yaml': 'contact: other\n', 'docs/a.md': 'b' });
    expect(await diff(path, 'HEAD')).toMatchObject({ exit: 0, err: '' });
  });
});
