import { join } from 'node:path';
import { loadCatalog } from '../../catalog';
import { renderHuman } from '../../findings';
import { gitFolder } from '../fixtures/git-folder';
import { kfaas } from './kfaas-command';
import { projectFolder } from '../fixtures/project-folder';

/** Runs `kfaas codeowners` in a project with these teams. */
function codeowners(teams: Readonly<Record<string, string>>) {
  const files = Object.entries(teams).flatMap(([team, text]) => [
    [`functions/${team}/team.yaml`, `${text}\nprefixes: [/faas/api/${team}/]\n`],
    [`functions/${team}/a.yaml`, 'runtime: nodejs\n'],
  ]);
  const { path } = projectFolder(Object.fromEntries(files) as Record<string, string>);
  return kfaas(path, 'codeowners');
}

test('the owner of a team: its owners, its contact, or the default owners', async () => {
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

   /dist/*/*/*/ops-*.yaml ops@example.com
   /dist/*/*/*/ops-x-*.yaml @example/kfaas-platform
   /dist/*/*/*/saas-*.yaml @example/saas @kim lee@example.com
   /dist/*/*/system/ @example/kfaas-platform
   "
  `);
});

/** The owners of a file, as a code host finds them: those of the last line that matches. */
function ownersOf(file: string, text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const matching = lines.filter((line) => {
    const [pattern = ''] = line.split(' ');
    const source = pattern.replace(/[.+^${}()|]/g, '\\$&').replaceAll('*', '[^/]*');
    return pattern === '*' || new RegExp(`^${source}${pattern.endsWith('/') ? '' : '$'}`).test(`/${file}`);
  });
  return matching.at(-1)?.split(' ').slice(1).join(' ');
}

test('the manifests of a function belong to its team, unless they have routes of another team', async () => {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/plain.yaml': 'runtime: nodejs\n',
    'functions/saas/x-y.yaml': 'runtime: nodejs\n',
    'functions/saas-x/team.yaml':
      'contact: saas-x@example.com\ngroup: saas-x-developers\nprefixes: [/faas/api/saas-x/]\n',
    'functions/saas-x/plain.yaml': 'runtime: nodejs\n',
    'functions/faas/team.yaml': 'contact: faas@example.com\nprefixes: [/faas/api/faas/]\n',
    'functions/faas/plain.yaml': 'runtime: nodejs\n',
    'functions/shop/team.yaml':
      'contact: shop@example.com\nprefixes: [/faas/api/shop/]\nconsents: [pics/thumb]\n',
    'functions/shop/wide.yaml': 'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/shop/ } }]\n',
    'functions/pics/team.yaml': 'contact: pics@example.com\nprefixes: [/faas/api/pics/]\n',
    'functions/pics/thumb.yaml': 'runtime: nodejs\nroutes: [{ match: { prefix: /faas/api/shop/pics/ } }]\n',
  });
  const { err, out } = await kfaas(path, 'codeowners');
  expect(err).toBe('');
  const rendered = (name: string) => ownersOf(`dist/prod/prod-us/faas-prod/${name}.yaml`, out);
  expect(rendered('saas-plain')).toBe('saas@example.com');
  expect(rendered('saas-x-plain')).toBe('saas-x@example.com');
  // The file of saas-x begins like those of saas.
  expect(rendered('saas-x.readers')).toBe('saas-x@example.com');
  // The function x-y of saas, although the name of its file begins like those of saas-x.
  expect(rendered('saas-x-y')).toBe('saas@example.com');
  // Its VirtualService has a rule of pics/thumb.
  expect(rendered('shop-wide')).toBe('@example/kfaas-platform');
  expect(rendered('pics-thumb')).toBe('pics@example.com');
  expect(ownersOf('dist/prod/prod-us/system/faas-prod-ksvc-gateway.service.yaml', out)).toBe(
    '@example/kfaas-platform',
  );
  expect(ownersOf('dist/gitops/argocd/applicationset.yaml', out)).toBe('@example/kfaas-platform');
  expect(ownersOf('functions/saas/x-y.yaml', out)).toBe('saas@example.com');
});

test('in a subfolder of a repository, paths are relative to its root', async () => {
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
    '/dist/*/*/*/ops-*.yaml ops@example.com',
    '/dist/*/*/*/saas-*.yaml @example/kfaas-platform',
    '/dist/*/*/system/ @example/kfaas-platform',
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
   "functions/saas/team.yaml:2:10 error KF204 "saas-platform" is not an owner that CODEOWNERS accepts
     2 | owners: [saas-platform]
       |          ^
     help: write @user, @organisation/team or a mail address, such as @example/saas-platform

   1 error
   Nothing was written.
   "
  `);
});

test.each(['@', '@a b', '@-a', '@a--b', '@a/', '@a/b/c', 'a@b', 'a', '@a # b', '* @a', '@a\n/ @b'])(
  '%j is not an owner that CODEOWNERS accepts',
  (owner) => {
    const owners = JSON.stringify([owner]);
    const { path } = projectFolder({
      'a/team.yaml': `contact: x\nowners: ${owners}\nprefixes: [/faas/api/a/]\n`,
      'a/b.yaml': 'runtime: nodejs\n',
    });
    const { findings, sources } = loadCatalog(path, [{ environment: 'test', cluster: 'test-cn' }]);
    const text = renderHuman(findings, { source: (file) => sources.get(file) });
    expect(findings.map(({ code }) => code)).toEqual(['KF204']);
    expect(text).toContain(`${JSON.stringify(owner)} is not an owner that CODEOWNERS accepts`);
  },
);
