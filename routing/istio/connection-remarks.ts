import { MESH } from './full-names';
import type { ConnectionField } from './match-fields';
import type { ReadVirtualService, VirtualServiceRemark } from './read-virtual-service';

/**
 * Reports TLS and TCP routes of several VirtualServices on one host in the mesh: on which connections they meet depends on the
 * addresses of services. On Gateways they are compared; those of a single VirtualService have the order of its list.
 */
export function connectionRemarks(virtualServices: readonly ReadVirtualService[]): VirtualServiceRemark[] {
  const meeting = new Map<string, Set<ReadVirtualService>>();
  for (const member of virtualServices) {
    if (member.connections.length === 0 || !member.gateways.includes(MESH)) continue;
    for (const field of new Set(member.connections.map((one) => one.field))) {
      for (const host of member.hosts) {
        const key = JSON.stringify([host, field]);
        meeting.set(key, (meeting.get(key) ?? new Set()).add(member));
      }
    }
  }
  const found = new Map<string, VirtualServiceRemark>();
  for (const [key, members] of meeting) {
    const [host, field] = JSON.parse(key) as [string, ConnectionField];
    if (members.size < 2) continue;
    for (const { index } of members) found.set(`${index} ${field}`, remarkOf(index, field, host));
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

function remarkOf(index: number, field: ConnectionField, host: string): VirtualServiceRemark {
  return {
    kind: 'not-modelled',
    text: `spec.${field}, of which several VirtualServices on ${host} in the mesh have routes,`,
    path: ['spec', field],
    help: 'write the routes into one VirtualService, or check by other means that they take different connections',
    index,
    position: undefined,
  };
}
