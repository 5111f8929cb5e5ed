import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { commitAtTime } from './commit-at-time';
import { commitOf, fileAt, gitLine, repositoryProblem, type GitProblem } from '../manifests';

/** One side of a comparison, as it was named. */
export type NamedSnapshot =
  | { readonly kind: 'folder'; readonly folder: string; readonly label: string }
  | { readonly kind: 'file'; readonly file: string; readonly label: string }
  | {
      readonly kind: 'commit';
      /** Its full number. */
      readonly commit: string;
      readonly label: string;
    }
  | { readonly kind: 'working-tree'; readonly label: string };

/** The side that is compared where no other is named. */
export const WORKING_TREE: NamedSnapshot = { kind: 'working-tree', label: 'the working tree' };

/** Finds out what a name names: a folder, a file, a revision, or a time. */
export function namedSnapshot(name: string): NamedSnapshot | GitProblem {
  const kind = !existsSync(name) ? undefined : statSync(name).isDirectory() ? 'folder' : 'file';
  const commit = commitOf(name);
  if (kind !== undefined && commit !== undefined) {
    const full = gitLine(['rev-parse', '--symbolic-full-name', name]);
    const spelled = full === undefined || full === '' ? commit.slice(0, 10) : full.replace(/^refs\//, '');
    return { problem: `"${name}" is a ${kind} and a revision: write ./${name} or ${spelled}` };
  }
  if (kind === 'folder') return { kind, folder: name, label: name };
  if (kind === 'file') return { kind, file: name, label: name };
  if (commit !== undefined) return { kind: 'commit', commit, label: labelOf(name, commit) };
  const refused = repositoryProblem();
  if (refused !== undefined) return refused;
  const atTime = commitAtTime(name);
  if (atTime !== undefined) {
    if ('problem' in atTime) return atTime;
    const { commit: number, branch } = atTime;
    return { kind: 'commit', commit: number, label: labelOf(`${branch} at ${name}`, number) };
  }
  const [base, head] = name.split(/\.{2,3}/);
  const isRange = head !== undefined && [base, head].every((end) => commitOf(end ?? '') !== undefined);
  const advice = isRange ? `: write kfaas diff ${base ?? ''} ${head}` : '';
  return { problem: `"${name}" is neither a folder nor a revision that git knows here${advice}` };
}

/** Whether a side is of the project itself, whose clusters have the same names on both sides. */
export function isProject({ kind }: NamedSnapshot): boolean {
  return kind === 'commit' || kind === 'working-tree';
}

/** Returns the folder of the files of a side that does not belong to the project; undefined for the project itself. */
export function folderOf(side: NamedSnapshot): string | undefined {
  if (side.kind === 'folder') return side.folder;
  return side.kind === 'file' ? dirname(side.file) : undefined;
}

/** Returns the text of a file of the project as a side has it; undefined if the side does not have the file. */
export function projectFile(side: NamedSnapshot, path: string): string | undefined {
  if (side.kind === 'commit') return fileAt(side.commit, path);
  return side.kind === 'working-tree' && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * What a pull request starts from: the merge base with `origin/main`, or `HEAD` where there is none.
 * @param remarks gets what is to be known of the choice
 */
export function usualBase(remarks: string[]): NamedSnapshot | GitProblem {
  const head = commitOf('HEAD');
  if (head === undefined) {
    const none = 'there is no commit to compare with: name two folders, or run it in a git repository';
    return repositoryProblem() ?? { problem: none };
  }
  const main = commitOf('origin/main');
  if (main === undefined) {
    remarks.push('There is no origin/main here, so the working tree is compared with HEAD.');
    return { kind: 'commit', commit: head, label: labelOf('HEAD', head) };
  }
  const fork = gitLine(['merge-base', head, main]);
  if (fork === undefined) {
    return {
      problem: 'HEAD and origin/main have no common commit here: fetch more history, or name the base',
    };
  }
  return { kind: 'commit', commit: fork, label: labelOf('merge base with origin/main', fork) };
}

function labelOf(name: string, commit: string): string {
  const short = commit.slice(0, 10);
  return commit.startsWith(name) ? short : `${name} (${short})`;
}
