import type { Route } from './route';
import type { RouteList } from './route-table';

/** Why a route that matches a request does not answer it. */
export type LostBy =
  /** It stands later in the same VirtualService. */
  | 'rule-order'
  /** Istio moves catch-alls behind all other routes of the host. */
  | 'catch-all'
  /** Its VirtualService was created later. */
  | 'younger'
  /** Both VirtualServices were created in the same second: their names decide, or nothing does. */
  | 'same-second'
  /** A VirtualService does not say when it was created. */
  | 'no-timestamp';

/** Why one of two routes of a list that match a request loses against the other. */
export function lostBy({ members }: Pick<RouteList, 'members'>, winner: Route, loser: Route): LostBy {
  if (winner.member === loser.member) return 'rule-order';
  if (loser.catchAll && !winner.catchAll) return 'catch-all';
  const [first, second] = [members[winner.member]?.created, members[loser.member]?.created];
  if (first === undefined || second === undefined) return 'no-timestamp';
  return first === second ? 'same-second' : 'younger';
}
