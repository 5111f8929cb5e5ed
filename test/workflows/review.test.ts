import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { copyProgram } from '../fixtures/company';
import { gitFolder, type GitFolder } from '../fixtures/git-folder';
import { projectFolder } from '../fixtures/project-folder';
import { MARKER, ROOT, stepsOf, workflow } from './workflow-files';

/*
 * The step of review.yaml that reviews, run for real: in a repository whose base is this project with the company of the
 * tests, on commits as pull requests bring them. Only npm is another one, which takes the libraries that are here.
 */
const NPM = `#!/bin/sh
echo "$PWD $*" >> "$STORE/npm"
ln -s '${join(ROOT, 'node_modules')}' node_modules
`;

const SCRIPT = stepsOf(workflow('review.yaml')).find(({ run = '' }) => run.includes('.ci/review'))?.run ?? '';

// Each review runs the program eight times or so.
jest.setTimeout(180_000);

let project: GitFolder;
let base: string;

beforeAll(() => {
  project = gitFolder();
  const { path } = project;
  copyProgram(path, ['test', 'bench', 'docs']);
  // One team suffices.
  for (const team of readdirSync(join(path, 'functions'))) {
    if (team !== 'saas') rmSync(join(path, 'functions', team), { recursive: true });
  }
  synth();
  writeFileSync(join(path, '.git/info/exclude'), 'node_modules\n');
  base = project.commit('base');
});

/** Renders as the author of a pull request does, by the program that the working tree has. */
function synth(): void {
  const { status, stderr } = spawnSync(process.execPath, ['cli/kfaas.js', 'synth'], {
    cwd: project.path,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

/** Commits files on top of the base, and their manifests. */
function pullRequest(files: Readonly<Record<string, string | undefined>>, rendered = true): void {
  project.git('reset', '--quiet', '--hard', base);
  project.edit(files);
  if (rendered) synth();
  project.commit('a pull request');
}

/** The text of a file of the base, with a replacement. */
function changed(file: string, from: string, to: string): Readonly<Record<string, string>> {
  const text = project.git('show', `${base}:${file}`);
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  return { [file]: `${text.replace(from, to)}\n` };
}

/** What the program says on a busy machine, where it takes longer. */
const PROGRESS = /^(reading manifests|comparing (objects|requests)): \d+ %\n/gm;

function review(env: Readonly<Record<string, string>> = {}) {
  const { path } = projectFolder({ 'bin/npm': NPM, 'store/.keep': '', 'temp/.keep': '' });
  chmodSync(join(path, 'bin/npm'), 0o755);
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', SCRIPT], {
    cwd: project.path,
    env: {
      ...process.env,
      PATH: `${join(path, 'bin')}:${process.env.PATH ?? ''}`,
      STORE: join(path, 'store'),
      RUNNER_TEMP: join(path, 'temp'),
      TMPDIR: join(path, 'temp'),
      FORMAT: 'github',
      FAIL_ON: 'error',
      ACCEPTED_BY: '',
      ...env,
    },
    encoding: 'utf8',
  });
  const read = (name: string) =>
    existsSync(join(path, name)) ? readFileSync(join(path, name), 'utf8') : undefined;
  return {
    status,
    stdout,
    stderr: stderr.replaceAll(PROGRESS, ''),
    read,
    comment: read('temp/answers/comment.md') ?? '',
  };
}

const short = () => base.slice(0, 10);

test('a change of the catalog is reviewed by the program of the base, and says so', () => {
  pullRequest(changed('functions/saas/price-list.yaml', 'timeout: 10s', 'timeout: 8s'));
  const { status, comment, read, stderr } = review();
  expect([status, stderr.replaceAll(/the answers are in .*\n/g, '')]).toEqual([0, '']);
  expect(comment).toMatch(
    new RegExp(
      `^${MARKER}\nReviewed with the program of ${short()}, the base.\n\n## What the catalog changes\n\n### 1 set of requests`,
    ),
  );
  expect(comment).toContain('10s');
  expect(comment).not.toContain('changes the program');
  expect(comment.match(/<!--/g)).toHaveLength(1);
  expect(read('temp/answers/diff.html')).toContain('<!doctype html>');
  expect(read('temp/answers/program.html')).toBeUndefined();
  // The libraries are the base's, and no script of theirs runs.
  expect(read('store/npm')).toMatch(/\/base ci --ignore-scripts --no-audit --no-fund\n$/);
  expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
});

test('a program that praises its own change does not run, and the change is told', () => {
  const praise = "require('node:fs').writeFileSync(process.env.STORE + '/ran', '');\nconsole.log('fine');\n";
  // A function disappears, and the new program has nothing to say about it.
  pullRequest({ 'functions/saas/price-list.yaml': undefined });
  project.edit({ 'cli/kfaas.js': praise, '.ci/review': `#!/bin/sh\n: > "$STORE/ran"\nexit 0\n` });
  project.commit('a praise');
  project.git('reset', '--quiet', '--soft', base);
  project.commit('both');
  const { status, stdout, comment, read } = review();
  expect([status, read('store/ran')]).toEqual([1, undefined]);
  expect(stdout).toContain('::error');
  expect(comment).toContain('KF803');
  expect(comment).toContain(
    `\n**It changes the program itself**, or how it is run (2 files): \`.ci/review\` \`cli/kfaas.js\`. These files did not run here. Read them.\n`,
  );
  expect(comment).toContain('Nothing: both programs render the same bytes from this catalog.');
});

test('what a changed program renders otherwise is told by itself, and its risks count', () => {
  pullRequest({
    ...changed('functions/saas/price-list.yaml', 'timeout: 10s', 'timeout: 8s'),
    ...changed('base/company-names.ts', '${team}/${name}/`', '${team}/${name}/moved/`'),
  });
  const { comment, read, status } = review();
  const [, head = '', program = '', catalog = ''] =
    /^([^]*)\n## What the changed program renders otherwise\n([^]*)\n## What the catalog changes\n([^]*)$/.exec(
      comment,
    ) ?? [];
  expect(status).toBe(1);
  expect(head).toContain('(1 file): `base/company-names.ts`');
  expect(program).toContain('KF803');
  expect(program).not.toContain('8s');
  expect(catalog).toContain('8s');
  expect(catalog).not.toContain('KF803');
  expect(read('temp/answers/program.html')).toContain('KF803');
});

test('manifests that the catalog does not render fail, and a change of environments/ is named', () => {
  const image = ['egress-gateway:2.8.0', 'egress-gateway:2.8.1'] as const;
  pullRequest(changed('environments/prod.ts', ...image), false);
  // Nor does a link lead the base's program to its own files.
  const linked = join(project.path, 'dist/prod/prod-us');
  rmSync(linked, { recursive: true });
  symlinkSync('../../cli', linked);
  project.commit('a link');
  project.git('reset', '--quiet', '--soft', base);
  project.commit('both');
  const { status, stdout, comment } = review();
  expect(status).toBe(1);
  expect(stdout).toContain(
    "::error::dist/ is not what the catalog renders: run 'npm run synth' and commit the result",
  );
  expect(comment).toContain('**`dist/` is not what the catalog renders.**');
  expect(comment).toContain(
    '**It changes `environments/`, which is TypeScript that this program loads**: read `environments/prod.ts`.',
  );
  expect(comment).toContain('`2.8.0 -> 2.8.1`');
});

test('a catalog that only the changed program reads fails, unless its risks are accepted', () => {
  const field = changed(
    'catalog/schema.ts',
    'const overridable = {',
    'const overridable = {\n  shiny: z.boolean().optional(),',
  );
  pullRequest({
    ...field,
    ...changed('functions/saas/price-list.yaml', 'runtime:', 'shiny: true\nruntime:'),
  });
  const { status, stdout, comment, read } = review();
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error file=functions\/saas\/price-list.yaml,line=2,.*KF201/m);
  expect(comment).toContain('The program of the base cannot render this catalog; the run says why.');
  expect(comment).toContain(
    '## What the changed program and the changed catalog do together\n\n### No request changes',
  );
  expect(read('temp/answers/diff.html')).toBeUndefined();
  const accepted = review({ FAIL_ON: 'never', ACCEPTED_BY: 'kim' });
  expect(accepted.status).toBe(0);
  expect(accepted.comment).toContain('\n**Risks accepted** by kim, for this commit (label risk-accepted).\n');
});

test('a base that is not here is an error that says what to do', () => {
  const { status, stderr } = spawnSync('bash', [join(ROOT, '.ci/review'), 'f'.repeat(40), 'answers'], {
    cwd: project.path,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, `there is no commit ${'f'.repeat(40)} here: fetch more history\n`]);
});
