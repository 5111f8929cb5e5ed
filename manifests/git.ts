import { spawnSync } from 'node:child_process';
import { posix, relative, resolve, sep } from 'node:path';
import type { ObjectFormat } from './manifest-store';

/** Most bytes that one answer of git may have. */
const ANSWER_LIMIT = 2 ** 31 - 1;

/** What git cannot do, in words for people. */
export interface GitProblem {
  readonly problem: string;
  /** Whether it is that something is not there. @default false */
  readonly isMissing?: boolean;
}

/**
 * Runs git in the working folder and gives what it prints. Nothing that it is asked for here changes the repository.
 * @param input its standard input
 * @param variables of its environment, beside those of this process
 */
export function git(
  args: readonly string[],
  input?: string,
  variables: Readonly<Record<string, string>> = {},
): { readonly output: Buffer } | GitProblem {
  const env = { ...outsideHooks(process.env), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...variables };
  const { error, status, stdout, stderr } = spawnSync('git', [...QUIET, ...args], {
    input,
    env,
    maxBuffer: ANSWER_LIMIT,
  });
  if (error !== undefined) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { problem: missing ? 'git is not installed' : `git cannot be run: ${error.message}` };
  }
  if (status === 0) return { output: stdout };
  return {
    problem: stderr
      .toString('utf8')
      .trim()
      .replace(/^(?:fatal|error): /gm, ''),
  };
}

/** Settings under which nothing is written: `git diff` would else put what it learns of the working tree into the index. */
const QUIET = ['-c', 'diff.autoRefreshIndex=false'];

/** What git tells its hooks, which else would take the working folder for the top of the working tree. */
const OF_HOOKS = ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

/** The variables of a process without those of a hook; who names a working tree names its repository on purpose. */
function outsideHooks(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (variables.GIT_WORK_TREE !== undefined) return variables;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !OF_HOOKS.includes(name)));
}

/** One line that git prints. */
export function gitLine(args: readonly string[]): string | undefined {
  const answer = git(args);
  return 'output' in answer ? answer.output.toString('utf8').trim() : undefined;
}

/** The text of a file at a commit, named from the working folder; undefined where the commit does not have it. */
export function fileAt(commit: string, path: string): string | undefined {
  const answer = git(['show', `${commit}:./${path}`]);
  return 'output' in answer ? answer.output.toString('utf8') : undefined;
}

/** The full number of the commit that a revision names; undefined where it names none. */
export function commitOf(revision: string): string | undefined {
  return gitLine(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
}

/**
 * Where a folder is in the repository of the working folder: its path from the top, with forward slashes, without
 * any at its end; empty for the top itself.
 * @param folder as it was named, from the working folder
 */
export function pathInRepository(folder: string): { readonly path: string } | GitProblem {
  const prefix = gitLine(['rev-parse', '--show-prefix']);
  if (prefix === undefined) return { problem: 'this is no git repository' };
  const way = relative(process.cwd(), resolve(folder)).split(sep).join('/');
  const path = posix.join(prefix, way);
  // Only a way through the top leads outside, and on another drive of Windows there is no way.
  if (path === '..' || path.startsWith('../') || /^[a-z]:/i.test(way)) {
    return { problem: `${folder} lies outside of the git repository` };
  }
  return { path: path === '.' ? '' : path.replace(/\/$/, '') };
}

/** Whether files of some folders are other in the working tree than in a commit, or are new there. */
export function hasChanged(commit: string, folders: readonly string[]): boolean {
  const differing = gitLine(['diff', '--name-only', commit, '--', ...folders]);
  const others = gitLine(['ls-files', '--others', '--exclude-standard', '--', ...folders]);
  return differing !== '' || others !== '';
}

/** Whether git passes a folder over. */
export function isIgnored(folder: string): boolean {
  return 'output' in git(['check-ignore', '--quiet', '--', folder]);
}

/** Why git tells nothing of the working folder, where that is not just because there is no repository. */
export function repositoryProblem(): GitProblem | undefined {
  const answer = git(['rev-parse', '--git-dir']);
  if ('output' in answer || answer.problem.startsWith('not a git repository')) return undefined;
  return answer;
}

/** How the repository of the working folder numbers contents. */
export function objectFormat(): ObjectFormat {
  return gitLine(['rev-parse', '--show-object-format']) === 'sha256' ? 'sha256' : 'sha1';
}
