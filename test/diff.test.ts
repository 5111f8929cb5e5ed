import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gitFolder, type GitFolder } from './git-folder';
import { kfaas, KFAAS, kfaasProcess } from './kfaas-command';
import { projectFolder } from './project-folder';

/** Runs `kfaas diff` in a folder. */
const diff = (cwd: string, ...args: readonly string[]) => kfaas(cwd, 'diff', ...args);

const firstLine = ({ out }: { readonly out: string }) => out.split('\n')[0];

/** A VirtualService with one prefix. */
const yaml = (name: string, path: string, more = ''): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: kfaas-system, annotations: { kfaas.io/functions: a/${name} } }
spec:
  hosts: [faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local]
  gateways: [ns/gw]
  http: [{ match: [{ uri: { prefix: ${path} } }], route: [{ destination: { host: ${name} } }]${more} }]
`;

const US = 'dist/prod/prod-us';
const kustomization = (istio: string) => `kind: Kustomization
apiVersion: kustomize.config.k8s.io/v1beta1
metadata: { name: prod-us, annotations: { kfaas.io/environment: prod, kfaas.io/istio: ${istio} } }
`;

/** A repository with one cluster of two functions, committed once. */
function repository(): GitFolder {
  const folder = gitFolder();
  folder.edit({
    [`${US}/kustomization.yaml`]: kustomization('1.28.6'),
    [`${US}/faas-prod/a-x.yaml`]: yaml('x', '/faas/api/a/x/'),
    [`${US}/faas-prod/a-y.yaml`]: yaml('y', '/faas/api/a/y/'),
  });
  folder.commit('base');
  return folder;
}

test('as its own process', async () => {
  const { path, edit } = repository();
  edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
  expect(kfaasProcess(path, ['diff'])).toEqual(await diff(path));
  expect(kfaasProcess(path, ['diff', 'nowhere'])).toEqual(await diff(path, 'nowhere'));
});

describe('which sides are compared', () => {
  test('without names: HEAD and the working tree, and it says so', async () => {
    const { path, edit } = repository();
    expect(await diff(path)).toMatchObject({ exit: 0, err: '' });
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    const { exit, out } = await diff(path);
    expect(exit).toBe(1);
    expect(out).toMatch(/^1 set of requests changes: it is newly answered\.\n/);
    expect(out).toMatch(/\nHEAD \([0-9a-f]{10}\) -> the working tree\n/);
    expect(out).toContain('There is no origin/main here, so the working tree is compared with HEAD.');
  });

  test('on a branch: from the commit where it left main, whatever main has got since', async () => {
    const { path, edit, commit, git } = repository();
    git('checkout', '--quiet', '-b', 'work');
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    commit('work');
    git('checkout', '--quiet', 'main');
    edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
    git('update-ref', 'refs/remotes/origin/main', commit('main goes on'));
    git('checkout', '--quiet', 'work');
    const { exit, out } = await diff(path);
    expect([exit, firstLine({ out })]).toEqual([1, '1 set of requests changes: it is newly answered.']);
    expect(out).toMatch(/\nmerge base with origin\/main \([0-9a-f]{10}\) -> the working tree\n/);
  });

  test('a branch that has no commit in common with origin/main is told to fetch more', async () => {
    const { path, git, commit } = repository();
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('checkout', '--quiet', '--orphan', 'apart');
    commit('apart');
    expect(await diff(path)).toEqual({
      exit: 2,
      out: '',
      err: 'error: HEAD and origin/main have no common commit here: fetch more history, or name the base\n',
    });
  });

  test('two revisions, by any name that git knows, without touching the working tree or the index', async () => {
    const { path, edit, commit, git } = repository();
    git('tag', 'v1');
    edit({ [`${US}/faas-prod/a-x.yaml`]: yaml('x', '/faas/api/a/x/', ', timeout: 5s') });
    commit('timeout');
    edit({ [`${US}/faas-prod/a-x.yaml`]: 'not: what is compared\n' });
    const index = () => statSync(join(path, '.git/index')).mtimeMs;
    const status = git('status', '--porcelain');
    const before = index();
    const found = await diff(path, 'v1', 'main');
    expect([found.exit, firstLine(found)]).toEqual([
      1,
      '1 set of requests changes: it is treated otherwise.',
    ]);
    expect(found.out).toContain('timeout    not set -> 5s');
    expect(firstLine(await diff(path, 'main', 'main'))).toBe(
      'No request changes: 1 cluster is the same, byte for byte.',
    );
    expect(index()).toBe(before);
    expect(git('status', '--porcelain')).toBe(status);
    expect(readFileSync(join(path, US, 'faas-prod/a-x.yaml'), 'utf8')).toBe('not: what is compared\n');
  });

  test('the output folder, however it is spelled, and in a part of a larger repository', async () => {
    const { path, edit, commit } = gitFolder();
    const file = `mesh/kfaas/${US}/faas-prod/a-x.yaml`;
    edit({
      'mesh/kfaas/functions/.keep': '',
      [`mesh/kfaas/${US}/kustomization.yaml`]: kustomization('1.28.6'),
      [file]: yaml('x', '/faas/api/a/x/'),
    });
    commit('base');
    edit({ [file]: yaml('x', '/faas/api/a/x/', ', timeout: 5s') });
    const project = join(path, 'mesh/kfaas');
    const told = /^1 set of requests changes: it is treated otherwise\.\n/;
    for (const output of [
      'dist',
      './dist',
      'dist/',
      join(project, 'dist'),
      '../kfaas/dist',
      'dist/prod',
      '.',
    ]) {
      const found = await diff(project, 'HEAD', '--output', output);
      expect([output, found]).toEqual([
        output,
        { exit: 1, err: '', out: expect.stringMatching(told) as string },
      ]);
      const changed = await diff(project, '--changed-since', 'HEAD', '--output', output, '-o', 'json');
      const { requests } = JSON.parse(changed.out) as { requests: { kind: string }[] };
      expect([output, changed.err, requests.map(({ kind }) => kind)]).toEqual([output, '', ['treated']]);
    }
    expect(await diff(project, 'HEAD', '--output', '../../..')).toEqual({
      exit: 2,
      out: '',
      err: 'error: ../../.. lies outside of the git repository\n',
    });
  });

  test('two folders, whoever wrote them, by the rules of an Istio version', async () => {
    const { path } = projectFolder({
      'old/a.yaml': yaml('a', '/a/'),
      'new/a.yaml': yaml('a', '/a/'),
      'new/sub/b.yaml': `${yaml('b', '/b/')}---\n${yaml('c', '/c/')}`,
      'new/values.yaml': 'replicas: {{ .Values.replicas }}\n',
    });
    const found = await diff(path, 'old', 'new', '--istio', '1.22.3');
    expect([found.exit, firstLine(found)]).toEqual([
      2,
      '2 sets of requests change: they are newly answered; 1 problem keeps files from being judged.',
    ]);
    const assumed = (await diff(path, 'old', 'new')).out;
    expect(assumed).toContain(
      'The manifests of old do not say by which Istio they are served; assumed: Istio ',
    );
  });

  test('a folder and a revision', async () => {
    const { path, edit } = repository();
    edit({ 'other/a-x.yaml': yaml('x', '/faas/api/a/x/') });
    expect(firstLine(await diff(path, 'HEAD', 'other'))).toBe(
      '1 set of requests changes: it is no longer answered.',
    );
  });

  test('an Istio version that the manifests say is part of the change', async () => {
    const { path, edit } = repository();
    edit({ [`${US}/kustomization.yaml`]: kustomization('1.29.2') });
    const { exit, out } = await diff(path);
    expect([exit, firstLine({ out })]).toEqual([
      1,
      'No request changes: proved for 2 routes on 1 host of 1 cluster.',
    ]);
    expect(out).toMatch(/other versions {2}Istio\n +change +1\.28\.6 -> 1\.29\.2\n/);
  });

  test('--changed-since reads what differs, and nothing else', async () => {
    const { path, edit, commit } = repository();
    edit({ [`${US}/faas-prod/broken.yaml`]: 'a: [\n' });
    commit('a file that cannot be read');
    edit({
      [`${US}/faas-prod/a-y.yaml`]: undefined,
      [`${US}/faas-prod/new.yaml`]: yaml('n', '/faas/api/a/n/'),
    });
    expect((await diff(path)).exit).toBe(2);
    const found = await diff(path, '--changed-since', 'HEAD', '-o', 'json');
    expect(found.exit).toBe(1);
    const { requests, compared, assumptions } = JSON.parse(found.out) as {
      requests: { kind: string }[];
      compared: object;
      assumptions: string[];
    };
    expect(requests.map(({ kind }) => kind).sort()).toEqual(['answered', 'unanswered']);
    expect(compared).toEqual({ clusters: 1, hosts: 1, routes: 1, alike: 0 });
    expect(assumptions.at(-1)).toMatch(/^Only the files that differ were read\./);
  });
});

describe('what ends it with exit code 2', () => {
  test.each([
    [['nowhere'], '"nowhere" is neither a folder nor a revision that git knows here'],
    [['HEAD', 'dist2'], '"dist2" is neither a folder nor a revision that git knows here'],
    [['--', '--output=x'], '"--output=x" is neither a folder nor a revision that git knows here'],
    [['dist', '--render'], '--render renders revisions and the working tree, and dist is a folder'],
    [['HEAD', '--changed-since', 'HEAD'], '--changed-since is the base: name no other'],
    [['--changed-since', 'HEAD', '--render'], '--changed-since reads manifests and renders none'],
    [['--istio', '9.9'], '"9.9" is not an Istio version that KFaas knows: 1.0.0 to 1.31'],
    [['--output', ''], '--output names no folder'],
    [['--output', 'absent'], 'there is no folder absent: render it first, by kfaas synth'],
    [['--render'], 'the working tree has no program that renders: there is no cli/kfaas.js'],
  ])('%j', async (args, message) => {
    const { path } = repository();
    expect(await diff(path, ...args)).toEqual({ exit: 2, out: '', err: `error: ${message}\n` });
  });

  test('a name that is a folder and a revision', async () => {
    const { path, git } = repository();
    git('branch', 'dist');
    expect((await diff(path, 'dist')).err).toBe(
      'error: "dist" is a folder and a revision: write ./dist or heads/dist\n',
    );
    expect((await diff(path, './dist', 'heads/dist')).exit).toBe(0);
  });

  test('outside of a repository, without names', async () => {
    const { path } = projectFolder({ 'dist/a.yaml': yaml('a', '/a/') });
    const { exit, err } = await diff(path);
    expect([exit, err]).toEqual([
      2,
      'error: there is no commit to compare with: name two folders, or run it in a git repository\n',
    ]);
  });

  test('a file that cannot be read: the rest is told all the same', async () => {
    const { path, edit } = repository();
    edit({
      [`${US}/faas-prod/a-x.yaml`]: 'kind: [\n',
      [`${US}/faas-prod/a-y.yaml`]: yaml('y', '/faas/api/a/z/'),
    });
    const { exit, out } = await diff(path);
    expect(exit).toBe(2);
    expect(out).toContain('newly answered  prefix /faas/api/a/z/');
    expect(out).toMatch(/error KF102 {2}broken YAML in the working tree: /);
    expect(out).toContain('dist/prod/prod-us/faas-prod/a-x.yaml:2:1');
  });
});

describe('--render', () => {
  /** A program that, like kfaas synth, writes into the folder that it is told, once `say` is done. */
  const program = (say: string) => `const at = process.argv.indexOf('--output');
const { cpSync } = require('node:fs');
${say}
cpSync('manifests', process.argv[at + 1], { recursive: true });
`;

  /** What kfaas itself left in a folder for temporary files. */
  const left = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('kfaas'));

  test('each side by its own program; what was made for it is gone afterwards', async () => {
    const { path, edit, commit } = gitFolder();
    edit({
      'cli/kfaas.js': program(''),
      'manifests/prod/prod-us/a.yaml': yaml('x', '/faas/api/a/x/'),
      'node_modules/.keep': '',
    });
    commit('base');
    edit({ 'manifests/prod/prod-us/a.yaml': yaml('x', '/faas/api/a/x/', ', timeout: 5s') });
    const { path: temporary } = projectFolder();
    const { TMPDIR } = process.env;
    process.env.TMPDIR = temporary;
    const found = await diff(path, '--render', 'HEAD');
    process.env.TMPDIR = TMPDIR ?? '';
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    expect([found.exit, firstLine(found)]).toEqual([
      1,
      '1 set of requests changes: it is treated otherwise.',
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

describe('--fail-on', () => {
  test.each([
    ['never', 0],
    ['error', 1],
    ['warning', 1],
    ['note', 1],
  ])('%s, where requests are left without a function: %i', async (level, exit) => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
    expect((await diff(path, '--fail-on', level)).exit).toBe(exit);
  });

  test('a difference without a risk is none', async () => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    expect(await diff(path, '--fail-on', 'note')).toMatchObject({ exit: 0, err: '' });
    expect((await diff(path)).exit).toBe(1);
  });
});

describe('each view', () => {
  test.each([
    ['markdown', /^<!-- kfaas diff -->\n### 1 set of requests changes: it is newly answered\.\n/],
    ['json', /^\{\n {2}"version": 1,\n/],
    ['github', /^::notice title=kfaas diff::1 set of requests changes: it is newly answered\.\n/],
    ['html', /^<!doctype html>\n/i],
  ])('%s', async (format, expected) => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    const { exit, out, err } = await diff(path, '-o', format);
    expect([exit, err]).toEqual([1, '']);
    expect(out).toMatch(expected);
  });
});
