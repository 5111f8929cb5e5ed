import type { ConnectionRoute } from '../istio';
import { outcomes } from '../model';
import type { MatchPosition } from './route-problem';

/** A TLS or TCP route with what tells it from others: equal keys are routed alike by either. */
export interface Claim extends ConnectionRoute {
  readonly key: string;
  readonly outcome: string;
}

/** The outcome of a TLS or TCP route does not depend on a path. */
const ANY_PATH = { kind: 'any' } as const;

/** Returns the claims of some routes, in the same order. */
export function claimsOf(routes: readonly ConnectionRoute[]): readonly Claim[] {
  const { keyOf } = outcomes();
  return routes.map((route) => {
    const outcome = keyOf({ outcome: route.connection.outcome, path: ANY_PATH });
    return { ...route, outcome, key: `${route.connection.serverNames.join(' ')} ${outcome}` };
  });
}

/** Returns the name of a route for a message. */
export function spellClaim({
  virtualService: { namespace, name },
  connection: { field, rule, match, serverNames },
}: Claim): string {
  const names = serverNames.length === 0 ? '' : ` (${serverNames.join(', ')})`;
  return `${field} route ${rule} match ${match} of ${namespace}/${name}${names}`;
}

/** Returns where a route is written. */
export function positionOfClaim({
  virtualService: { index },
  connection: { field, rule, match },
}: Claim): MatchPosition {
  return { virtualService: index, path: ['spec', field, rule, 'match', match] };
}
