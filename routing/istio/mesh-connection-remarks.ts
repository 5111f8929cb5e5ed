import type { MeshConnectionTable } from './mesh-connections';
import type { VirtualServiceRemark } from './read-virtual-service';
import { unknownSource } from './source-remarks';

/** Reports VirtualServices whose TLS or TCP routes tell too many classes of clients apart, each once. */
export function unknownClients(tables: readonly MeshConnectionTable[]): readonly VirtualServiceRemark[] {
  const found = new Map<number, VirtualServiceRemark>();
  for (const { isUnknown, routes, host, gateway } of tables) {
    if (!isUnknown) continue;
    for (const { virtualService: member, connection } of routes) {
      if (connection.needs === undefined || found.has(member.index)) continue;
      const { field, rule, match } = connection;
      found.set(member.index, unknownSource(member, host, gateway, ['spec', field, rule, 'match', match]));
    }
  }
  return [...found.values()];
}

/** Reports TCP routes of services that share a listener, each once. */
export function sharedListeners(tables: readonly MeshConnectionTable[]): readonly VirtualServiceRemark[] {
  const found = new Map<number, VirtualServiceRemark>();
  for (const { sharing, routes, host, port } of tables) {
    const [first, ...more] = sharing;
    const [route] = routes;
    if (first === undefined || route === undefined || found.has(route.virtualService.index)) continue;
    const { index } = route.virtualService;
    found.set(index, {
      kind: 'not-modelled',
      text: `a TCP route for port ${port ?? 0} of ${host}, which like ${first}${more.length > 0 ? ` and ${more.length} more` : ''} has no address of its own, so that the ServiceEntry created first gets the connections,`,
      path: ['spec', route.connection.field, route.connection.rule],
      index,
      position: undefined,
      help: 'give each ServiceEntry addresses, or a port that no other has',
    });
  }
  return [...found.values()];
}
