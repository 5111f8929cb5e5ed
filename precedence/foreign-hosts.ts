import { groupBy } from '../base';
import type { Finding } from '../findings';
import { gatewayKey } from '../routing';
import {
  foreignGateways,
  foreignHosts,
  foreignName,
  type ForeignVirtualService,
} from './foreign-virtual-service';
import type { RoutedCluster } from './routed-cluster';

/** The foreign VirtualServices of a cluster, by what becomes of them. */
export interface ForeignHosts {
  /** Those that stay beside the functions of a namespace, with all that they may delegate to; no namespace without any. */
  readonly byNamespace: ReadonlyMap<string, readonly ForeignVirtualService[]>;
  /** Those that are not judged, and why. */
  readonly findings: readonly Finding[];
}

/** The most names that a message has. */
const NAMED = 3;

/**
 * Finds the gateway hosts of a cluster that its foreign VirtualServices are on.
 * @param rendered `<namespace>/<name>` of the VirtualServices that KFaas renders there: applied, they replace those of the same name
 */
export function foreignHostsOf(
  cluster: RoutedCluster,
  rendered: ReadonlySet<string>,
  foreign: readonly ForeignVirtualService[],
): ForeignHosts {
  const { namespaces, hostOf, gateways } = cluster;
  const bound = new Set(gateways.map((gateway) => gatewayKey(gateway, '')));
  const namespaceOf = new Map(namespaces.map((namespace) => [hostOf(namespace).toLowerCase(), namespace]));
  const kept = foreign.filter((one) => !rendered.has(foreignName(one)));
  const placed = kept.map((one) => {
    const isBound = foreignGateways(one).some((gateway) => bound.has(gateway));
    const hosts = foreignHosts(one);
    const of = isBound ? hosts.flatMap((host) => namespaceOf.get(host) ?? []) : [];
    // One without hosts is there for others to delegate to.
    return { one, of: hosts.length === 0 ? undefined : new Set(of) };
  });
  const byNamespace = new Map(
    namespaces.flatMap((namespace) => {
      if (!placed.some(({ of }) => of?.has(namespace))) return [];
      const own = placed.filter(({ of }) => of === undefined || of.has(namespace));
      return [[namespace, own.map(({ one }) => one)] as const];
    }),
  );
  const elsewhere = placed.flatMap(({ one, of }) => (of?.size === 0 ? [one] : []));
  const replaced = foreign.filter((one) => rendered.has(foreignName(one)));
  return {
    byNamespace,
    findings: [
      ...byFile(elsewhere).map((group) => elsewhereFinding(group, cluster)),
      ...byFile(replaced).map(replacedFinding),
    ],
  };
}

type SomeForeign = readonly [ForeignVirtualService, ...ForeignVirtualService[]];

function byFile(foreign: readonly ForeignVirtualService[]): readonly SomeForeign[] {
  return [...groupBy(foreign, ({ placeOf }) => placeOf([]).file).values()];
}

/** KF633: most often a host is misspelled, or the file has all VirtualServices of a cluster. */
function elsewhereFinding(group: SomeForeign, { target, gateways }: RoutedCluster): Finding {
  const [first] = group;
  return {
    code: 'KF633',
    severity: 'warning',
    message: `not judged, because on no gateway host of ${target.cluster}: ${spell(group)}`,
    help: `if they belong there, correct their hosts and gateways (${gateways.join(', ')}); else leave them out of this file`,
    places: [first.placeOf(['spec', 'hosts'])],
  };
}

/** KF632: a function has the name by now. */
function replacedFinding(group: SomeForeign): Finding {
  const [first] = group;
  return {
    code: 'KF632',
    severity: 'note',
    message: `taken over: KFaas renders ${spell(group)}`,
    help: 'leave them out of this file: what it says of them counts no more',
    places: [first.placeOf(['metadata', 'name'])],
  };
}

function spell(group: SomeForeign): string {
  const more = group.length - NAMED;
  const names = group.slice(0, NAMED).map(foreignName).join(', ');
  const all = more > 0 ? `${names} and ${more} more` : names;
  return group.length === 1 ? `the VirtualService ${all}` : `the VirtualServices ${all}`;
}
