import { compareText, DEFAULT_NAMES } from '../base';
import type { CatalogFunction, FunctionSpec } from '../catalog';
import { listedExposure, type Domain } from '../inventory';

/** One rule path of a domain's Ingress. */
export interface ExposedPath {
  /**
   * `Prefix`: the path, and all below it by whole segments, whether it ends with a slash or not. `Exact`: the path alone.
   * `undefined`: what begins with it as text, since Kubernetes before 1.18 has no types of paths.
   */
  readonly type: 'Prefix' | 'Exact' | undefined;
  readonly path: string;
}

/** Returns the exposed functions of a domain, as they are on a cluster; those that it does not have are left out. */
export function exposedFunctions(
  { exposes }: Pick<Domain, 'exposes'>,
  cluster: string,
  functionOf: (id: string) => CatalogFunction | undefined,
): FunctionSpec[] {
  return listedExposure(exposes).functions.flatMap((id) => functionOf(id)?.specs.get(cluster) ?? []);
}

/**
 * Returns what a domain leads to on a cluster: the rule paths of its Ingress, sorted, none of them within another one. Empty
 * where it exposes nothing there. Regexes are left out: an Ingress has none that mean the same everywhere.
 * @param exposed the functions that it exposes there
 * @param isTyped whether the cluster's Kubernetes has types of paths
 * @param prefix the path prefix that the site gateway forwards
 */
export function exposedPaths(
  { exposes }: Pick<Domain, 'exposes'>,
  exposed: readonly FunctionSpec[],
  isTyped: boolean,
  prefix = DEFAULT_NAMES.prefix,
): readonly ExposedPath[] {
  const asked =
    exposes === 'all'
      ? [ofPath(prefix)]
      : [...listedExposure(exposes).paths.map(ofPath), ...exposed.flatMap(pathsOfFunction)];
  const typed = isTyped ? asked : asked.map(({ path }) => ({ type: undefined, path }));
  const distinct = [...new Map(typed.map((one) => [`${one.type} ${one.path}`, one])).values()];
  return distinct
    .filter((one) => !distinct.some((other) => other !== one && contains(other, one)))
    .sort((a, b) => compareText(a.path, b.path) || compareText(a.type ?? '', b.type ?? ''));
}

/** The rule path of a path that a domain lists. */
export function ofPath(path: string): ExposedPath {
  return { type: path.endsWith('/') ? 'Prefix' : 'Exact', path };
}

/** The rule paths of a function's routes. */
export function pathsOfFunction({ routes }: FunctionSpec): ExposedPath[] {
  return routes.flatMap(({ match: { prefix, exact } }): ExposedPath[] => {
    if (prefix !== undefined) return [{ type: 'Prefix', path: prefix }];
    return exact === undefined ? [] : [{ type: 'Exact', path: exact }];
  });
}

/**
 * Whether a rule path makes another one needless, with every controller: that a prefix with a slash at the end also takes the path
 * without it, ingress-nginx does not say.
 */
export function contains({ type, path }: ExposedPath, other: ExposedPath): boolean {
  if (type === 'Exact') return false;
  if (type === undefined) return other.path.startsWith(path);
  if (other.path === path) return true;
  return other.path.startsWith(path.endsWith('/') ? path : `${path}/`);
}

/**
 * Whether an Ingress lets a path through: by Kubernetes' rules for types of paths, on the path as nginx compares it, the target
 * without its query. Percent-encoding is decoded, `//` merged and dot segments resolved, with slashes that were encoded too;
 * what is forwarded stays as it was sent. Measured on nginx 1.22 with the locations that ingress-nginx writes.
 */
export function isExposed(paths: readonly ExposedPath[], target: string): boolean {
  const compared = comparedPath(target);
  if (compared === undefined) return false;
  return paths.some(({ type, path }) => {
    if (type === undefined) return compared.startsWith(path);
    if (type === 'Exact') return compared === path;
    const folder = path.replace(/\/$/, '');
    return compared === folder || compared.startsWith(`${folder}/`);
  });
}

/** The path that nginx compares; `undefined` where it answers with 400: broken escapes, `%00`, `..` above the root. */
function comparedPath(target: string): string | undefined {
  const [path = ''] = target.split(/[?#]/, 1);
  if (/%(?![0-9A-Fa-f]{2})|%00/.test(path)) return undefined;
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const kept: string[] = [];
  const segments = decoded.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..' && kept.pop() === undefined) return undefined;
    if (segment === '.' || segment === '..' || segment === '') {
      if (isLast) kept.push('');
    } else kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
