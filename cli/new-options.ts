import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { METHODS, type NewFunction, type NewPath } from '../catalog';
import { ENVIRONMENTS } from '../environments';
import { nearestWord } from '../findings';

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

/** A function as it was named, and where its files are to stand. */
export interface NewPlace {
  readonly team: string;
  readonly name: string;
  readonly file: string;
  readonly teamFile: string;
  readonly isNewTeam: boolean;
}

/** Takes the name of a function apart; says what is wrong where it is none. */
export function newPlace(id: string, functions: string): NewPlace | { readonly problem: string } {
  const [team = '', name = '', ...rest] = id.split('/');
  if (team === '' || name === '' || rest.length > 0) {
    return {
      problem: `${JSON.stringify(id)} does not name a function: write <team>/<name>, such as saas/hello`,
    };
  }
  if (name === 'team')
    return { problem: `${team}/team.yaml is the team's own file: name the function otherwise` };
  // As findings spell it.
  const folder = `${functions.split(sep).join('/')}/${team}`;
  const teamFile = `${folder}/team.yaml`;
  return { team, name, file: `${folder}/${name}.yaml`, teamFile, isNewTeam: !existsSync(teamFile) };
}

/** What is wrong with the options, before anything is asked or written. */
export function usageProblem(
  options: NewOptions,
  { file, team, teamFile, isNewTeam }: NewPlace,
): string | undefined {
  const { functions, image, min, max, contact } = options;
  if (!existsSync(functions)) {
    return `there is no catalog folder ${functions}: run this in the project's folder, or name it by --functions`;
  }
  if (existsSync(file)) return `${file} is there already: edit it, or choose another name`;
  if (image === undefined && (min ?? max) !== undefined) {
    return '--min and --max go with --image: they are of the Knative Service, which KFaas renders where it knows the image';
  }
  if (contact === undefined || isNewTeam) return undefined;
  return `--contact goes with a new team: ${team} has its contact in ${teamFile}`;
}

/** What the file is to say, from what was given or answered; without the runtime, which is asked for where it lacks. */
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

/** The path among the options; at most one of the three kinds is given. */
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

/** Reads `test,staging`. */
export function environmentList(text: string): readonly string[] {
  return listOf(
    text,
    ENVIRONMENTS.map(({ name }) => name),
  );
}

/** Reads a number of pods; whether the numbers fit together, the catalog's check says. */
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
