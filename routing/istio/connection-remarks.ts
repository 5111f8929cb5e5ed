import type { ConnectionField } from './match-fields';
import type { ReadVirtualService, VirtualServiceRemark } from './read-virtual-service';

/**
 * Reports TLS and TCP routes on which the creation order may decide: those of VirtualServices that share a gateway with
 * others that have such routes. A connection has no host of a VirtualService, so on a gateway all of them may meet; in the mesh,
 * those of one host. The routes of a single VirtualService have the order of its list.
 *
 * Example: two VirtualServices on `istio-system/public` route TCP port 31400 to different services. Istio takes the older
 * (1.31, networking/core/gateway.go, buildGatewayNetworkFiltersFromTCPRoutes).
 */
export function connectionRemarks(virtualServices: readonly ReadVirtualService[]): VirtualServiceRemark[] {
  const meeting = new Map<string, Set<ReadVirtualService>>();
  for (const member of virtualServices) {
    const places = member.gateways.flatMap((gateway) => (gateway === 'mesh' ? member.hosts : [gateway]));
    for (const field of member.connections) {
      for (const place of places) {
        const key = JSON.stringify([place, field]);
        const known = meeting.get(key) ?? new Set();
        meeting.set(key, known.add(member));
      }
    }
  }
  const found = new Map<string, VirtualServiceRemark>();
  for (const [key, members] of meeting) {
    const [where, field] = JSON.parse(key) as [string, ConnectionField];
    if (members.size < 2) continue;
    for (const { index } of members) found.set(`${index} ${field}`, remarkOf(index, field, where));
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

function remarkOf(index: number, field: ConnectionField, where: string): VirtualServiceRemark {
  const what = field === 'tls' ? 'server names' : 'ports';
  return {
    kind: 'not-modelled',
    text: `spec.${field}, of which several VirtualServices on ${where} have routes,`,
    path: ['spec', field],
    help: `give each VirtualService ${what} of its own, and check that by other means: Istio takes the first that matches a connection`,
    index,
    position: undefined,
  };
}
