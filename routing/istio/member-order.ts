import type { RouteList } from './route-list';
import { precedes } from './server-order';

/** Whether something beside the age settles the order of some members of a list. */
export function settlesOrder({ members, places }: Pick<RouteList, 'members' | 'places'>): boolean {
  return places !== undefined || members.some(({ comesLast }) => comesLast);
}

/** Whether a member of a list is before another one in every order of creation. */
export function isAlwaysBefore(
  { members, places }: Pick<RouteList, 'members' | 'places'>,
  a: number,
  b: number,
): boolean {
  const [one, other] = [places?.[a], places?.[b]];
  if (one !== undefined && other !== undefined) {
    if (precedes(one, other)) return true;
    if (precedes(other, one)) return false;
  }
  return members[a]?.comesLast !== members[b]?.comesLast && members[b]?.comesLast === true;
}

/** Tells which members of a list are before one of them. */
export type Before = (other: number) => boolean;

/**
 * Returns the ways in which a member of a list may come first: by each Gateway that leads to it, where that one is the oldest. In all
 * other orders at least as many are before it.
 *
 * Example: `b` comes by the Gateways `one` and `two`, after `a` by `one` and after `c` by `two`. Where a request meets `a` and `c`, `b` is
 * never the first, though neither is before it in every order.
 */
export function waysToBeFirst(
  list: Pick<RouteList, 'members' | 'places'>,
  member: number,
): readonly Before[] {
  const { members, places } = list;
  const place = places?.[member];
  if (place === undefined || place.size < 2) return [(other) => isAlwaysBefore(list, other, member)];
  const isLast = members[member]?.comesLast === true;
  return [...place].map(([gateway, at]): Before => {
    return (other) => {
      const theirs = places?.[other]?.get(gateway);
      if (theirs === undefined) return false;
      return theirs < at || (theirs === at && isLast && members[other]?.comesLast !== true);
    };
  });
}
