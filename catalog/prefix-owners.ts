import type { Finding, Place } from '../findings';
import type { TeamDeclaration } from './declaration';
import { overlappingClaims, type Overlap } from './prefix-claims';

/**
 * Checks that no team claims a prefix of another team without its consent. Which of the two claimed first is not known, so
 * a finding names both lines.
 */
export function checkPrefixOwners(
  teams: ReadonlyMap<string, TeamDeclaration>,
  placeOf: (team: string, index: number) => Place,
): Finding[] {
  return refusedClaims(teams).map((overlap): Finding => {
    const { inner, outer } = overlap;
    return {
      code: 'KF411',
      severity: 'error',
      ...explain(overlap),
      places: [placeOf(inner.team, inner.index), placeOf(outer.team, outer.index)],
    };
  });
}

/** Returns the claims of a prefix within another team's, or of the same, without consent. */
export function refusedClaims(teams: ReadonlyMap<string, TeamDeclaration>): Overlap[] {
  return overlappingClaims(teams).filter((overlap) => !isConsented(overlap, teams));
}

/** A team that owns the outer prefix must consent; of two that share one prefix, both. */
function isConsented({ inner, outer }: Overlap, teams: ReadonlyMap<string, TeamDeclaration>): boolean {
  const isReturned = inner.prefix !== outer.prefix || consents(teams.get(inner.team), outer.team);
  return consents(teams.get(outer.team), inner.team) && isReturned;
}

/**
 * Whether a team consents to the whole of another. Consent to one function does not suffice: every function of a team may
 * use the team's prefixes.
 */
function consents(owner: TeamDeclaration | undefined, team: string): boolean {
  return owner?.consents?.includes(team) === true;
}

function explain({ inner, outer }: Overlap): Pick<Finding, 'message' | 'help'> {
  if (inner.prefix === outer.prefix) {
    return {
      message: `the teams ${outer.team} and ${inner.team} both own the prefix ${inner.prefix}`,
      help: 'leave it to one of them; to share it, each must list the other under "consents:" in its team.yaml',
    };
  }
  return {
    message: `the prefix ${inner.prefix} of the team ${inner.team} is within ${outer.prefix} of the team ${outer.team}, which does not consent`,
    help: `let the team ${outer.team} add to its team.yaml the lines "consents:" and "  - ${inner.team}", or choose another prefix`,
  };
}
