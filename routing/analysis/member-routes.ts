import type { RouteList } from '../istio';

/** Returns the indexes of a VirtualService's routes in a list, in ascending order. */
export type MemberRoutes = (member: number) => readonly number[];

/** Groups the routes of a list by VirtualService. */
export function memberRoutes({ members, routes }: RouteList): MemberRoutes {
  const starts = new Int32Array(members.length + 1);
  for (const { member } of routes) starts[member + 1] = (starts[member + 1] ?? 0) + 1;
  for (let member = 0; member < members.length; member += 1) {
    starts[member + 1] = (starts[member + 1] ?? 0) + (starts[member] ?? 0);
  }
  const indexes = new Int32Array(routes.length);
  const filled = starts.slice();
  routes.forEach(({ member }, index) => {
    const slot = filled[member] ?? 0;
    indexes[slot] = index;
    filled[member] = slot + 1;
  });
  return (member) => Array.from(indexes.subarray(starts[member], starts[member + 1]));
}
