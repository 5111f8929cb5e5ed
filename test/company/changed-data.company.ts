import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { gitFolder, type GitFolder } from '../fixtures/git-folder';
import { NOT_COMMITTED } from '../fixtures/not-committed';

const ROOT = resolve(__dirname, '../..');

/** A clone of this repository, with the real company's data and all that is not committed yet. */
function clone(): GitFolder {
  const folder = gitFolder();
  for (const name of readdirSync(ROOT)) {
    if (!NOT_COMMITTED.includes(name)) cpSync(join(ROOT, name), join(folder.path, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  writeFileSync(join(folder.path, '.git/info/exclude'), 'node_modules\n');
  folder.commit('The project');
  return folder;
}

/** Runs a line of shell in the clone, without what Jest tells the processes of this run. */
function run({ path }: GitFolder, line: string): string {
  const env = { ...process.env, NODE_OPTIONS: undefined, CI: 'true' };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    cwd: path,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const text = stdout + stderr;
  if (status !== 0) throw new Error(`${line} ended with ${status}:\n${text.slice(-20_000)}`);
  return text;
}

/**
 * The part of the suite that runs a second time: another sixth with each commit, since the whole would double CI's longest step. A test that
 * reads the data is found within six commits; KFAAS_ALL=1 runs all of it.
 */
function shard(): string {
  if (process.env.KFAAS_ALL !== undefined) return '1/1';
  const { stdout } = spawnSync('git', ['rev-list', '--count', 'HEAD'], { cwd: ROOT, encoding: 'utf8' });
  return `${((Number(stdout.trim()) || 0) % 6) + 1}/6`;
}

/** Puts a text before the first occurrence of another in a file. */
function insert({ path }: GitFolder, file: string, before: string, text: string): void {
  const old = readFileSync(join(path, file), 'utf8');
  expect(old).toContain(before);
  writeFileSync(join(path, file), old.replace(before, `${text}${before}`));
}

test('a function, a team, a cluster, a namespace and an environment more are rendered, and pass every check of the files', () => {
  const folder = clone();
  run(folder, 'node cli/kfaas.js new saas/hello-company --runtime nodejs');
  run(folder, 'node cli/kfaas.js new maps-company/tiles --runtime cpp --contact maps@example.com');

  const [cluster] = /\n {4}\{ name: 'prod-[a-z]+'/.exec(
    readFileSync(join(folder.path, 'environments/prod.ts'), 'utf8'),
  ) ?? [''];
  insert(
    folder,
    'environments/prod.ts',
    cluster,
    "\n    { name: 'prod-company', region: 'ap-northeast-1', platform, functionNamespaces: ['faas-prod', 'faas-2'] },",
  );
  const staging = readFileSync(join(folder.path, 'environments/staging.ts'), 'utf8');
  folder.edit({ 'environments/company.ts': staging.replaceAll('staging', 'company') });
  insert(folder, 'environments/environments.ts', 'import { test }', "import { company } from './company';\n");
  insert(folder, 'environments/environments.ts', 'test, staging', 'company, ');
  folder.edit({ 'functions/ops/health.yaml': undefined });

  run(
    folder,
    'node cli/kfaas.js synth && node cli/kfaas.js codeowners > .github/CODEOWNERS && npm run schemas',
  );
  run(folder, 'npx prettier --check --log-level warn functions environments && npx tsc --noEmit');
  run(folder, 'bash .ci/rendered');
});

test('no test reads the data of the company: whatever a team or the platform changes there, the suite stays green', () => {
  const folder = clone();
  const unreadable: Readonly<Record<string, string | undefined>> = {
    '.ts': "throw new Error('a test reads the data of the company');\n",
    '.yaml': '- unreadable\n',
  };
  for (const data of ['functions', 'environments', 'dist']) {
    for (const file of readdirSync(join(folder.path, data), { encoding: 'utf8', recursive: true })) {
      const text = unreadable[extname(file)];
      if (text !== undefined) writeFileSync(join(folder.path, data, file), text);
    }
  }
  rmSync(join(folder.path, '.github/CODEOWNERS'));
  expect(run(folder, `npx jest --shard=${shard()}`)).toMatch(/^Test Suites: (\d+) passed, \1 total$/m);
});
