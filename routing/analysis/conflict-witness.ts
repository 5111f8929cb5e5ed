import type { Witness } from '../../findings';
import type { Budget } from '../text';
import { memberRoutes, type MemberRoutes } from './member-routes';
import type { Route } from '../model';
import type { Conflict } from './route-facts';
import { settlesOrder, waysToBeFirst, type RouteList } from '../istio';
import { onPath, shortestRequest, witnessOf, type RequestSet } from './witness';

/**
 * Returns a function that finds a witness for a conflict: a request that both routes match and treat differently, and that no
 * route before them matches in any creation order.
 */
export function conflictWitness(
  list: RouteList,
  budget: Budget,
): (conflict: Conflict) => Witness | undefined {
  let routesOfMember: MemberRoutes | undefined;
  const settling = settlesOrder(list) ? list.members.map((_, member) => member) : [];
  let catchAllResult: { readonly witness: Witness | undefined } | undefined;
  return ({ first, second, exceptAt }) => {
    routesOfMember ??= memberRoutes(list);
    const [a, b] = [routeAt(first), routeAt(second)];
    const own = [
      ...routesOfMember(a.member).filter((index) => index < first),
      ...routesOfMember(b.member).filter((index) => index < second),
    ];
    const same = exceptAt === undefined ? [] : [onPath(exceptAt)];
    if (!a.catchAll) {
      for (const settled of settledBefore(a.member, b.member)) {
        const before = [...own, ...settled].sort((x, y) => x - y);
        const witness = witnessOutside([a, b], [...before.map(routeAt), ...same]);
        if (witness !== undefined) return witness;
      }
      return undefined;
    }
    const others = () => list.routes.filter(({ catchAll }) => !catchAll);
    if (exceptAt !== undefined || a.path.kind === 'regex' || b.path.kind === 'regex') {
      return witnessOutside([a, b], [...others(), ...same]);
    }
    // Catch-alls get the requests that all other routes leave, so each pair has the same witness.
    catchAllResult ??= { witness: witnessOutside([a, b], others()) };
    return catchAllResult.witness;
  };

  /** The routes of members that are before one of two, for each way in which both may come first. */
  function settledBefore(a: number, b: number): readonly (readonly number[])[] {
    if (settling.length === 0) return [[]];
    return waysToBeFirst(list, a).flatMap((beforeA) =>
      waysToBeFirst(list, b).map((beforeB) =>
        settling.flatMap((member) =>
          beforeA(member) || beforeB(member) ? (routesOfMember?.(member) ?? []) : [],
        ),
      ),
    );
  }

  function witnessOutside(matching: readonly Route[], before: readonly RequestSet[]): Witness | undefined {
    const request = shortestRequest(matching, before, list, budget);
    return request === undefined ? undefined : witnessOf(request);
  }

  function routeAt(index: number): Route {
    return list.routes[index] as Route;
  }
}
