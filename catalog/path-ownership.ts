import { consentsTo } from './consents';
import type { TeamDeclaration } from './declaration';
import { overlappingClaims } from './prefix-claims';

/** Which paths a function may match. The longest prefix that a path starts with decides whose it is. */
export interface PathOwnership {
  /** The function, as `<team>/<name>`. */
  readonly id: string;
  /** The prefixes of its team. */
  readonly own: readonly string[];
  /** The prefixes of other teams that consent to the function, in order. */
  readonly consented: readonly string[];
  /** The prefixes of other teams within those of `own` and `consented`, where they do not consent, in order. */
  readonly excluded: readonly string[];
  /** Returns the other team that a path belongs to. */
  readonly ownerOf: (path: string) => string | undefined;
}

/**
 * Returns a look-up of the paths that a function may match.
 * @returns a function of the function's id, `<team>/<name>`
 */
export function pathOwnerships(teams: ReadonlyMap<string, TeamDeclaration>): (id: string) => PathOwnership {
  // Few teams consent to anything and few prefixes are within another team's: no function looks at all teams.
  const consenting = [...teams].filter(([, { consents }]) => consents !== undefined);
  const nested = overlappingClaims(teams)
    .filter(({ inner, outer }) => inner.prefix !== outer.prefix)
    .map(({ inner }) => inner);
  return (id) => {
    const [team = ''] = id.split('/');
    const own = teams.get(team)?.prefixes ?? [];
    const friends = consenting.filter(([name, owner]) => name !== team && consentsTo(owner, id));
    const consented = friends.flatMap(([, { prefixes }]) => prefixes);
    const excluded = nested
      .filter((claim) => claim.team !== team && !friends.some(([name]) => name === claim.team))
      .map(({ prefix }) => prefix)
      .filter((inner) => [...own, ...consented].some((outer) => inner.startsWith(outer)));
    return { id, own, consented, excluded, ownerOf: (path) => ownerOf(path, team, teams) };
  };
}

function ownerOf(
  path: string,
  except: string,
  teams: ReadonlyMap<string, TeamDeclaration>,
): string | undefined {
  const [nearest] = [...teams]
    .filter(([name]) => name !== except)
    .flatMap(([name, { prefixes }]) => prefixes.map((prefix) => ({ name, prefix })))
    .filter(({ prefix }) => path.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return nearest?.name;
}

/** Returns the longest prefix of a text among several; `undefined` where it starts with none. */
export function longestPrefix(text: string, prefixes: readonly string[]): string | undefined {
  return prefixes
    .filter((prefix) => text.startsWith(prefix))
    .reduce<string | undefined>(
      (longest, prefix) => (longest !== undefined && longest.length >= prefix.length ? longest : prefix),
      undefined,
    );
}
