import { readdirSync } from 'node:fs';
import { METHODS } from '../catalog';
import { ENVIRONMENTS } from '../environments';
import { gitLine } from '../manifests';
import type { Candidates, KnownValues } from './completion-candidates';

/**
 * The values that the project itself gives: its clusters, its teams, git's branches and tags.
 * @param functions the catalog's folder
 */
export function projectValues(functions: string): KnownValues {
  return (name, placeholder, typed) => {
    if (name === 'cluster')
      return wordsOf(ENVIRONMENTS.flatMap(({ clusters }) => clusters.map((one) => one.name)));
    if (name === 'methods') return listOf(METHODS, typed);
    if (name === 'environments') {
      return listOf(
        ENVIRONMENTS.map((environment) => environment.name),
        typed,
      );
    }
    if (placeholder === 'folder') return { words: [], paths: 'folders' };
    if (placeholder === 'file') return { words: [], paths: 'files' };
    if (placeholder === 'revision') return revisions();
    if (placeholder === 'base' || placeholder === 'head') return { ...revisions(), paths: 'folders' };
    if (placeholder === 'team/name') return wordsOf(teamsIn(functions).map((team) => `${team}/`));
    return { words: [] };
  };
}

/** The next word of a list with commas between: what is typed of it stays before. */
function listOf(known: readonly string[], typed: string): Candidates {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const named = before.split(',');
  return wordsOf(known.filter((word) => !named.includes(word)).map((word) => before + word));
}

function teamsIn(functions: string): string[] {
  return readdirSync(functions, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

function revisions(): Candidates {
  const names = gitLine([
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ]);
  return wordsOf(names === undefined || names === '' ? [] : names.split('\n'));
}

function wordsOf(words: readonly string[]): Candidates {
  return { words: words.map((word) => ({ word })) };
}
