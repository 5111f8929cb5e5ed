import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git, gitLine, type GitProblem } from '../manifests';

/** Which catalog is rendered, and where. */
export interface RenderRequest {
  /** The commit's full number. @default - the working tree */
  readonly commit?: string;
  /** What people call it. */
  readonly label: string;
  /** An empty folder for all that is made. */
  readonly into: string;
  /** Ends it early. */
  readonly abort: AbortSignal;
}

/**
 * Renders the catalog of a revision by the program of that revision, or the one of the working tree by this program.
 * @returns the folder of the manifests, below `into`
 */
export async function renderRevision(
  request: RenderRequest,
): Promise<{ readonly folder: string } | GitProblem> {
  const { commit, label, into, abort } = request;
  const project = commit === undefined ? { path: process.cwd() } : checkout(commit, into);
  if ('problem' in project) return project;
  const folder = join(into, 'dist');
  const problem = await render(project.path, folder, label, abort);
  return problem === undefined ? { folder } : { problem };
}

/** Writes the files of a commit into a folder, by an index of its own: the repository's stays as it is. */
function checkout(commit: string, into: string): { readonly path: string } | GitProblem {
  const top = gitLine(['rev-parse', '--show-toplevel']);
  const below = gitLine(['rev-parse', '--show-prefix']);
  if (top === undefined || below === undefined) return { problem: 'this is no git repository' };
  const index = { GIT_INDEX_FILE: join(into, 'index') };
  const tree = join(into, 'tree/');
  mkdirSync(tree);
  for (const args of [
    ['-C', top, 'read-tree', commit],
    ['-C', top, 'checkout-index', '--all', `--prefix=${tree}`],
  ]) {
    const done = git(args, undefined, index);
    if ('problem' in done) return done;
  }
  const path = join(tree, below);
  // Of a part of a larger repository, they may be further up.
  const libraries = join(dirname(require.resolve('cdk8s/package.json')), '..');
  if (existsSync(path) && !existsSync(join(path, 'node_modules'))) {
    symlinkSync(libraries, join(path, 'node_modules'), 'junction');
  }
  return { path };
}

/** Gives what keeps it from being rendered. */
async function render(
  project: string,
  output: string,
  label: string,
  abort: AbortSignal,
): Promise<string | undefined> {
  const command = join(project, 'cli/kfaas.js');
  if (!existsSync(command)) return `${label} has no program that renders: there is no cli/kfaas.js`;
  const { status, signal, stderr, error } = await run([command, 'synth', '--output', output], project, abort);
  if (error !== undefined) return `${label} cannot be rendered: ${error.message}`;
  if (signal !== null) return `${label} cannot be rendered: its program was ended by ${signal}`;
  if (status === 0) {
    return existsSync(output) ? undefined : `${label} cannot be rendered: its program wrote nothing`;
  }
  // Where it would have been written is of no interest.
  const told = stderr.trimEnd().replace(/\nNothing was written to .*$/, '');
  return `${label} cannot be rendered:\n${told}`;
}

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly error?: Error;
}

/** Runs a program of Node.js to its end. */
function run(args: readonly string[], cwd: string, abort: AbortSignal): Promise<Ended> {
  return new Promise((done) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    const kill = () => child.kill();
    abort.addEventListener('abort', kill);
    if (abort.aborted) kill();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => done({ status: null, signal: null, stderr, error }));
    child.on('close', (status, signal) => {
      abort.removeEventListener('abort', kill);
      done({ status, signal, stderr });
    });
  });
}
