import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project-folder';

/** A git repository of its own for one test. */
export interface GitFolder {
  readonly path: string;
  /** Writes files; `undefined` removes one. */
  readonly edit: (files: Readonly<Record<string, string | undefined>>) => void;
  /** Commits everything, and gives the commit's number. */
  readonly commit: (message: string) => string;
  /** Runs git and gives what it prints. */
  readonly git: (...args: readonly string[]) => string;
}

/** Makes a repository without a commit. */
export function gitFolder(): GitFolder {
  const { path, add } = projectFolder();
  const git: GitFolder['git'] = (...args) => {
    const identity = [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
      cwd: path,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  git('init', '--quiet', '--initial-branch=main');
  return {
    path,
    git,
    edit(files) {
      for (const [name, text] of Object.entries(files)) {
        if (text === undefined) rmSync(join(path, name));
        else add({ [name]: text });
      }
    },
    commit(message) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
  };
}
