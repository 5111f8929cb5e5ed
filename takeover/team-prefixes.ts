import { compareText } from '../base';
import type { RouteDeclaration } from '../catalog';

/** A route that needs a prefix of its team. */
export interface OwnedRoute {
  readonly team: string;
  /** `<team>/<name>` */
  readonly id: string;
  readonly match: RouteDeclaration['match'];
}

/** Who owns which paths. */
export interface PathOwners {
  /** The prefixes of each team that were not there, sorted. */
  readonly prefixes: ReadonlyMap<string, readonly string[]>;
  /** Functions below a prefix of another team, which must consent. */
  readonly guests: readonly { readonly owner: string; readonly id: string }[];
}

/** A prefix that routes of a team ask for. */
interface Claim extends OwnedRoute {
  readonly prefix: string;
}

/**
 * Gives each team the fewest prefixes under which all its routes lie: those below the site gateway's prefix with one segment more, unless routes of
 * two teams lie under it; then as many segments as tell them apart. A folder in which two teams have routes is that one's which has more of them,
 * and the other's functions are its guests.
 *
 * Example: `/faas/api/saas/tea/` and `/faas/api/saas/cup/` of the team `saas` need `/faas/api/saas/` if no other team has a route there.
 *
 * Invariant: no prefix of a team lies under that of another.
 * @param root the path prefix that the site gateway forwards
 * @param owned the prefixes that teams have already
 */
export function pathOwners(
  routes: readonly OwnedRoute[],
  root: string,
  owned: ReadonlyMap<string, readonly string[]>,
): PathOwners {
  const folders = routes.flatMap((route) => {
    const folder = folderOf(route.match);
    return folder !== undefined && folder.startsWith(root) && folder.length > root.length
      ? [{ ...route, folder }]
      : [];
  });
  const counts = new Map<string, Map<string, number>>();
  const count = (start: string, team: string) => {
    const teams = counts.get(start) ?? new Map<string, number>();
    counts.set(start, teams.set(team, (teams.get(team) ?? 0) + 1));
  };
  for (const { team, folder } of folders) for (const start of startsOf(folder, root)) count(start, team);
  for (const [team, prefixes] of owned) {
    for (const prefix of prefixes) for (const start of startsOf(prefix, root)) count(start, team);
  }
  const weightOf = ({ prefix, team }: Claim) => counts.get(prefix)?.get(team) ?? 0;
  const claims = folders.map(({ folder, ...route }): Claim => {
    const own = startsOf(folder, root).find((start) => counts.get(start)?.size === 1);
    return { ...route, prefix: own ?? folder };
  });
  claims.sort(
    (a, b) =>
      a.prefix.length - b.prefix.length ||
      weightOf(b) - weightOf(a) ||
      compareText(a.team, b.team) ||
      compareText(a.id, b.id),
  );
  const owners = new Map([...owned].flatMap(([team, prefixes]) => prefixes.map((prefix) => [prefix, team])));
  const prefixes = new Map<string, string[]>();
  const guests = new Map<string, PathOwners['guests'][number]>();
  for (const { prefix, team, id } of claims) {
    const above = [...startsOf(prefix, root)].reverse().find((start) => owners.has(start));
    const owner = above === undefined ? undefined : owners.get(above);
    if (owner === team) continue;
    if (owner !== undefined) guests.set(`${owner} ${id}`, { owner, id });
    else {
      owners.set(prefix, team);
      prefixes.set(team, [...(prefixes.get(team) ?? []), prefix].sort());
    }
  }
  return { prefixes, guests: [...guests.values()] };
}

/** The folder that all paths of a match are in: up to its last slash before something variable. */
function folderOf({ prefix, exact, regex }: RouteDeclaration['match']): string | undefined {
  const literal = prefix ?? exact ?? literalStart(regex ?? '');
  const end = literal.lastIndexOf('/');
  return end <= 0 ? undefined : literal.slice(0, end + 1);
}

/** The text that every text of a regex starts with, as far as its first special character tells. */
function literalStart(regex: string): string {
  if (hasAlternatives(regex)) return '';
  const [start = ''] = /^(?:[^\\.*+?()[\]{}^$]|\\[^A-Za-z0-9])*/.exec(regex.replace(/^\^/, '')) ?? [];
  // What a quantifier follows may be missing.
  const next = regex.replace(/^\^/, '')[start.length];
  const kept = next !== undefined && '*?{'.includes(next) ? start.replace(/\\?.$/, '') : start;
  return kept.replace(/\\(.)/g, '$1');
}

/** Whether a regex is a choice as a whole: a bar outside of groups and classes. */
function hasAlternatives(regex: string): boolean {
  let depth = 0;
  for (const [part] of regex.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]])*\]|[()|]/gs)) {
    if (part === '(') depth += 1;
    else if (part === ')') depth -= 1;
    else if (part === '|' && depth === 0) return true;
  }
  return false;
}

/** The folders above a folder below the root, and itself, the shortest first. */
function startsOf(folder: string, root: string): readonly string[] {
  const segments = folder.slice(root.length).split('/').slice(0, -1);
  return segments.map((_, index) => `${root}${segments.slice(0, index + 1).join('/')}/`);
}
