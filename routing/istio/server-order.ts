import type { HttpServer } from './read-gateway';

/** How a VirtualService comes to a domain: for each Gateway that leads there, the first of its servers that does. */
export type ServerPlace = ReadonlyMap<string, number>;

/** The places of the members of a list, in the same order. */
export type ServerPlaces = readonly ServerPlace[];

/**
 * Returns the place of each VirtualService of a domain, where these settle the order of some: Istio goes through the servers of a
 * Gateway in their order, so that a VirtualService which comes to the domain by an earlier server is first, whatever their age.
 * Undefined if nothing is settled.
 *
 * Example: a Gateway has a server for `t/b.com` and then one for `b.com`. A VirtualService in the namespace `t` comes to `b.com` by the
 * first, and one in another namespace by the second.
 */
export function serverPlaces<T>(
  members: readonly T[],
  servers: readonly HttpServer[],
  membersOf: (server: HttpServer) => readonly T[] | undefined,
): ServerPlaces | undefined {
  const leading = servers.filter((server) => membersOf(server) !== undefined);
  // Of Gateways with one server each, the age of the Gateways decides.
  if (new Set(leading.map(({ gateway }) => gateway)).size === leading.length) return undefined;
  const places = new Map<T, Map<string, number>>();
  leading.forEach((server, index) => {
    for (const member of membersOf(server) ?? []) {
      const place = places.get(member) ?? new Map<string, number>();
      places.set(member, place);
      if (!place.has(server.gateway)) place.set(server.gateway, index);
    }
  });
  return members.map((member) => places.get(member) ?? new Map<string, number>());
}

/** Whether one comes first, in each order of creation: through each Gateway that leads to the other. */
export function precedes(one: ServerPlace, other: ServerPlace): boolean {
  return [...other].every(([gateway, server]) => (one.get(gateway) ?? server) < server);
}
