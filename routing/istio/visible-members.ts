import { MESH } from './full-names';
import type { ReadVirtualService } from './read-virtual-service';
import type { ServerPlace, ServerPlaces } from './server-order';
import { namespaceOfPods, rankIn, RANKS } from './visibility';

/** VirtualServices that some proxies see, in Istio's order. */
export interface VisibleMembers {
  readonly members: readonly ReadVirtualService[];
  /** @default - their age alone decides */
  readonly places?: ServerPlaces;
  /** What tells the proxies apart. @default - they are all of the Gateway, or all other clients in the mesh */
  readonly name?: string;
}

type Sorter = (members: readonly ReadVirtualService[]) => readonly ReadVirtualService[];

/** Returns functions that tell which VirtualServices the Pods of a Gateway, and the clients in the mesh, see. */
export function visibility(all: readonly ReadVirtualService[], inOrder: Sorter) {
  const isPublic = all.every((one) => one.visibility === 'public');
  const podsOf = isPublic ? () => '' : podNamespaces(all);
  return {
    gateway: (gateway: string, members: readonly ReadVirtualService[]): VisibleMembers =>
      isPublic ? { members: inOrder(members) } : visibleMembers(members, podsOf(gateway), inOrder),
    clients: (members: readonly ReadVirtualService[]): readonly VisibleMembers[] =>
      isPublic ? [{ members: inOrder(members) }] : meshClients(members, inOrder),
  };
}

/** Returns a function that tells the namespace in which the Pods of a Gateway are assumed to run. */
export function podNamespaces(all: readonly ReadVirtualService[]): (gateway: string) => string {
  const known = new Map<string, string>();
  return (gateway) => {
    const namespace =
      known.get(gateway) ??
      namespaceOfPods(
        gateway,
        all.filter(({ gateways }) => gateways.includes(gateway)),
      );
    known.set(gateway, namespace);
    return namespace;
  };
}

/** Returns the VirtualServices that proxies of a namespace see: those of a lower rank first, and each rank by age. */
function visibleMembers(
  members: readonly ReadVirtualService[],
  proxies: string,
  inOrder: Sorter,
): VisibleMembers {
  const ranks = Array.from({ length: RANKS }, (_, rank) =>
    inOrder(members.filter((member) => rankIn(proxies, member) === rank)),
  );
  const places = ranks.flatMap((ranked, rank): ServerPlace[] => ranked.map(() => new Map([[proxies, rank]])));
  const isRanked = ranks.filter((ranked) => ranked.length > 0).length > 1;
  return { members: ranks.flat(), ...(isRanked && { places }) };
}

/**
 * Splits the VirtualServices of a host in the mesh by the namespaces of clients that see different ones.
 *
 * Example: one for all, and one in `u` that only `u` sees. Clients in `u` get the latter, since it comes first there, and all others get
 * the former.
 */
function meshClients(members: readonly ReadVirtualService[], inOrder: Sorter): readonly VisibleMembers[] {
  const namespaces = new Set(members.flatMap((one) => (one.visibility === 'public' ? [] : one.visibility)));
  const others = inOrder(members.filter((one) => one.visibility === 'public'));
  return [
    { members: others },
    ...[...namespaces].sort().map((namespace) => ({
      name: `${MESH} for ${namespace}`,
      ...visibleMembers(members, namespace, inOrder),
    })),
  ];
}
