import { isMapping } from '../../routing';
import { certifiedHosts, servedHosts } from './object-facts';
import type { ClusterName } from './place';
import { isBeyondLimits } from './plain-value';
import type { ClusterPair, SideCluster, SideFile } from './side';

/** What a host has by which clients reach it: an Ingress that answers, or a certificate. */
export type HostRole = 'ingress' | 'certificate';

/** A host that has a role in a cluster on one side, and not on the other, whichever objects give it. */
export interface HostArrival {
  readonly host: string;
  readonly role: HostRole;
  /** Whether it has the role on the head side, and not before. */
  readonly comes: boolean;
}

/** A {@link HostArrival}, with the clusters in which the change brings or takes it. */
export interface PublicHost extends HostArrival {
  readonly where: readonly ClusterName[];
}

/** The hosts that an object brings to its cluster, or takes from it, by what it is before and after. */
export type HostArrivals = (before: unknown, after: unknown) => readonly HostArrival[];

/** A host with a role, and a text that stands for both. */
interface OwnHost {
  readonly host: string;
  readonly role: HostRole;
  readonly key: string;
}

/** Kinds that give hosts a role. */
const KINDS: readonly unknown[] = ['Ingress', 'Certificate'];

/**
 * Makes {@link HostArrivals} of clusters. Objects that stay as they are count: a host that one of them has neither comes
 * nor goes. So all files of a cluster are looked into, but only once an object's hosts are asked for, and those of the
 * same content once.
 */
export function hostArrivals(): (pair: ClusterPair) => HostArrivals {
  const known = new Map<string, readonly OwnHost[]>();
  return ({ before: base, after: head }) => {
    const sides: { before?: ReadonlySet<string>; after?: ReadonlySet<string> } = {};
    return (before, after) => {
      const [old, now] = [hostsOf(before), hostsOf(after)];
      if (old.length === 0 && now.length === 0) return [];
      const was = (sides.before ??= keysOf(base));
      const is = (sides.after ??= keysOf(head));
      return [
        ...now.filter(({ key }) => !was.has(key)).map(({ host, role }) => ({ host, role, comes: true })),
        ...old.filter(({ key }) => !is.has(key)).map(({ host, role }) => ({ host, role, comes: false })),
      ];
    };
  };

  function keysOf(side: SideCluster | undefined): ReadonlySet<string> {
    const files = [...(side?.files.values() ?? [])];
    return new Set(files.flatMap((file) => hostsIn(file).map(({ key }) => key)));
  }

  function hostsIn(file: SideFile): readonly OwnHost[] {
    let hosts = known.get(file.hash);
    if (hosts === undefined) {
      const objects = file.objects().filter((value) => isMapping(value) && KINDS.includes(value.kind));
      hosts = objects.filter((value) => !isBeyondLimits(value)).flatMap(hostsOf);
      known.set(file.hash, hosts);
    }
    return hosts;
  }
}

function hostsOf(object: unknown): readonly OwnHost[] {
  const own = (hosts: readonly string[], role: HostRole) =>
    hosts.map((host): OwnHost => ({ host, role, key: `${role} ${host}` }));
  return [...own(servedHosts(object), 'ingress'), ...own(certifiedHosts(object), 'certificate')];
}
