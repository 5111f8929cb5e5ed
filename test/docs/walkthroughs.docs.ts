import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyProgram } from '../fixtures/company';
import { gitFolder } from '../fixtures/git-folder';
import { isShown, stepsOf, updatePage } from './page';

/*
 * npm run test:docs: runs what the pages tell a reader to run, in a fresh copy of the project, and compares what comes out.
 * UPDATE_DOCS=1 npm run test:docs writes the outputs into the pages; read the diff then.
 */
const PAGES = [
  'README.md',
  'docs/getting-started.md',
  'docs/tasks.md',
  'docs/reviewing.md',
  'docs/upgrading.md',
  'docs/checking-any-mesh.md',
];

/** Folders that no command of a page reads. */
const LEFT_OUT = ['test', 'bench'];

/**
 * A clone of the project with all that is not committed yet; `origin/main` is where it is now. Its data is that of the
 * tests' company, so that a page stays true whatever a team adds to the catalog.
 */
function clonedProject(): string {
  const { path, git } = gitFolder();
  copyProgram(path, LEFT_OUT);
  spawnSync(process.execPath, ['cli/kfaas.js', 'synth'], { cwd: path });
  writeFileSync(join(path, '.git/info/exclude'), 'node_modules\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'The project');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return path;
}

/** Runs a command as a reader's shell does; `npx --no -- kfaas` is this project's own command. */
function run(cwd: string, command: string): string {
  const script = `exec 2>&1\nnpx() { shift 3; node cli/kfaas.js "$@"; }\n${command}`;
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined };
  const { stdout } = spawnSync('bash', ['-c', script], { cwd, env, encoding: 'utf8' });
  // On a slow machine a command shows how far it is.
  // The names of the copy's commits depend on every file of the project, and their dates on the run.
  return stdout
    .replace(/^[a-z ]+: \d{1,3} %\n/gm, '')
    .replace(/ \([0-9a-f]{10}\)/g, ' (1a2b3c4d5e)')
    .replace(/\d{4}-\d\d-\d\dT\S+ [0-9a-f]{7,} test: /g, '2026-01-05T10:00:00+08:00 1a2b3c4 test: ');
}

test.each(PAGES)('%s shows what its commands print', (page) => {
  const project = clonedProject();
  const outputs = stepsOf(page).flatMap((step) => {
    if (step.kind === 'command') return [{ ...step, output: run(project, step.command) }];
    mkdirSync(dirname(join(project, step.path)), { recursive: true });
    writeFileSync(join(project, step.path), step.text);
    return [];
  });
  expect(outputs.length).toBeGreaterThan(0);
  if (process.env.UPDATE_DOCS !== undefined) updatePage(page, outputs);
  for (const { command, shown, output } of outputs) {
    if (process.env.UPDATE_DOCS === undefined && !isShown(shown, output)) {
      expect(`$ ${command}\n${output.trimEnd()}`).toBe(`$ ${command}\n${shown}`);
    }
  }
});
