import { Document, isNode } from 'yaml';
import { DEFAULT_NAMES, type Names } from '../base';
import type { Finding } from '../findings';
import type { FunctionDeclaration, RouteDeclaration, TeamDeclaration } from './declaration';
import { checkName, checkNameLength } from './name-rules';
import { checkPath } from './path-rules';

/** The paths that a new function answers: one of the kinds that a match knows. */
export interface NewPath {
  readonly kind: 'prefix' | 'exact' | 'regex';
  readonly value: string;
}

/** A function to add to the catalog. Omitted fields take the catalog's defaults. */
export interface NewFunction {
  readonly team: string;
  /** Its name without the team. */
  readonly name: string;
  readonly runtime: string;
  /** @default - none */
  readonly description?: string;
  /** @default - the conventional prefix, `/faas/api/<team>/<name>/` */
  readonly path?: NewPath;
  /** The HTTP methods that it answers. @default - every method */
  readonly methods?: readonly string[];
  /** The container image of the Knative Service that KFaas renders. @default - another pipeline deploys it */
  readonly image?: string;
  /** Fewest and most pods of that Knative Service. @default - Knative's own */
  readonly scale?: { readonly min?: number; readonly max?: number };
  /** The environments where it runs. @default - all */
  readonly environments?: readonly string[];
}

/** A new team, which owns the prefix with its name. */
export interface NewTeam {
  readonly team: string;
  /** Whom to ask: a mail address or a chat channel. */
  readonly contact: string;
}

/** Reports problems with the names of a new function, by the same rules as for existing functions. */
export function checkNewNames(team: string, name: string): Finding[] {
  return [
    ...checkName(team, 'team', []),
    ...checkName(name, 'function', []),
    ...checkNameLength(team, name, []),
  ];
}

/** Returns the problem with a path as text. The catalog's check reports whether the team owns it. */
export function newPathProblem({ kind, value }: NewPath): string | undefined {
  const [problem] = checkPath({ [kind]: value }, [], undefined);
  return problem === undefined ? undefined : `${problem.message}: ${problem.help}`;
}

/**
 * The text of a new function's file, `<team>/<name>.yaml`: only fields that differ from the defaults.
 * @param names what the company calls things
 */
export function newFunctionText(wanted: NewFunction, names = DEFAULT_NAMES): string {
  const { runtime, description, image, scale, environments } = wanted;
  const match = matchOf(wanted, names);
  const declaration: { [field in keyof FunctionDeclaration]: unknown } = {
    runtime,
    ...(description === undefined ? {} : { description }),
    ...(match === undefined ? {} : { routes: [{ match }] }),
    ...(image === undefined ? {} : { service: { image, ...(scale === undefined ? {} : { scale }) } }),
    ...(environments === undefined ? {} : { environments }),
  };
  return catalogText('function', declaration);
}

/**
 * The text of a new team's `team.yaml`.
 * @param names what the company calls things
 */
export function newTeamText({ team, contact }: NewTeam, names = DEFAULT_NAMES): string {
  const declaration: TeamDeclaration = { contact, prefixes: [`${names.prefix}${team}/`] };
  return catalogText('team', declaration);
}

/** Returns the match, or undefined if the default path is enough. */
function matchOf(
  { team, name, path, methods }: NewFunction,
  names: Names,
): RouteDeclaration['match'] | undefined {
  if (path === undefined && methods === undefined) return undefined;
  const { kind, value } = path ?? { kind: 'prefix', value: names.conventionalPrefix(team, name) };
  // The catalog's check validates the whole text, including the methods.
  return { [kind]: value, ...(methods === undefined ? {} : { methods }) } as RouteDeclaration['match'];
}

/** One document below the line by which editors find its schema; Prettier, which checks this project, leaves it so. */
function catalogText(schema: 'function' | 'team', declaration: object): string {
  const document = new Document(declaration);
  const { contents } = document;
  if (!isNode(contents)) throw new Error('a declaration has fields');
  // On the mapping, not the document: there, a blank line would follow it.
  contents.commentBefore = ` yaml-language-server: $schema=../../schemas/${schema}.schema.json`;
  return document.toString({ lineWidth: 0, singleQuote: true });
}
