import { compareText } from '../base';
import type { TeamDeclaration } from './declaration';

/** A prefix that a team claims in its `team.yaml`. */
export interface Claim {
  readonly team: string;
  readonly prefix: string;
  /** Its index in the list of the team's prefixes. */
  readonly index: number;
}

/** A claim that lies within a claim of another team, or has the same prefix. */
export interface Overlap {
  readonly inner: Claim;
  /** The nearest claim around it. */
  readonly outer: Claim;
}

/** Returns the claims that meet those of other teams, sorted by prefix. A claim within its own team's is none. */
export function overlappingClaims(teams: ReadonlyMap<string, TeamDeclaration>): Overlap[] {
  const claims = [...teams]
    .flatMap(([team, { prefixes }]) => prefixes.map((prefix, index): Claim => ({ team, prefix, index })))
    .sort((a, b) => compareText(a.prefix, b.prefix));
  // INVARIANT: sorted, a prefix comes before all that it encloses, and these follow each other. The stack holds those
  // that enclose the current one.
  const enclosing: Claim[] = [];
  return claims.flatMap((inner) => {
    while (enclosing.length > 0 && !inner.prefix.startsWith(enclosing.at(-1)?.prefix ?? '')) enclosing.pop();
    const nearest = enclosing.at(-1)?.prefix;
    const around = enclosing.filter(({ prefix }) => prefix === nearest);
    enclosing.push(inner);
    return around.some(({ team }) => team === inner.team) ? [] : around.map((outer) => ({ inner, outer }));
  });
}
