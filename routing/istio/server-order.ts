import type { HttpServer } from './read-gateway';
import type { ReadVirtualService } from './read-virtual-service';
import { RANKS } from './visibility';
import type { VisibleMembers } from './visible-members';

/** How a VirtualService comes to a domain: for each Gateway that leads there, how early it does. */
export type ServerPlace = ReadonlyMap<string, number>;

/** The places of the members of a list, in the same order. */
export type ServerPlaces = readonly ServerPlace[];

/**
 * Returns the place of each VirtualService of a domain, where these settle the order of some: Istio goes through the servers of a
 * Gateway in their order, and for each through the VirtualServices by their rank (see `visibility.ts`), so that one which comes to the
 * domain earlier is first, whatever its age. Undefined if nothing is settled.
 *
 * Example: a Gateway has a server for `t/b.com` and then one for `b.com`. A VirtualService in the namespace `t` comes to `b.com` by the
 * first, and one in another namespace by the second.
 */
export function serverPlaces(
  members: readonly ReadVirtualService[],
  servers: readonly HttpServer[],
  seen: ReadonlyMap<HttpServer, VisibleMembers>,
): ServerPlaces | undefined {
  const leading = servers.filter((server) => seen.has(server));
  const isRanked = leading.some((server) => seen.get(server)?.places !== undefined);
  // Of Gateways with one server each, the age of the Gateways decides.
  if (!isRanked && new Set(leading.map(({ gateway }) => gateway)).size === leading.length) return undefined;
  const places = new Map<ReadVirtualService, Map<string, number>>();
  leading.forEach((server, index) => {
    const visible = seen.get(server);
    visible?.members.forEach((member, at) => {
      const place = places.get(member) ?? new Map<string, number>();
      places.set(member, place);
      const [rank = 0] = visible.places?.[at]?.values() ?? [];
      if (!place.has(server.gateway)) place.set(server.gateway, index * RANKS + rank);
    });
  });
  return members.map((member) => places.get(member) ?? new Map<string, number>());
}

/** Whether one comes first, in each order of creation: through each Gateway that leads to the other. */
export function precedes(one: ServerPlace, other: ServerPlace): boolean {
  return [...other].every(([gateway, server]) => (one.get(gateway) ?? server) < server);
}
