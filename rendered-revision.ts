import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { git, gitLine, type GitProblem } from './manifests';

/** Manifests that were rendered anew, in a folder of their own. */
export interface RenderedSide {
  readonly folder: string;
  /** Removes all that was made for it. */
  readonly remove: () => void;
}

/**
 * Renders the catalog of a revision by the program of that revision, or the one of the working tree by this program,
 * into a folder beside both.
 * @param commit its full number; undefined for the working tree
 * @param label what people call it
 */
export function renderSide(commit: string | undefined, label: string): RenderedSide | GitProblem {
  const work = mkdtempSync(join(tmpdir(), 'kfaas-diff-'));
  const remove = () => rmSync(work, { recursive: true, force: true });
  const folder = join(work, 'dist');
  const project = commit === undefined ? { path: process.cwd() } : checkout(commit, work);
  const problem = 'problem' in project ? project.problem : render(project.path, folder, label);
  if (problem === undefined) return { folder, remove };
  remove();
  return { problem };
}

/** Writes the files of a commit into a folder, by an index of its own: the repository's stays as it is. */
function checkout(commit: string, work: string): { readonly path: string } | GitProblem {
  const top = gitLine(['rev-parse', '--show-toplevel']);
  const below = gitLine(['rev-parse', '--show-prefix']);
  if (top === undefined || below === undefined) return { problem: 'this is no git repository' };
  const index = { GIT_INDEX_FILE: join(work, 'index') };
  const tree = join(work, 'tree/');
  mkdirSync(tree);
  for (const args of [
    ['-C', top, 'read-tree', commit],
    ['-C', top, 'checkout-index', '--all', `--prefix=${tree}`],
  ]) {
    const done = git(args, undefined, index);
    if ('problem' in done) return done;
  }
  const path = join(tree, below);
  const libraries = resolve('node_modules');
  if (!existsSync(join(path, 'node_modules'))) symlinkSync(libraries, join(path, 'node_modules'), 'junction');
  return { path };
}

/** Gives what keeps it from being rendered. */
function render(project: string, output: string, label: string): string | undefined {
  const command = join(project, 'cli/kfaas.js');
  if (!existsSync(command)) return `${label} has no program that renders: there is no cli/kfaas.js`;
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stderr, error } = spawnSync(process.execPath, [command, 'synth', '--output', output], {
    cwd: project,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) return `${label} cannot be rendered: ${error.message}`;
  if (status === 0) return undefined;
  // Where it would have been written is of no interest.
  const told = stderr.trimEnd().replace(/\nNothing was written to .*$/, '');
  return `${label} cannot be rendered:\n${told}`;
}
