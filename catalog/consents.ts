import { nearestWord, type Finding, type Place } from '../findings';
import type { TeamDeclaration } from './declaration';

/**
 * Whether a team consents to a function of another team: to the function, or to its whole team.
 * @param id the function, as `<team>/<name>`
 */
export function consentsTo({ consents }: TeamDeclaration, id: string): boolean {
  const [team = ''] = id.split('/');
  return consents?.some((entry) => entry === id || entry === team) === true;
}

/**
 * Finds consents that name no function and no team of the catalog. That is a note, since a team may consent before the
 * other one adds its function; a misspelt name would otherwise be found only by the other team.
 * @param known the functions, as `<team>/<name>`, and the teams, those with errors too
 */
export function checkConsents(
  teams: ReadonlyMap<string, TeamDeclaration>,
  known: ReadonlySet<string>,
  placeOf: (team: string, index: number) => Place,
): Finding[] {
  return [...teams].flatMap(([team, { consents = [] }]) =>
    consents.flatMap((entry, index): Finding[] => {
      if (known.has(entry)) return [];
      const near = nearestWord(entry, [...known]);
      return [
        {
          code: 'KF416',
          severity: 'note',
          message: `the team ${team} consents to ${entry}, which is no function and no team of the catalog`,
          help:
            near === undefined
              ? 'remove it, unless the other team adds it later'
              : `did you mean "${near}"? Else remove it, unless the other team adds it later`,
          places: [placeOf(team, index)],
        },
      ];
    }),
  );
}
