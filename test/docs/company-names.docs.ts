import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProgram } from '../fixtures/company';
import { projectFolder } from '../fixtures/project-folder';

/*
 * A company that calls everything otherwise, as a process: the program under test cannot load environments/ again.
 */
const { path: PROJECT } = projectFolder();
copyProgram(PROJECT, ['test', 'docs', 'bench']);

/** Each test runs several processes. In milliseconds. */
const TIMEOUT = 240_000;

const NAMES = `export const NAMES = {
  prefix: '/api/fn/',
  namespace: 'acme-functions',
  gatewayService: 'gw-<namespace>-entry',
  virtualService: '<service>.<namespace>.routes',
  ingressGateway: 'in-<namespace>',
  egressGateway: 'way-out',
};
`;

function kfaas(...words: readonly string[]) {
  const { NODE_OPTIONS, ...env } = process.env;
  expect(NODE_OPTIONS).toContain('use-company');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/kfaas.js', ...words], {
    cwd: PROJECT,
    env,
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { exit: status, out: stdout, err: stderr };
}

function git(...words: readonly string[]): void {
  const author = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  execFileSync('git', [...author, ...words], { cwd: PROJECT, stdio: 'pipe' });
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The text of every file of the output, with its path. */
function output(): string {
  return filesBelow('dist')
    .map((file) => `${file}\n${readFileSync(file, 'utf8')}`)
    .join('\n');
}

/** Replaces the prefix in the catalog and in what domains expose. */
function rename(): void {
  const index = join(PROJECT, 'environments/index.ts');
  writeFileSync(index, readFileSync(index, 'utf8') + NAMES);
  for (const file of [...filesBelow('functions'), ...filesBelow('environments')]) {
    const text = readFileSync(file, 'utf8');
    if (text.includes('/faas/api/')) writeFileSync(file, text.replaceAll('/faas/api/', '/api/fn/'));
  }
}

const US = ['--cluster', 'prod-us'];

test(
  'everything renders with the names of the company, and every command reads it',
  () => {
    expect(kfaas('synth')).toMatchObject({ exit: 0 });
    git('init', '-q');
    git('add', 'dist', 'functions', 'environments');
    git('commit', '-qm', 'defaults');

    rename();
    // What an earlier run left is not taken for what is rendered now.
    expect(kfaas('synth')).toMatchObject({ exit: 0 });
    const text = output();
    for (const usual of [
      'kfaas-system',
      '/faas/api/',
      'ksvc-gateway',
      'ksvc-virtualservice',
      'faas-prod-ingress-gateway',
    ]) {
      expect(text.split('\n').filter((line) => line.includes(usual))).toEqual([]);
    }
    expect(text).toContain('gw-faas-prod-entry.acme-functions.svc.cluster.local');
    expect(existsSync(join(PROJECT, 'dist/prod/prod-us/system/cluster.yaml'))).toBe(true);

    expect(kfaas('check')).toMatchObject({ exit: 0 });
    expect(kfaas('check', '--manifests', 'dist/prod/prod-us')).toMatchObject({ exit: 0 });

    const across = kfaas('diff', 'HEAD');
    expect(across.err).not.toContain('error');
    expect(across.out).toContain('acme-functions');

    git('add', '.');
    git('commit', '-qm', 'names');
    const path = '/api/fn/saas/hello/';
    expect(kfaas('new', 'saas/hello', '--runtime', 'nodejs')).toMatchObject({ exit: 0 });
    const route = kfaas('route', path, ...US);
    expect(route).toMatchObject({ exit: 0 });
    expect(route.out).toContain('saas/hello');
    expect(route.out).toContain('faas-prod');
    const host = 'gw-faas-prod-entry.acme-functions.svc.cluster.local';
    const rendered = kfaas('route', path, '--manifests', 'dist/prod/prod-us', '--host', host);
    expect(rendered).toMatchObject({ exit: 0 });
    expect(rendered.out).toContain('saas/hello');

    const added = kfaas('diff', 'HEAD', '-o', 'json');
    expect(added.out).toContain('"namespace": "faas-prod"');
    expect(added.out).toContain('prefix /api/fn/saas/hello/');
    const asked = kfaas('diff', 'HEAD', '--url', path);
    expect(asked.out).toContain(path);
  },
  TIMEOUT,
);

test(
  'a team under another prefix, and a new team',
  () => {
    const team = join(PROJECT, 'functions/fresh/team.yaml');
    const made = kfaas('new', 'fresh/one', '--runtime', 'golang', '--contact', 'fresh@example.com');
    expect(made.err + made.out).toContain('new      functions/fresh/one.yaml');
    expect(readFileSync(team, 'utf8')).toContain('- /api/fn/fresh/');
    writeFileSync(team, readFileSync(team, 'utf8').replace('/api/fn/', '/faas/api/'));
    const { exit, out } = kfaas('check');
    expect(exit).toBe(1);
    expect(out).toContain('the prefix "/faas/api/fresh/" is not under /api/fn/');
    // The last render answers, with the names that it declares.
    const route = kfaas('route', '/api/fn/fresh/one/', ...US);
    expect(route.err).toContain('this is the answer of dist/');
    expect(route.out).toContain('fresh/one');
    writeFileSync(team, readFileSync(team, 'utf8').replace('/faas/api/', '/api/fn/'));
  },
  TIMEOUT,
);

test(
  'the commands that show and change the catalog',
  () => {
    expect(kfaas('list').out).toContain('/api/fn/fresh/one/');
    expect(kfaas('graph')).toMatchObject({ exit: 0 });
    expect(kfaas('rollout', 'saas/quotation', 'status')).toMatchObject({ exit: 0 });
    expect(kfaas('upgrade', 'prod-us', '--istio', '1.27.0').err).not.toContain('error');
    expect(kfaas('rename', 'fresh/one', 'two')).toMatchObject({ exit: 0 });
    expect(readFileSync(join(PROJECT, 'functions/fresh/two.yaml'), 'utf8')).toContain(
      'prefix: /api/fn/fresh/one/',
    );
  },
  TIMEOUT,
);
