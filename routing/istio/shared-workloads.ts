import type { ReadGateway } from './read-gateway';
import type { VirtualServiceRemark } from './read-virtual-service';
import type { VirtualHost } from './virtual-host';

/**
 * Reports, as assumptions, Gateways with different selectors that a Pod may fulfil both: if one does, they share a listener, and their
 * VirtualServices meet. Only those are reported that serve one host on one port, of each Gateway once.
 *
 * Example: `istio: ingress` and `app: gateway`. The Pods of `istio: ingress` and those of `istio: internal` are never the same.
 */
export function sharedWorkloads(
  hosts: readonly VirtualHost[],
  gateways: ReadonlyMap<string, ReadGateway>,
): readonly VirtualServiceRemark[] {
  const served = new Map<string, ReadGateway[]>();
  for (const { gateway, host, listeners } of hosts) {
    const known = gateways.get(gateway);
    if (known === undefined) continue;
    for (const { port, members } of listeners) {
      // What has no VirtualService is redirected to HTTPS, by either Gateway.
      if (members.length === 0) continue;
      const target = known.listeners.find((server) => server.port === port)?.target;
      const key = `${target ?? ''} ${host}`;
      served.set(key, [...(served.get(key) ?? []), known]);
    }
  }
  const found = new Map<string, VirtualServiceRemark>();
  for (const together of served.values()) {
    for (const [at, one] of together.entries()) {
      const other = together.slice(at + 1).find((rival) => mayShare(one, rival));
      if (other === undefined || found.has(one.fullName)) continue;
      found.set(one.fullName, {
        kind: 'assumed-workloads',
        text: `assuming that no Pod has the labels of both Gateways ${one.fullName} and ${other.fullName}, which serve one host on one port`,
        path: ['spec', 'selector'],
        index: one.index,
        position: undefined,
      });
    }
  }
  return [...found.values()];
}

/** Whether the selectors differ, and no label has two values. */
function mayShare(one: ReadGateway, other: ReadGateway): boolean {
  if (one.workload === other.workload) return false;
  const labels = new Map(Object.entries(other.selector));
  return Object.entries(one.selector).every(
    ([label, value]) => !labels.has(label) || labels.get(label) === value,
  );
}
