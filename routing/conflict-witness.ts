import type { Witness } from '../findings';
import type { Budget } from './budget';
import { memberRoutes, type MemberRoutes } from './member-routes';
import type { Route } from './route';
import type { Conflict } from './route-facts';
import type { RouteList } from './route-table';
import { shortestRequest, witnessOf } from './witness';

/** Shows conflicts of a list: requests that both routes match and, in every order, none that comes before either. */
export function conflictWitness(
  list: RouteList,
  budget: Budget,
): (conflict: Conflict) => Witness | undefined {
  let placesOf: MemberRoutes | undefined;
  let ofCatchAlls: { readonly witness: Witness | undefined } | undefined;
  return ({ first, second }) => {
    placesOf ??= memberRoutes(list);
    const [a, b] = [routeAt(first), routeAt(second)];
    const before = [
      ...placesOf(a.member).filter((place) => place < first),
      ...placesOf(b.member).filter((place) => place < second),
    ].sort((x, y) => x - y);
    if (!a.catchAll) return witnessOutside([a, b], before.map(routeAt));
    const others = () => list.routes.filter(({ catchAll }) => !catchAll);
    if (a.path.kind === 'regex' || b.path.kind === 'regex') return witnessOutside([a, b], others());
    // What prefixes of every path get is what all others leave: the same for each pair.
    ofCatchAlls ??= { witness: witnessOutside([a, b], others()) };
    return ofCatchAlls.witness;
  };

  function witnessOutside(matching: readonly Route[], before: readonly Route[]): Witness | undefined {
    const request = shortestRequest(matching, before, list, budget);
    return request === undefined ? undefined : witnessOf(request);
  }

  function routeAt(place: number): Route {
    return list.routes[place] as Route;
  }
}
