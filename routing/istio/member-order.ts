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
