import type { ObjectName, ObjectLocation } from '../../model';
import { commonEnd, folderOf } from './object-namespaces';
import { spellPlaces, THE_FOLDER, type NamedPlace } from './location-text';
import { few, grouped } from './visible-text';

/** Most names, and most sets of places, that are listed; the rest is counted. */
const MOST = { names: 12, sets: 6 };

/** What the names of an object at all its places have in common, and where it is. */
export interface CommonName {
  /** `*` represents what differs. */
  readonly title: string;
  /** Places in words, a line for each set of objects that are in the same places. */
  readonly where: readonly string[];
  /** Whether these are several objects of one place, and not one of several. */
  readonly isSeveral: boolean;
}

/** An object by its name alone, with its namespace where it has one. */
export function fullName({ namespace, name }: Pick<ObjectName, 'namespace' | 'name'>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/**
 * Names an object for several places at once: `*` represents the function namespace, or the cluster, where these differ.
 * Where several objects change in the same way, a second `*` represents what else differs, and the lines say it.
 * @param namespaceOf the function namespace that the object of a place belongs to
 */
export function commonName(
  where: readonly ObjectLocation[],
  namespaceOf: (place: ObjectLocation) => string | undefined,
): CommonName {
  const [first] = where;
  if (first === undefined) return { title: '', where: [], isSeveral: false };
  const told = starred(where, namespaceOf);
  const titles = [...new Set(told.map(({ title }) => title))];
  const [only = ''] = titles;
  if (titles.length === 1) {
    return { title: only, where: [spellPlaces(told.map(({ place }) => place))], isSeveral: false };
  }
  const { start, end } = commonEnds(titles);
  const sets = new Map<string, string[]>();
  for (const title of titles) {
    const of = told.filter((one) => one.title === title).map(({ place }) => place);
    const key = spellPlaces(of);
    sets.set(key, [...(sets.get(key) ?? []), title.slice(start.length, title.length - end.length)]);
  }
  const lines = [...sets].map(([places, names]) => `${places}: ${few(names, MOST.names)}`);
  const more = lines.length - MOST.sets;
  return {
    title: start === '' && end === '' ? `${only} and others alike` : `${start}*${end}`,
    where: [...lines.slice(0, MOST.sets), ...(more > 0 ? [`${grouped(more)} more sets of places`] : [])],
    isSeveral: true,
  };
}

/** An object of one place with `*` in its name. */
interface StarredName {
  readonly title: string;
  /** Named by the text that `*` replaces, unless the cluster says it. */
  readonly place: NamedPlace;
}

function starred(
  where: readonly ObjectLocation[],
  namespaceOf: (place: ObjectLocation) => string | undefined,
): readonly StarredName[] {
  const isNamespaceSame = new Set(where.map(({ namespace }) => namespace)).size === 1;
  const isNameSame = new Set(where.map(({ name }) => name)).size === 1;
  return where.map((place): StarredName => {
    const { environment, cluster, namespace, name } = place;
    const own = namespaceOf(place);
    const isStarred = !isNamespaceSame && own !== undefined && own === namespace;
    const behind = isNameSame || own === undefined ? undefined : behindStart(name, own);
    const behindCluster = isNameSame || behind !== undefined ? undefined : behindStart(name, cluster);
    const rest = behind ?? behindCluster;
    const isNamed = isStarred || behind !== undefined;
    return {
      title: fullName({
        namespace: isStarred ? '*' : namespace,
        name: rest === undefined ? name : `*${rest}`,
      }),
      place: { environment, cluster, name: isNamed ? own : folderName(place) },
    };
  });
}

/** An object outside of the folders of clusters keeps its own name. */
export function folderName(place: ObjectLocation): string | undefined {
  if (place.cluster !== '') return undefined;
  const folder = folderOf(place);
  return folder === '' ? undefined : `${THE_FOLDER} ${folder}`;
}

/** What comes behind a beginning that is a whole part of a name; undefined where the name begins otherwise. */
function behindStart(name: string, start: string): string | undefined {
  const rest = name.slice(start.length);
  return start !== '' && name.startsWith(start) && /^([-.]|$)/.test(rest) ? rest : undefined;
}

/** What all texts begin and end with, up to a `-`, `.` or `/`, and without taking a character for both. */
function commonEnds(texts: readonly string[]): { readonly start: string; readonly end: string } {
  const [first = '', ...others] = texts;
  let length = 0;
  while (length < first.length && others.every((text) => text[length] === first[length])) length += 1;
  const start = /^.*[-./]/s.exec(first.slice(0, length))?.[0] ?? '';
  return { start, end: commonEnd(texts.map((text) => text.slice(start.length))) };
}
