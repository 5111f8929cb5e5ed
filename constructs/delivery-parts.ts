import { clusterFolder, compareKeys, groupBy, isTeamReadersFile, TEAM_READERS_GLOB } from '../base';
import { createHash } from 'node:crypto';
import { globsOf } from './file-globs';

/**
 * Most objects of one part: an Argo CD Application slows down near 4,000, and a Flux Kustomization keeps a list of its
 * objects in its status, which etcd bounds.
 */
export const OBJECT_LIMIT = 4_000;

/** A rendered file, as far as its delivery goes. */
export interface DeliveredFile {
  /** Below the output folder: `<environment>/<cluster>/<folder>/<name>`. */
  readonly path: string;
  /** How many objects it holds. */
  readonly objects: number;
  /** The function that it is rendered from, as `<team>/<name>`; undefined for a file of the cluster. */
  readonly function: string | undefined;
}

/** What one Application or one Flux Kustomization brings to a cluster. */
export interface DeliveryPart {
  /** `<cluster>`, then, each behind a dot: folder, team, first letters of the functions. Unique, and a DNS subdomain. */
  readonly name: string;
  readonly environment: string;
  readonly cluster: string;
  /** `cluster`: everything. `system`: what functions need to be there first. */
  readonly holds: 'cluster' | 'system' | 'functions';
  /** The folder of its files, below the output folder. */
  readonly folder: string;
  /** Patterns that match its files in the folder and no others; undefined where all files of the folder are its own. */
  readonly globs: readonly string[] | undefined;
  readonly files: readonly DeliveredFile[];
}

/** The folder of what is no function's, beside those of the function namespaces. */
const SYSTEM_FOLDER = 'system';

/**
 * A cluster as one part.
 * @param folder its folder below the output folder
 */
export function wholeCluster(folder: string, files: readonly DeliveredFile[]): DeliveryPart {
  const [environment = '', cluster = ''] = folder.split('/');
  return { name: cluster, environment, cluster, holds: 'cluster', folder, globs: undefined, files };
}

/**
 * A cluster in parts: what is no function's, and each function namespace; where a namespace holds too many objects,
 * each of its teams, and apart from them who may read what; where a team does, its functions by their first letters. Which part a file is in follows from its
 * names and from which of these hold too many, so that a new function moves no other one from part to part, but for the
 * one that overflows.
 */
export function partsOfCluster(whole: DeliveryPart, limit: number): DeliveryPart[] {
  return sortedGroups(whole.files, ({ path }) => path.split('/')[2] ?? '').flatMap(([inside, files]) => {
    const part = {
      ...whole,
      name: bounded(`${whole.cluster}.${inside}`),
      folder: `${whole.folder}/${inside}`,
      files,
    };
    if (inside === SYSTEM_FOLDER) return { ...part, holds: 'system' as const };
    return partsOfNamespace({ ...part, holds: 'functions' }, limit);
  });
}

function partsOfNamespace(namespace: DeliveryPart, limit: number): DeliveryPart[] {
  if (objectsOf(namespace.files) <= limit) return [namespace];
  const names = namespace.files.map(nameOf).sort();
  const readers = namespace.files.filter(({ path }) => isTeamReadersFile(path));
  const functions = namespace.files.filter(({ path }) => !isTeamReadersFile(path));
  const parts = sortedGroups(functions, ({ function: id = '' }) => id.split('/')[0] ?? '').flatMap(
    ([team, files]) =>
      byFirstLetters(files, `${team}/`, limit).map(({ prefix, files: own }): DeliveryPart => {
        const letters = prefix.slice(team.length + 1);
        return {
          ...namespace,
          name: bounded([namespace.name, team, ...(letters === '' ? [] : [closed(letters)])].join('.')),
          globs: globsOf(own.map(nameOf), names, `${team}-${letters.replace(/\.$/, '')}`),
          files: own,
        };
      }),
  );
  if (readers.length === 0) return parts;
  // No team has a digit at the start of its name.
  const name = bounded(`${namespace.name}.0-readers`);
  return [{ ...namespace, name, globs: [TEAM_READERS_GLOB], files: readers }, ...parts];
}

/** A name ends in a letter or digit; no other group begins with the same letters, so that the 0 makes no twin. */
function closed(letters: string): string {
  return letters.replace(/[-.]$/, '$&0');
}

/** Argo CD and Flux put the name into a label of everything that they bring: 63 characters. */
function bounded(name: string): string {
  if (name.length <= 63) return name;
  const hash = createHash('sha1').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, 54).replace(/[-.]+$/, '')}-${hash}`;
}

/** Functions whose ids begin alike. */
interface Alike {
  readonly prefix: string;
  readonly files: readonly DeliveredFile[];
}

/** Groups of functions that hold no more than the limit, by as few first letters of their ids as do. */
function byFirstLetters(files: readonly DeliveredFile[], prefix: string, limit: number): Alike[] {
  if (objectsOf(files) <= limit || files.length === 1) return [{ prefix, files }];
  // The dot represents the end of a name.
  const next = sortedGroups(files, ({ function: id = '' }) => `${id}.`.slice(0, prefix.length + 1));
  return next.flatMap(([longer, own]) => byFirstLetters(own, longer, limit));
}

/** How many objects some files hold. */
export function objectsOf(files: readonly DeliveredFile[]): number {
  return files.reduce((sum, { objects }) => sum + objects, 0);
}

/** The files of each cluster, by its folder. */
export function byCluster(files: readonly DeliveredFile[]): ReadonlyMap<string, readonly DeliveredFile[]> {
  return new Map(sortedGroups(files, ({ path }) => clusterFolder(path)));
}

function nameOf({ path }: DeliveredFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Files by their key, in the order of the keys. */
function sortedGroups(
  files: readonly DeliveredFile[],
  keyOf: (file: DeliveredFile) => string,
): readonly (readonly [string, readonly DeliveredFile[]])[] {
  return [...groupBy(files, keyOf)].sort(compareKeys);
}
