import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { declaration, DECLARATION, diff, firstLine, repository, US, yaml } from './diff-repository';
import { gitFolder } from '../fixtures/git-folder';
import { kfaasProcess } from './kfaas-command';
import { projectFolder } from '../fixtures/project-folder';

describe('which snapshots are compared', () => {
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

  test('on a branch: from the merge base with main', async () => {
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

  test('a branch without a common commit with origin/main asks to fetch more', async () => {
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
      '1 set of requests changes: it is handled differently.',
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
      [`mesh/kfaas/${US}/${DECLARATION}`]: declaration('1.28.6'),
      [file]: yaml('x', '/faas/api/a/x/'),
    });
    commit('base');
    edit({ [file]: yaml('x', '/faas/api/a/x/', ', timeout: 5s') });
    const project = join(path, 'mesh/kfaas');
    const told = /^1 set of requests changes: it is handled differently\.\n/;
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

  test('a base that has no manifests yet: everything is new, and it says so', async () => {
    const { path, edit, commit } = gitFolder();
    edit({ 'README.md': 'x' });
    commit('nothing');
    edit({ [`${US}/faas-prod/a-x.yaml`]: yaml('x', '/faas/api/a/x/') });
    const { exit, out } = await diff(path, 'HEAD');
    expect([exit, firstLine({ out })]).toEqual([1, '1 set of requests changes: it is newly answered.']);
    expect(out).toMatch(/ has no folder dist: everything counts as new\./);
  });

  test('links and pipes among the manifests are ignored in both snapshots', async () => {
    const { path, commit } = repository();
    symlinkSync(join(path, US, 'faas-prod/a-x.yaml'), join(path, US, 'faas-prod/link.yaml'));
    commit('link');
    expect(spawnSync('mkfifo', [join(path, US, 'faas-prod/pipe.yaml')]).status).toBe(0);
    expect(await diff(path, 'HEAD')).toMatchObject({ exit: 0, err: '' });
    const folders = await diff(path, 'dist', 'dist');
    expect([folders.exit, folders.out.includes('it is no regular file')]).toEqual([0, false]);
  });

  test('in a hook of git, which names the repository and its index', () => {
    const { path, edit, git } = repository();
    edit({ [`sub/${US}/faas-prod/a-z.yaml`]: yaml('z', '/faas/api/a/z/') });
    git('add', '--all');
    git('commit', '--quiet', '-m', 'sub');
    const said = { GIT_DIR: join(path, '.git'), GIT_INDEX_FILE: '.git/index', GIT_PREFIX: '' };
    const { exit, err } = kfaasProcess(join(path, 'sub'), ['diff', 'HEAD'], { env: said });
    expect([exit, err]).toEqual([0, '']);
  });

  test('the index is not written', async () => {
    const { path } = repository();
    const index = readFileSync(join(path, '.git/index'));
    const later = new Date(Date.now() + 5000);
    utimesSync(join(path, US, DECLARATION), later, later);
    await diff(path, '--changed-since', 'HEAD');
    await diff(path, 'HEAD');
    expect(readFileSync(join(path, '.git/index')).equals(index)).toBe(true);
  });

  test('a declaration names the cluster, independent of the folder; so does that of an earlier revision', async () => {
    const { path, edit } = gitFolder();
    const kustomization = (name: string) =>
      `kind: Kustomization\nmetadata: { name: ${name}, annotations: { kfaas.io/environment: qa, kfaas.io/istio: 1.22 } }\n`;
    for (const [side, timeout] of [
      ['one', '5s'],
      ['two', '9s'],
    ]) {
      edit({
        [`${side}/qa/us/${DECLARATION}`]: declaration('1.22'),
        [`${side}/qa/us/a.yaml`]: yaml('a', '/a/', ', timeout: 5s'),
        [`${side}/qa/eu/kustomization.yaml`]: kustomization('qa-eu'),
        [`${side}/qa/eu/a.yaml`]: yaml('a', '/a/', `, timeout: ${timeout}`),
      });
    }
    const { out } = await diff(path, 'one/qa', 'two/qa');
    expect(firstLine({ out })).toBe('1 set of requests changes: it is handled differently.');
    expect(out).not.toContain('do not say by which Istio');
  });

  test('an unknown version is reported', async () => {
    const { path, edit } = repository();
    edit({ [`${US}/${DECLARATION}`]: declaration('99.1.1') });
    const { out } = await diff(path, 'HEAD');
    expect(out).toMatch(
      /The manifests of the working tree say Istio 99\.1\.1, which KFaas does not know; assumed: prod-us Istio 1\.\d+\./,
    );
  });

  test('two folders, with the rules of an Istio version', async () => {
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
    edit({ [`${US}/${DECLARATION}`]: declaration('1.29.2') });
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

describe('--changed-since reads unchanged files that affect the result', () => {
  const query = (name: string) =>
    yaml(name, '/q/').replace(
      '{ uri: { prefix: /q/ } }',
      '{ uri: { prefix: /q/ }, queryParams: { v: { exact: "2" } } }',
    );

  test('a cluster that gets another Istio is read whole', async () => {
    const { path, edit, commit } = repository();
    edit({ [`${US}/${DECLARATION}`]: declaration('1.2.10'), [`${US}/faas-prod/a-q.yaml`]: query('q') });
    commit('old');
    edit({ [`${US}/${DECLARATION}`]: declaration('1.3.8') });
    const [whole, changed] = [await diff(path, 'HEAD'), await diff(path, '--changed-since', 'HEAD')];
    expect(firstLine(whole)).toBe('1 set of requests changes: it is no longer answered.');
    expect(firstLine(changed)).toBe(firstLine(whole));
    expect(changed.out).toContain('KF803');
  });

  test('the Istio version stands in a file that does not differ', async () => {
    const { path, edit, commit } = repository();
    edit({ [`${US}/${DECLARATION}`]: declaration('1.2.10'), [`${US}/faas-prod/a-q.yaml`]: query('q') });
    commit('old');
    edit({ [`${US}/faas-prod/a-q.yaml`]: query('q').replace('"2"', '"3"') });
    const { out } = await diff(path, '--changed-since', 'HEAD');
    // Query parameters came with 1.3.
    expect(firstLine({ out })).toMatch(/^No request changes/);
    expect(out).not.toContain('do not say by which Istio');
  });

  test('a cluster is added, removed and renamed', async () => {
    const { path, edit, commit, git } = repository();
    const other = 'dist/prod/prod-new';
    edit({
      [`${other}/${DECLARATION}`]: declaration('1.28.6').replace('prod-us', 'prod-new'),
      [`${other}/faas-prod/a-n.yaml`]: yaml('n', '/n/'),
    });
    const changed = (...args: readonly string[]) => diff(path, '--changed-since', 'HEAD', ...args);
    expect(firstLine(await changed())).toBe('1 set of requests changes: it is newly answered.');
    commit('new');
    git('rm', '-r', '--quiet', other);
    expect(firstLine(await changed())).toBe('1 set of requests changes: it is no longer answered.');
    git('reset', '--hard', '--quiet');
    git('mv', other, 'dist/prod/renamed');
    expect((await changed()).err).toBe('');
  });

  test('a folder that git ignores is refused: git does not know what differs', async () => {
    const { path, edit, git } = repository();
    git('rm', '-r', '--cached', '--quiet', 'dist');
    edit({ '.gitignore': 'dist\n' });
    git('add', '.gitignore');
    git('commit', '--quiet', '-m', 'ignored');
    expect(await diff(path, '--changed-since', 'HEAD')).toEqual({
      exit: 2,
      out: '',
      err: 'error: git ignores dist, and does not know what differs there: name two folders\n',
    });
  });

  test('a file that moves from one cluster to another changes both', async () => {
    const { path, edit, commit } = gitFolder();
    edit({ 'dist/prod/a/one.yaml': yaml('x', '/x/'), 'dist/prod/b/two.yaml': yaml('y', '/y/') });
    commit('base');
    edit({ 'dist/prod/a/one.yaml': undefined, 'dist/prod/b/one.yaml': yaml('x', '/x/') });
    const [whole, changed] = [await diff(path, 'HEAD'), await diff(path, '--changed-since', 'HEAD')];
    expect(firstLine(whole)).toBe('2 sets of requests change: 1 is no longer answered, 1 is newly answered.');
    expect(firstLine(changed)).toBe(firstLine(whole));
  });
});
