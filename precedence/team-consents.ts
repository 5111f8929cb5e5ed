import { consentsTo, refusedClaims, type TeamDeclaration } from '../catalog';

/**
 * Returns whether a team lets a function, `<team>/<name>`, take requests from its routes. Between teams whose prefixes overlap
 * without consent that is not asked: the overlap is an error, and what follows from it is not reported again.
 */
export function consentsIn(
  teams: ReadonlyMap<string, TeamDeclaration>,
): (owner: string, id: string) => boolean {
  const refused = new Set(
    refusedClaims(teams).flatMap(({ inner, outer }) => [
      `${inner.team} ${outer.team}`,
      `${outer.team} ${inner.team}`,
    ]),
  );
  return (owner, id) => {
    const declaration = teams.get(owner);
    if (declaration === undefined) return false;
    return consentsTo(declaration, id) || refused.has(`${owner} ${id.split('/')[0]}`);
  };
}
