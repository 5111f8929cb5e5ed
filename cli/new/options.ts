import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { METHODS, type NewFunction, type NewPath } from '../../catalog';
import { nearestWord } from '../../findings';
import { projectInventory } from '../project';

/** The options of `kfaas new`. */
export interface NewOptions {
  readonly runtime?: string;
  readonly description?: string;
  readonly prefix?: string;
  readonly exact?: string;
  readonly regex?: string;
  readonly methods?: readonly string[];
  readonly image?: string;
  readonly min?: number;
  readonly max?: number;
  readonly environments?: readonly string[];
  readonly contact?: string;
  readonly functions: string;
  readonly output: string;
}

/** The names of a new function, and the paths of its files. */
export interface NewPlace {
  readonly team: string;
  readonly name: string;
  readonly file: string;
  readonly teamFile: string;
  readonly isNewTeam: boolean;
}

/** Parses `<team>/<name>`, or returns what is wrong with it. */
export function newPlace(id: string, functions: string): NewPlace | { readonly problem: string } {
  const [team = '', name = '', ...rest] = id.split('/');
  if (team === '' || name === '' || rest.length > 0) {
    return {
      problem: `${JSON.stringify(id)} does not name a function: write <team>/<name>, such as saas/hello`,
    };
  }
  if (name === 'team')
    return { problem: `${team}/team.yaml is the file of the team: choose another function name` };
  // With slashes, as in findings.
  const folder = `${functions.split(sep).join('/')}/${team}`;
  const teamFile = `${folder}/team.yaml`;
  return { team, name, file: `${folder}/${name}.yaml`, teamFile, isNewTeam: !existsSync(teamFile) };
}

/** Returns what is wrong with the options, before any question or write. */
export function usageProblem(
  options: NewOptions,
  { file, team, teamFile, isNewTeam }: NewPlace,
): string | undefined {
  const { functions, image, min, max, contact } = options;
  if (!existsSync(functions)) {
    return `there is no catalog folder ${functions}: run this in the project's folder, or set --functions`;
  }
  if (existsSync(file)) return `${file} already exists: edit it, or choose another name`;
  if (image === undefined && (min ?? max) !== undefined) {
    return '--min and --max require --image: they configure the Knative Service';
  }
  if (contact === undefined || isNewTeam) return undefined;
  return `--contact requires a new team: ${team} has its contact in ${teamFile}`;
}

/** Returns the fields of the new file from the options and answers, without the runtime. */
export function wantedFunction({ team, name }: NewPlace, options: NewOptions): Omit<NewFunction, 'runtime'> {
  const { description, methods, image, min, max, environments } = options;
  const path = givenPath(options);
  const scale = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return {
    team,
    name,
    ...(description === undefined || description === '' ? {} : { description }),
    ...(path === undefined ? {} : { path }),
    ...(methods === undefined ? {} : { methods }),
    ...(image === undefined ? {} : { image }),
    ...(min === undefined && max === undefined ? {} : { scale }),
    ...(environments === undefined ? {} : { environments }),
  };
}

/** Returns the path from the options; at most one of the three kinds is set. */
export function givenPath(options: NewOptions): NewPath | undefined {
  for (const kind of ['prefix', 'exact', 'regex'] as const) {
    const value = options[kind];
    if (value !== undefined) return { kind, value };
  }
  return undefined;
}

/** Reads `GET,POST`. */
export function methodList(text: string): readonly string[] {
  return listOf(text.toUpperCase(), METHODS);
}

/** Reads `test,staging`. Where environments/ has errors, the render reports them. */
export function environmentList(text: string): readonly string[] {
  const inventory = projectInventory();
  if ('findings' in inventory) return text.split(',');
  return listOf(
    text,
    inventory.environments.map(({ name }) => name),
  );
}

/** Reads a number of pods. The catalog check compares the numbers. */
export function podCount(text: string): number {
  if (!/^[0-9]{1,10}$/.test(text)) throw new InvalidArgumentError('Write a whole number of pods, from 0.');
  return Number(text);
}

function listOf(text: string, known: readonly string[]): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  for (const word of words) {
    if (known.includes(word)) continue;
    const near = nearestWord(word, known);
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new InvalidArgumentError(`${JSON.stringify(word)} is none of ${known.join(', ')}.${hint}`);
  }
  return [...new Set(words)];
}
