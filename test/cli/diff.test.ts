import { diff, repository, US, yaml } from './diff-repository';
import { kfaasProcess } from './kfaas-command';
import { projectFolder } from '../fixtures/project-folder';

test('as its own process', async () => {
  const { path, edit } = repository();
  edit({ [`${US}/faas-prod/a-x.yaml`]: undefined });
  expect(kfaasProcess(path, ['diff'])).toEqual(await diff(path));
  expect(kfaasProcess(path, ['diff', 'nowhere'])).toEqual(await diff(path, 'nowhere'));
});

describe('what ends it with exit code 2', () => {
  test.each([
    [['nowhere'], '"nowhere" is neither a folder nor a revision that git knows here'],
    [['HEAD', 'dist2'], '"dist2" is neither a folder nor a revision that git knows here'],
    [['--', '--output=x'], '"--output=x" is neither a folder nor a revision that git knows here'],
    [['dist', '--render'], '--render renders revisions and the working tree, and dist is a folder'],
    [['HEAD', 'HEAD', '--output', 'disst'], /^error: [0-9a-f]{10} has no folder disst\n$/],
    [['HEAD', '--output', 'disst'], 'there is no folder disst: render it first, by kfaas synth'],
    [
      ['--changed-since', 'dist'],
      '--changed-since compares a revision with the working tree, and dist is a folder',
    ],
    [
      ['HEAD..HEAD'],
      '"HEAD..HEAD" is neither a folder nor a revision that git knows here: write kfaas diff HEAD HEAD',
    ],
    [['HEAD', '--changed-since', 'HEAD'], '--changed-since sets the base: do not pass another'],
    [['--changed-since', 'HEAD', '--render'], '--changed-since cannot be combined with --render'],
    [['--istio', '9.9'], '"9.9" is not an Istio version that KFaas knows: 1.0.0 to 1.31'],
    [['--output', ''], '--output names no folder'],
    [['--output', 'absent'], 'there is no folder absent: render it first, by kfaas synth'],
    [['--render'], 'the working tree has no program that renders: there is no cli/kfaas.js'],
  ])('%j', async (args, message) => {
    const { path } = repository();
    const { exit, out, err } = await diff(path, ...args);
    expect([exit, out]).toEqual([2, '']);
    if (typeof message === 'string') expect(err).toBe(`error: ${message}\n`);
    else expect(err).toMatch(message);
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

  test('a file that cannot be read: the rest is still reported', async () => {
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

  test('a pointer of git-lfs in place of a file', async () => {
    const { path, edit } = repository();
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`;
    edit({ [`${US}/faas-prod/a-x.yaml`]: pointer });
    const { exit, out } = await diff(path);
    expect(exit).toBe(2);
    expect(out).toContain('a git-lfs pointer, not the file itself: run git lfs pull');
    expect(out).toContain('dist/prod/prod-us/faas-prod/a-x.yaml:1:1');
  });

  test('the same bytes under a name that says JSON and one that says YAML: the one is broken, the other is read', async () => {
    const { path, edit } = repository();
    const two = `${yaml('v', '/faas/api/a/v/')}---\n${yaml('w', '/faas/api/a/w/')}`;
    edit({ [`${US}/faas-prod/a.json`]: two, [`${US}/faas-prod/b.yaml`]: two });
    const { exit, out } = await diff(path);
    expect(exit).toBe(2);
    expect(out).toContain('newly answered  prefix /faas/api/a/v/');
    expect(out).toContain('newly answered  prefix /faas/api/a/w/');
    expect(out.match(/error KF102/g)).toHaveLength(1);
    expect(out).toContain('dist/prod/prod-us/faas-prod/a.json:');
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

  test('a difference without such a risk exits with 0', async () => {
    const { path, edit } = repository();
    edit({ [`${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    // Its requests go to a host that is no Knative Service, which a warning says.
    expect(await diff(path, '--fail-on', 'error')).toMatchObject({ exit: 0, err: '' });
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
