import { existsSync, statSync } from 'node:fs';
import { commitOf, gitLine, repositoryProblem, type GitProblem } from '../manifests';

/** One side of a comparison, as it was named. */
export type NamedSide =
  | { readonly kind: 'folder'; readonly folder: string; readonly label: string }
  | {
      readonly kind: 'commit';
      /** Its full number. */
      readonly commit: string;
      readonly label: string;
    }
  | { readonly kind: 'working-tree'; readonly label: string };

/** The side that is compared where no other is named. */
export const WORKING_TREE: NamedSide = { kind: 'working-tree', label: 'the working tree' };

/** Finds out what a name names: a folder, or a revision. */
export function namedSide(name: string): NamedSide | GitProblem {
  const isFolder = existsSync(name) && statSync(name).isDirectory();
  const commit = commitOf(name);
  if (isFolder && commit !== undefined) {
    const full = gitLine(['rev-parse', '--symbolic-full-name', name]);
    const spelled = full === undefined || full === '' ? commit.slice(0, 10) : full.replace(/^refs\//, '');
    return { problem: `"${name}" is a folder and a revision: write ./${name} or ${spelled}` };
  }
  if (isFolder) return { kind: 'folder', folder: name, label: name };
  if (commit !== undefined) return { kind: 'commit', commit, label: labelOf(name, commit) };
  const refused = repositoryProblem();
  if (refused !== undefined) return refused;
  const [base, head] = name.split(/\.{2,3}/);
  const isRange = head !== undefined && [base, head].every((end) => commitOf(end ?? '') !== undefined);
  const advice = isRange ? `: write kfaas diff ${base ?? ''} ${head}` : '';
  return { problem: `"${name}" is neither a folder nor a revision that git knows here${advice}` };
}

/**
 * What a pull request starts from: the merge base with `origin/main`, or `HEAD` where there is none.
 * @param remarks gets what is to be known of the choice
 */
export function usualBase(remarks: string[]): NamedSide | GitProblem {
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
