import { compareText } from '../../base';
import {
  isVirtualService,
  virtualServiceReader,
  type ReadVirtualService,
  type VirtualServiceRemark,
} from './read-virtual-service';
import type { RoutingRules } from '../model';

/** The VirtualServices of one host on one gateway, in input order. */
export interface HostMembers {
  readonly gateway: string;
  readonly host: string;
  readonly members: ReadVirtualService[];
}

/** Reads VirtualServices and groups them by gateway and host, in the order of first occurrence. */
export function membersByHost(
  objects: readonly unknown[],
  rules: RoutingRules,
  remarks: VirtualServiceRemark[],
): HostMembers[] {
  const read = virtualServiceReader(rules, (remark) => remarks.push(remark));
  const groups = new Map<string, Map<string, HostMembers>>();
  let before: ReadVirtualService | undefined;
  let joined: readonly HostMembers[] = [];
  objects.forEach((object, index) => {
    if (!isVirtualService(object)) return;
    const virtualService = read(object, index);
    const { gateways, hosts } = virtualService;
    // Consecutive VirtualServices usually share their lists.
    if (before?.gateways !== gateways || before.hosts !== hosts) {
      joined = gateways.flatMap((gateway) => hosts.map((host) => groupOf(gateway, host)));
    }
    for (const { members } of joined) members.push(virtualService);
    before = virtualService;
  });
  return [...groups.values()].flatMap((hosts) => [...hosts.values()]);

  function groupOf(gateway: string, host: string): HostMembers {
    const hosts = groups.get(gateway) ?? new Map<string, HostMembers>();
    groups.set(gateway, hosts);
    const group = hosts.get(host) ?? { gateway, host, members: [] };
    hosts.set(host, group);
    return group;
  }
}

/**
 * Sorts VirtualServices by age, the oldest first. Objects without a timestamp come before all others. Gateways usually
 * share the sorted list, and the route list built from it.
 */
export function ageSorter({ tieBreak }: RoutingRules) {
  let given: readonly ReadVirtualService[] | undefined;
  let sorted: readonly ReadVirtualService[] = [];
  const compare = (a: ReadVirtualService, b: ReadVirtualService) =>
    (a.created ?? 0) - (b.created ?? 0) ||
    (tieBreak === 'dotted-name'
      ? compareText(`${a.name}.${a.namespace}`, `${b.name}.${b.namespace}`)
      : compareText(a.name, b.name) || compareText(a.namespace, b.namespace));
  return (members: readonly ReadVirtualService[]): readonly ReadVirtualService[] => {
    if (given !== undefined && isSameList(given, members)) return sorted;
    const isSorted = members.every((member, i) => {
      const before = members[i - 1];
      return before === undefined || compare(before, member) <= 0;
    });
    given = members;
    sorted = isSorted ? members : [...members].sort(compare);
    return sorted;
  };
}

/** Whether two lists contain the same VirtualServices in the same order. */
export function isSameList(a: readonly ReadVirtualService[], b: readonly ReadVirtualService[]): boolean {
  return a === b || (a.length === b.length && a.every((member, i) => member === b[i]));
}
