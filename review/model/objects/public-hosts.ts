import { isMapping } from '../../../base';
import { certifiedHosts, servedHosts } from './object-facts';
import type { ClusterName, ClusterPair, SnapshotCluster, SnapshotFile } from '../clusters';
import { isBeyondLimits } from './json-value';

/** How a host is public: an Ingress serves it, or it has a certificate. */
export type HostRole = 'ingress' | 'certificate';

/** A host that has a role in a cluster in one snapshot only, by whichever object. */
export interface HostArrival {
  readonly host: string;
  readonly role: HostRole;
  /** Whether the cluster gains the role; otherwise it loses it. */
  readonly comes: boolean;
}

/** A {@link HostArrival} with the clusters that gain or lose it. */
export interface PublicHost extends HostArrival {
  readonly where: readonly ClusterName[];
}

/** Returns the hosts that a cluster gains or loses by the change of an object. */
export type HostArrivals = (before: unknown, after: unknown) => readonly HostArrival[];

/** A host with a role, and a key for both. */
interface OwnHost {
  readonly host: string;
  readonly role: HostRole;
  readonly key: string;
}

/** The kinds that make hosts public. */
const KINDS: readonly unknown[] = ['Ingress', 'Certificate'];

/**
 * Returns a function that makes {@link HostArrivals} for a cluster. A host of an unchanged object is neither gained nor
 * lost, so all files of the cluster are read, but only when a changed object has hosts. Equal contents are read once.
 */
export function hostArrivals(): (pair: ClusterPair) => HostArrivals {
  const known = new Map<string, readonly OwnHost[]>();
  return (pair) => {
    const keys: { before?: ReadonlySet<string>; after?: ReadonlySet<string> } = {};
    return (before, after) => {
      const [hostsBefore, hostsAfter] = [hostsOf(before), hostsOf(after)];
      if (hostsBefore.length === 0 && hostsAfter.length === 0) return [];
      const keysBefore = (keys.before ??= keysOf(pair.before));
      const keysAfter = (keys.after ??= keysOf(pair.after));
      const gained = hostsAfter.filter(({ key }) => !keysBefore.has(key));
      const lost = hostsBefore.filter(({ key }) => !keysAfter.has(key));
      return [
        ...gained.map(({ host, role }) => ({ host, role, comes: true })),
        ...lost.map(({ host, role }) => ({ host, role, comes: false })),
      ];
    };
  };

  function keysOf(cluster: SnapshotCluster | undefined): ReadonlySet<string> {
    const files = [...(cluster?.files.values() ?? [])];
    return new Set(files.flatMap((file) => hostsIn(file).map(({ key }) => key)));
  }

  function hostsIn(file: SnapshotFile): readonly OwnHost[] {
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
