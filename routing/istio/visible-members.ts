import type { Mapping } from '../../base';
import type { ReadVirtualService } from './read-virtual-service';
import type { ServerPlace, ServerPlaces } from './server-order';
import { joinedNeeds, NAMESPACE, NO_NEEDS, type Needs, type Source } from './source';
import { distinctNeeds, MOST_CLASSES, sourceBinder, sourceClasses } from './source-classes';
import { namespaceOfPods, rankIn, RANKS } from './visibility';

/** VirtualServices that some proxies see, in Istio's order. */
export interface VisibleMembers {
  readonly members: readonly ReadVirtualService[];
  /** @default - their age alone decides */
  readonly places?: ServerPlaces;
}

/** Proxies of a Gateway, or of the mesh, that see the same VirtualServices and fulfil the same of what their matches ask for. */
export interface ProxyClass {
  /** What tells them from the others. @default - they are all of the Gateway, or of the mesh */
  readonly needs?: Needs;
  /** All that they are known to fulfil. */
  readonly source: Source;
}

/** VirtualServices that come to a host through a Gateway. */
export interface Comers {
  readonly via: string;
  readonly members: readonly ReadVirtualService[];
}

/** Any proxy, where nothing is asked of it. */
export const ANY_PROXY: ProxyClass = { source: NO_NEEDS };

const ALL = [ANY_PROXY];

type Sorter = (members: readonly ReadVirtualService[]) => readonly ReadVirtualService[];

/** Returns functions that tell which VirtualServices the Pods of a Gateway, and the clients in the mesh, see. */
export function visibility(all: readonly ReadVirtualService[], inOrder: Sorter) {
  const isPublic = all.every((one) => one.visibility === 'public');
  const isForAll = all.every(({ asked }) => asked.length === 0);
  const podsOf = isPublic ? () => '' : podNamespaces(all);
  const bind = sourceBinder();
  return {
    /** The classes of a Gateway's Pods, of which its selector tells some labels, for the VirtualServices of one host. */
    podClasses: (comers: () => readonly Comers[], selector: Mapping = {}): readonly ProxyClass[] =>
      isForAll ? ALL : podClasses(comers(), selector, podsOf),
    /** The classes of the clients in the mesh, for the VirtualServices of one host. */
    clientClasses: (members: readonly ReadVirtualService[]): readonly ProxyClass[] =>
      isPublic && isForAll ? ALL : clientClasses(members),
    /** What Pods of a Gateway see. */
    gateway: ({ via, members }: Comers, { source }: ProxyClass): VisibleMembers =>
      bound(isPublic ? { members: inOrder(members) } : visibleMembers(members, podsOf(via), inOrder), source),
    /** What clients in the mesh see. */
    clients: (members: readonly ReadVirtualService[], { needs, source }: ProxyClass): VisibleMembers =>
      bound(
        isPublic ? { members: inOrder(members) } : visibleMembers(members, needs?.get(NAMESPACE), inOrder),
        source,
      ),
  };

  function bound(visible: VisibleMembers, source: Source): VisibleMembers {
    return isForAll ? visible : { ...visible, members: visible.members.map((one) => bind(one, source)) };
  }
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

/**
 * Returns the VirtualServices that proxies of a namespace see: those of a lower rank first, and each rank by age.
 * @param proxies undefined for a namespace to which none is exported by name
 */
function visibleMembers(
  members: readonly ReadVirtualService[],
  proxies: string | undefined,
  inOrder: Sorter,
): VisibleMembers {
  if (proxies === undefined) {
    return { members: inOrder(members.filter((one) => one.visibility === 'public')) };
  }
  const ranks = Array.from({ length: RANKS }, (_, rank) =>
    inOrder(members.filter((member) => rankIn(proxies, member) === rank)),
  );
  const places = ranks.flatMap((ranked, rank): ServerPlace[] => ranked.map(() => new Map([[proxies, rank]])));
  const isRanked = ranks.filter((ranked) => ranked.length > 0).length > 1;
  return { members: ranks.flat(), ...(isRanked && { places }) };
}

/**
 * Splits the clients in the mesh by the namespaces that see different VirtualServices of a host, and by what their matches ask for.
 *
 * Example: one for all, and one in `u` that only `u` sees. Clients in `u` get the latter, since it comes first there, and all others get
 * the former.
 */
function clientClasses(members: readonly ReadVirtualService[]): readonly ProxyClass[] {
  const names = new Set(members.flatMap((one) => (one.visibility === 'public' ? [] : one.visibility)));
  const namespaces = [...names].map((name): Needs => new Map([[NAMESPACE, name]]));
  const asked = distinctNeeds(members.flatMap((member) => member.asked));
  const classes =
    asked.length === 0
      ? undefined
      : sourceClasses(NO_NEEDS, [...namespaces, ...asked], MOST_CLASSES + names.size);
  const isKnown = asked.length === 0 || classes !== undefined;
  const found = classes ?? [NO_NEEDS, ...namespaces];
  if (found.length === 1) return isKnown ? ALL : [{ source: 'unknown' }];
  return found.map((needs) => ({ needs, source: isKnown ? needs : 'unknown' }));
}

/**
 * Splits what the Pods of a Gateway may be by what matches ask for: the selector fulfils or contradicts some of it, and manifests do not
 * tell the rest. The namespace of the Pods is known where it is assumed anyway, since VirtualServices are exported to it.
 */
function podClasses(
  comers: readonly Comers[],
  selector: Mapping,
  podsOf: (gateway: string) => string,
): readonly ProxyClass[] {
  const asked = distinctNeeds(comers.flatMap(({ members }) => members.flatMap((member) => member.asked)));
  if (asked.length === 0) return ALL;
  const labels = Object.entries(selector).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && name !== NAMESPACE ? [[name, value]] : [],
  );
  const hidden = comers.find(({ members }) => members.some((member) => member.visibility !== 'public'));
  const base: Needs = new Map([
    ...labels,
    ...(hidden === undefined ? [] : [[NAMESPACE, podsOf(hidden.via)] as const]),
  ]);
  const possible = asked.filter((needs) => joinedNeeds(base, needs) !== undefined);
  const open = possible.map((needs): Needs => new Map([...needs].filter(([name]) => !base.has(name))));
  const classes = sourceClasses(NO_NEEDS, open);
  if (classes === undefined) return [{ source: 'unknown' }];
  return classes.map((needs) => ({
    ...(classes.length > 1 && { needs }),
    source: new Map([...base, ...needs]),
  }));
}
