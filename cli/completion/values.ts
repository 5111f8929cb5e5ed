import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { METHODS } from '../../catalog';
import type { Environment } from '../../inventory';
import { gitLine } from '../../manifests';
import { projectInventory } from '../project';
import type { Candidates, KnownValues } from './candidates';

/**
 * Returns the values from the project: clusters, teams, functions, git branches and tags.
 * @param functions the catalog's folder
 */
export function projectValues(functions: string): KnownValues {
  return (name, placeholder, typed) => {
    if (name === 'cluster')
      return wordsOf(environments().flatMap(({ clusters }) => clusters.map((one) => one.name)));
    if (name === 'environment|cluster' || placeholder === 'environment|cluster') {
      return wordsOf(environments().flatMap((one) => [one.name, ...one.clusters.map((own) => own.name)]));
    }
    if (name === 'methods') return listOf(METHODS, typed);
    if (name === 'environments') {
      return listOf(
        environments().map((environment) => environment.name),
        typed,
      );
    }
    if (placeholder === 'folder') return { words: [], paths: 'folders' };
    if (placeholder === 'file') return { words: [], paths: 'files' };
    if (placeholder === 'revision') return revisions();
    if (placeholder === 'base' || placeholder === 'head') return { ...revisions(), paths: 'folders' };
    if (name === 'team') return wordsOf(teamsIn(functions));
    if (name === 'function') return functionsIn(functions, typed);
    if (placeholder === 'team/name') return wordsOf(teamsIn(functions).map((team) => `${team}/`));
    return { words: [] };
  };
}

/** The environments; none where environments/ has errors. */
function environments(): readonly Environment[] {
  const inventory = projectInventory();
  return 'findings' in inventory ? [] : inventory.environments;
}

/** Completes the last word of a comma-separated list; each candidate includes the words before it. */
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

/** Completes the name of a function: the team first, then the functions of that team alone. */
function functionsIn(functions: string, typed: string): Candidates {
  const [team = '', name] = typed.split('/');
  if (name === undefined) return wordsOf(teamsIn(functions).map((one) => `${one}/`));
  const files = readdirSync(join(functions, team)).filter((file) =>
    /^(?!team\.yaml$)[^.].*\.yaml$/.test(file),
  );
  return wordsOf(files.map((file) => `${team}/${file.slice(0, -'.yaml'.length)}`).sort());
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
