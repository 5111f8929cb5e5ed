import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadCatalog } from '../catalog';
import { renderHuman } from '../findings';
import { gitFolder } from './git-folder';
import { kfaas } from './kfaas-command';
import { projectFolder } from './project-folder';

const ROOT = resolve(__dirname, '..');

/** Runs `kfaas codeowners` in a project with these teams. */
function codeowners(teams: Readonly<Record<string, string>>) {
  const files = Object.entries(teams).flatMap(([team, text]) => [
    [`functions/${team}/team.yaml`, `${text}\nprefixes: [/faas/api/${team}/]\n`],
    [`functions/${team}/a.yaml`, 'runtime: nodejs\n'],
  ]);
  const { path } = projectFolder(Object.fromEntries(files) as Record<string, string>);
  return kfaas(path, 'codeowners');
}

test('.github/CODEOWNERS is what the catalog gives', async () => {
  const { exit, out, err } = await kfaas(ROOT, 'codeowners');
  expect([exit, err]).toEqual([0, '']);
  // After a change of a team.yaml: npx kfaas codeowners > .github/CODEOWNERS
  expect(out).toBe(readFileSync(join(ROOT, '.github/CODEOWNERS'), 'utf8'));
});

test('a team is owned by whom it names, else by its contact, else by whom everything is', async () => {
  const { exit, out, err } = await codeowners({
    saas: "contact: '#saas'\nowners: ['@example/saas', '@kim', 'lee@example.com']",
    ops: 'contact: ops@example.com',
    'ops-x': "contact: 'ask ops@example.com'",
  });
  expect([exit, err]).toEqual([0, '']);
  expect(out).toMatchInlineSnapshot(`
   "# Written by \`kfaas codeowners\` from functions/*/team.yaml and environments/delivery.ts; change those, not this.

   * @example/kfaas-platform

   /functions/ops/ ops@example.com
   # /functions/ops-x/: its team.yaml names no owners, and its contact is no mail address
   /functions/saas/ @example/saas @kim lee@example.com
   "
  `);
});

test('in a part of a larger repository the paths are those from its top', async () => {
  const { path, edit } = gitFolder();
  edit({
    'sub/my [proj]/functions/saas/team.yaml': "contact: '#a'\nprefixes: [/faas/api/saas/]\n",
    'sub/my [proj]/functions/ops/team.yaml': 'contact: ops@example.com\nprefixes: [/faas/api/ops/]\n',
    'sub/my [proj]/functions/ops/a.yaml': 'runtime: nodejs\n',
  });
  const { exit, out, err } = await kfaas(join(path, 'sub/my [proj]'), 'codeowners');
  expect([exit, err]).toEqual([0, '']);
  expect(out.split('\n').slice(2)).toEqual([
    '/sub/my\\ \\[proj\\]/ @example/kfaas-platform',
    '',
    '/sub/my\\ \\[proj\\]/functions/ops/ ops@example.com',
    '# /sub/my\\ \\[proj\\]/functions/saas/: its team.yaml names no owners, and its contact is no mail address',
    '',
  ]);
  // At the top, however the working folder is reached.
  edit({ 'functions/ops/team.yaml': 'contact: ops@example.com\nprefixes: [/faas/api/ops/]\n' });
  edit({ 'functions/ops/a.yaml': 'runtime: nodejs\n' });
  expect((await kfaas(path, 'codeowners')).out).toContain('\n* @example/kfaas-platform\n');
});

test('a catalog with mistakes writes nothing', async () => {
  const { exit, out, err } = await codeowners({ saas: 'contact: a@example.com\nowners: [saas-platform]' });
  expect([exit, out]).toEqual([1, '']);
  expect(err).toMatchInlineSnapshot(`
   "functions/saas/team.yaml:2:10 error KF204 "saas-platform" is nobody that CODEOWNERS can name
     2 | owners: [saas-platform]
       |          ^
     help: write @user, @organisation/team or a mail address, such as @example/saas-platform

   1 error
   Nothing was written.
   "
  `);
});

test.each(['@', '@a b', '@-a', '@a--b', '@a/', '@a/b/c', 'a@b', 'a', '@a # b', '* @a', '@a\n/ @b'])(
  '%j is nobody that CODEOWNERS can name',
  (owner) => {
    const owners = JSON.stringify([owner]);
    const { path } = projectFolder({
      'a/team.yaml': `contact: x\nowners: ${owners}\nprefixes: [/faas/api/a/]\n`,
      'a/b.yaml': 'runtime: nodejs\n',
    });
    const { findings, sources } = loadCatalog(path, [{ environment: 'test', cluster: 'test-cn' }]);
    const text = renderHuman(findings, { source: (file) => sources.get(file) });
    expect(findings.map(({ code }) => code)).toEqual(['KF204']);
    expect(text).toContain(`${JSON.stringify(owner)} is nobody that CODEOWNERS can name`);
  },
);
