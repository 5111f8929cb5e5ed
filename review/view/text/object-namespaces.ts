import { DEFAULT_NAMES } from '../../../base';
import type { ObjectLocation } from '../../model';

/**
 * The function namespaces that the objects of one change belong to. What is in KFaas's own namespace belongs to the one
 * whose folder it is in, or, where it is in none, to the one that its name begins with.
 * @param all every place of the change: names are held against each other
 */
export function functionNamespaces(
  all: readonly ObjectLocation[],
): (place: ObjectLocation) => string | undefined {
  const names = new Set(all.filter((place) => namespaceSaid(place) === undefined).map(({ name }) => name));
  const end = names.size > 1 ? commonEnd([...names]) : '';
  return (place) => {
    const { name } = place;
    const said = namespaceSaid(place);
    if (said !== undefined || end === '' || !name.endsWith(end)) return said;
    return name.slice(0, -end.length) || undefined;
  };
}

/** What all names end in, from a `-` or `.` on. */
export function commonEnd(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = 0;
  while (length < first.length && others.every((name) => name.at(-1 - length) === first.at(-1 - length)))
    length += 1;
  const end = first.slice(first.length - length);
  const start = end.search(/[-.]/);
  return start === -1 ? '' : end.slice(start);
}

/** The folder of a place, below its cluster's, without the file; empty where it has none. */
export function folderOf({ environment, cluster, file }: ObjectLocation): string {
  const top = `${environment}/${cluster}/`;
  const below = cluster !== '' && file.startsWith(top) ? file.slice(top.length) : file;
  return below.slice(0, Math.max(0, below.indexOf('/')));
}

/** The function namespace by what the place itself says. */
function namespaceSaid(place: ObjectLocation): string | undefined {
  const { namespace, isShared = namespace === DEFAULT_NAMES.namespace } = place;
  if (namespace !== undefined && !isShared) return namespace;
  const folder = folderOf(place);
  return folder === '' || folder === 'system' ? undefined : folder;
}
