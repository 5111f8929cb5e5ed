import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addDiff } from '../cli/diff';
import { gitFolder, type GitFolder } from './git-folder';
import { projectFolder } from './project-folder';

const KFAAS = resolve(__dirname, '../cli/kfaas.js');

/** Runs `kfaas diff` in a folder, in this process: it is what takes long to start. */
function diff(cwd: string, ...args: readonly string[]) {
  const program = new Command('kfaas').exitOverride();
  let exit: number | undefined;
  addDiff(program, (code) => (exit = code));
  const written = { out: '', err: '' };
  const taps = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true)),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true)),
  ];
  const home = process.cwd();
  process.chdir(cwd);
  try {
    program.parse(['diff', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exit = 2;
  } finally {
    process.chdir(home);
    taps.forEach((tap) => tap.mockRestore());
  }
  return { exit, ...written };
}

/** Runs it as its own process. */
function kfaas(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [KFAAS, 'diff', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { exit: status, out: stdout, err: stderr };
}

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

test('as its own process', () => {
  const { path, edit } = repository();
  edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
  expect(kfaas(path)).toEqual(diff(path));
  expect(kfaas(path, 'nowhere')).toEqual(diff(path, 'nowhere'));
});

describe('which sides are compared', () => {
  test('without names: HEAD and the working tree, and it says so', () => {
    const { path, edit } = repository();
    expect(diff(path)).toMatchObject({ exit: 0, err: '' });
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    const { exit, out } = diff(path);
    expect(exit).toBe(1);
    expect(out).toMatch(/^1 set of requests changes: it is newly answered\.\n/);
    expect(out).toMatch(/\nHEAD \([0-9a-f]{10}\) -> the working tree\n/);
    expect(out).toContain('There is no origin/main here, so the working tree is compared with HEAD.');
  });

  test('on a branch: from the commit where it left main, whatever main has got since', () => {
    const { path, edit, commit, git } = repository();
    git('checkout', '--quiet', '-b', 'work');
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    commit('work');
    git('checkout', '--quiet', 'main');
    edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
    git('update-ref', 'refs/remotes/origin/main', commit('main goes on'));
    git('checkout', '--quiet', 'work');
    const { exit, out } = diff(path);
    expect([exit, firstLine({ out })]).toEqual([1, '1 set of requests changes: it is newly answered.']);
    expect(out).toMatch(/\nmerge base with origin\/main \([0-9a-f]{10}\) -> the working tree\n/);
  });

  test('a branch that has no commit in common with origin/main is told to fetch more', () => {
    const { path, git, commit } = repository();
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('checkout', '--quiet', '--orphan', 'apart');
    commit('apart');
    expect(diff(path)).toEqual({
      exit: 2,
      out: '',
      err: 'error: HEAD and origin/main have no common commit here: fetch more history, or name the base\n',
    });
  });

  test('two revisions, by any name that git knows, without touching the working tree or the index', () => {
    const { path, edit, commit, git } = repository();
    git('tag', 'v1');
    edit({ [`${US}/faas-prod/a-x.yaml`]: yaml('x', '/faas/api/a/x/', ', timeout: 5s') });
    commit('timeout');
    edit({ [`${US}/faas-prod/a-x.yaml`]: 'not: what is compared\n' });
    const index = () => statSync(join(path, '.git/index')).mtimeMs;
    const status = git('status', '--porcelain');
    const before = index();
    const found = diff(path, 'v1', 'main');
    expect([found.exit, firstLine(found)]).toEqual([
      1,
      '1 set of requests changes: it is treated otherwise.',
    ]);
    expect(found.out).toContain('timeout    not set -> 5s');
    expect(firstLine(diff(path, 'main', 'main'))).toBe(
      'No request changes: 1 cluster is the same, byte for byte.',
    );
    expect(index()).toBe(before);
    expect(git('status', '--porcelain')).toBe(status);
    expect(readFileSync(join(path, US, 'faas-prod/a-x.yaml'), 'utf8')).toBe('not: what is compared\n');
  });

  test('two folders, whoever wrote them, by the rules of an Istio version', () => {
    const { path } = projectFolder({
      'old/a.yaml': yaml('a', '/a/'),
      'new/a.yaml': yaml('a', '/a/'),
      'new/sub/b.yaml': `${yaml('b', '/b/')}---\n${yaml('c', '/c/')}`,
      'new/values.yaml': 'replicas: {{ .Values.replicas }}\n',
    });
    const found = diff(path, 'old', 'new', '--istio', '1.22.3');
    expect([found.exit, firstLine(found)]).toEqual([
      2,
      '2 sets of requests change: they are newly answered; 1 problem keeps files from being judged.',
    ]);
    const assumed = diff(path, 'old', 'new').out;
    expect(assumed).toContain(
      'The manifests of old do not say by which Istio they are served; assumed: Istio ',
    );
  });

  test('a folder and a revision', () => {
    const { path, edit } = repository();
    edit({ 'other/a-x.yaml': yaml('x', '/faas/api/a/x/') });
    expect(firstLine(diff(path, 'HEAD', 'other'))).toBe(
      '1 set of requests changes: it is no longer answered.',
    );
  });

  test('an Istio version that the manifests say is part of the change', () => {
    const { path, edit } = repository();
    edit({ [`${US}/kustomization.yaml`]: kustomization('1.29.2') });
    const { exit, out } = diff(path);
    expect([exit, firstLine({ out })]).toEqual([
      1,
      'No request changes: proved for 2 routes on 1 host of 1 cluster.',
    ]);
    expect(out).toMatch(/other versions {2}Istio\n +change +1\.28\.6 -> 1\.29\.2\n/);
  });

  test('--changed-since reads what differs, and nothing else', () => {
    const { path, edit, commit } = repository();
    edit({ [`${US}/faas-prod/broken.yaml`]: 'a: [\n' });
    commit('a file that cannot be read');
    edit({
      [`${US}/faas-prod/a-y.yaml`]: undefined,
      [`${US}/faas-prod/new.yaml`]: yaml('n', '/faas/api/a/n/'),
    });
    expect(diff(path).exit).toBe(2);
    const found = diff(path, '--changed-since', 'HEAD', '-o', 'json');
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
  ])('%j', (args, message) => {
    const { path } = repository();
    expect(diff(path, ...args)).toEqual({ exit: 2, out: '', err: `error: ${message}\n` });
  });

  test('a name that is a folder and a revision', () => {
    const { path, git } = repository();
    git('branch', 'dist');
    expect(diff(path, 'dist').err).toBe(
      'error: "dist" is a folder and a revision: write ./dist or heads/dist\n',
    );
    expect(diff(path, './dist', 'heads/dist').exit).toBe(0);
  });

  test('outside of a repository, without names', () => {
    const { path } = projectFolder({ 'dist/a.yaml': yaml('a', '/a/') });
    const { exit, err } = diff(path);
    expect([exit, err]).toEqual([
      2,
      'error: there is no commit to compare with: name two folders, or run it in a git repository\n',
    ]);
  });

  test('a file that cannot be read: the rest is told all the same', () => {
    const { path, edit } = repository();
    edit({
      [`${US}/faas-prod/a-x.yaml`]: 'kind: [\n',
      [`${US}/faas-prod/a-y.yaml`]: yaml('y', '/faas/api/a/z/'),
    });
    const { exit, out } = diff(path);
    expect(exit).toBe(2);
    expect(out).toContain('newly answered  prefix /faas/api/a/z/');
    expect(out).toMatch(/error KF102 {2}broken YAML in the working tree: /);
    expect(out).toContain('dist/prod/prod-us/faas-prod/a-x.yaml:2:1');
  });
});

describe('--fail-on', () => {
  test.each([
    ['never', 0],
    ['error', 1],
    ['warning', 1],
    ['note', 1],
  ])('%s, where requests are left without a function: %i', (level, exit) => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
    expect(diff(path, '--fail-on', level).exit).toBe(exit);
  });

  test('a difference without a risk is none', () => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    expect(diff(path, '--fail-on', 'note')).toMatchObject({ exit: 0, err: '' });
    expect(diff(path).exit).toBe(1);
  });
});

describe('each view', () => {
  test.each([
    ['markdown', /^<!-- kfaas diff -->\n### 1 set of requests changes: it is newly answered\.\n/],
    ['json', /^\{\n {2}"version": 1,\n/],
    ['github', /^::notice title=kfaas diff::1 set of requests changes: it is newly answered\.\n/],
    ['html', /^<!doctype html>\n/i],
  ])('%s', (format, expected) => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    const { exit, out, err } = diff(path, '-o', format);
    expect([exit, err]).toEqual([1, '']);
    expect(out).toMatch(expected);
  });
});
