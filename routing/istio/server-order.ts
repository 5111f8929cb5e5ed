import type { HttpServer } from './read-gateway';

/** The one Gateway through which a VirtualService comes to a domain, and the first of its servers that leads there. */
export interface ServerPlace {
  readonly gateway: string;
  /** The index of the server among all that share the route configuration. */
  readonly server: number;
}

/** The places of the members of a list, in the same order. */
export type ServerPlaces = readonly (ServerPlace | undefined)[];

/**
 * Returns the place of each VirtualService of a domain, where these settle the order of some: Istio goes through the servers of a
 * Gateway in their order, so that a VirtualService which comes to the domain by an earlier server is first, whatever their age.
 * A VirtualService that comes through several Gateways has no place. Undefined if nothing is settled.
 *
 * Example: a Gateway has a server for `t/b.com` and then one for `b.com`. A VirtualService in the namespace `t` comes to `b.com` by the
 * first, and one in another namespace by the second.
 */
export function serverPlaces<T>(
  members: readonly T[],
  servers: readonly HttpServer[],
  membersOf: (server: HttpServer) => readonly T[] | undefined,
): ServerPlaces | undefined {
  const places = new Map<T, ServerPlace | 'several'>();
  for (const [server, one] of servers.entries()) {
    const { gateway } = one;
    for (const member of membersOf(one) ?? []) {
      const known = places.get(member);
      if (known === undefined) places.set(member, { gateway, server });
      else if (known !== 'several' && known.gateway !== gateway) places.set(member, 'several');
    }
  }
  const found = members.map((member) => {
    const place = places.get(member);
    return place === 'several' ? undefined : place;
  });
  const first = new Map<string, number>();
  const isSettling = found.some((place) => {
    if (place === undefined) return false;
    const other = first.get(place.gateway) ?? place.server;
    first.set(place.gateway, other);
    return other !== place.server;
  });
  return isSettling ? found : undefined;
}

/** Whether the servers of a Gateway settle which of two VirtualServices is first. */
export function isSettledByServers(a: ServerPlace | undefined, b: ServerPlace | undefined): boolean {
  return a !== undefined && b !== undefined && a.gateway === b.gateway && a.server !== b.server;
}
