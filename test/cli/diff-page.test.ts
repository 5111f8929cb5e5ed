import { diff, repository, US, yaml } from './diff-repository';

/** A repository on the web in which the function a/x is removed, committed. */
function withoutX() {
  const folder = repository();
  folder.edit({
    'functions/a/x.yaml': '# The first line of a function.\nruntime: nodejs\n',
    'docs/findings.md': '# Findings\n',
  });
  const before = folder.commit('with sources');
  folder.edit({ [`${US}/faas-prod/a-x.yaml`]: undefined, 'functions/a/x.yaml': undefined });
  const after = folder.commit('without a/x');
  folder.git('remote', 'add', 'origin', 'git@git.example.com:platform/kfaas.git');
  const web = (commit: string) => `https://git.example.com/platform/kfaas/blob/${commit}/`;
  return { ...folder, before: web(before), after: web(after) };
}

test('a removed function leads to its file of the base, at its first line', async () => {
  const { path, before } = withoutX();
  const { out } = await diff(path, 'HEAD~1');
  expect(out).toContain('at         functions/a/x.yaml:2:1 (removed)\n');
  const page = (await diff(path, 'HEAD~1', '-o', 'html')).out;
  expect(page).toContain(
    `<a href="${before}functions/a/x.yaml#L2"><code>functions/a/x.yaml:2</code></a> (removed)`,
  );
  expect(page).toContain(
    `<li><a href="${before}${US}/faas-prod/a-x.yaml"><code>prod/prod-us/faas-prod/a-x.yaml</code></a></li>`,
  );
});

test('a code leads to the section that explains it', async () => {
  const { path, after } = withoutX();
  expect((await diff(path, 'HEAD~1', '-o', 'html')).out).toContain(
    `<a class="code" href="${after}docs/findings.md#kf803-requests-are-left-without-a-function" title="requests are left without a function">KF803</a>`,
  );
});

test('annotations of GitHub name no file that the change removes', async () => {
  const { path } = withoutX();
  expect((await diff(path, 'HEAD~1', '-o', 'github')).out).toMatch(/^::error title=KF803/m);
});

test('files that are not committed, or not on the web, are no links', async () => {
  const { path, git, edit, after } = withoutX();
  edit({ [`${US}/faas-prod/a-y.yaml`]: yaml('y', '/faas/api/a/z/') });
  const dirty = (await diff(path, 'HEAD', '-o', 'html')).out;
  expect(dirty).toContain('<li><code>prod/prod-us/faas-prod/a-y.yaml</code></li>');
  // What was before is a commit all the same.
  expect(dirty).toContain(`in <a href="${after}${US}/faas-prod/a-y.yaml">`);
  git('remote', 'set-url', 'origin', '/srv/git/kfaas.git');
  expect((await diff(path, 'HEAD', '-o', 'html')).out).not.toContain('href="http');
});
