import type { Route } from '../model';
import type { RouteList } from '../istio';

/** The reason why a route that matches a request does not answer it. */
export type LostBy =
  /** It is later in the same VirtualService. */
  | 'rule-order'
  /** Istio moves catch-alls after all other routes of the host. */
  | 'catch-all'
  /** Its VirtualService was created later. */
  | 'younger'
  /** Both VirtualServices were created in the same second: their names decide, or nothing does. */
  | 'same-second'
  /** Its VirtualService is older, and comes through a Gateway that the listener merges later. */
  | 'later-gateway'
  /** A VirtualService has no creation timestamp. */
  | 'no-timestamp';

/** Returns the reason why `winner` answers a request that both routes match. */
export function lostBy({ members }: Pick<RouteList, 'members'>, winner: Route, loser: Route): LostBy {
  if (winner.member === loser.member) return 'rule-order';
  if (loser.catchAll && !winner.catchAll) return 'catch-all';
  const [first, second] = [members[winner.member]?.created, members[loser.member]?.created];
  if (first === undefined || second === undefined) return 'no-timestamp';
  if (first === second) return 'same-second';
  return first > second ? 'later-gateway' : 'younger';
}
