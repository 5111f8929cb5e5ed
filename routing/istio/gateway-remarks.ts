import { MESH } from './full-names';
import type { ReadGateway, ServerHost } from './read-gateway';
import type { ReadVirtualService, VirtualServiceRemark } from './read-virtual-service';
import { serverDomains } from './server-domains';

/** A Gateway that a VirtualService names and that is not among the objects. */
export interface AssumedGateway {
  /** `<namespace>/<name>` */
  readonly gateway: string;
  /** Whether other Gateways of its namespace are among the objects. */
  readonly hasNeighbours: boolean;
  /** The index of the first VirtualService that names it. */
  readonly index: number;
  readonly path: readonly (string | number)[];
}

/** Returns the Gateways that VirtualServices name and that are not known, in the order of their first mention. */
export function assumedGateways(
  virtualServices: readonly ReadVirtualService[],
  gateways: ReadonlyMap<string, ReadGateway>,
): readonly AssumedGateway[] {
  const namespaces = new Set([...gateways.values()].map(({ namespace }) => namespace));
  const found = new Map<string, AssumedGateway>();
  let seen: readonly string[] | undefined;
  for (const { gateways: names, index } of virtualServices) {
    // Consecutive VirtualServices usually share their lists.
    if (names === seen) continue;
    seen = names;
    names.forEach((gateway, position) => {
      if (gateway === MESH || gateways.has(gateway) || found.has(gateway)) return;
      const [namespace = ''] = gateway.split('/', 1);
      const path = ['spec', 'gateways', position];
      found.set(gateway, { gateway, hasNeighbours: namespaces.has(namespace), index, path });
    });
  }
  return [...found.values()];
}

/**
 * Reports hosts of VirtualServices that a known Gateway of theirs does not serve: no server has the host, or only for other
 * namespaces. Where another of its Gateways serves the host, that is a warning.
 */
export function unservedHosts(
  virtualServices: readonly ReadVirtualService[],
  gateways: ReadonlyMap<string, ReadGateway>,
): VirtualServiceRemark[] {
  if (gateways.size === 0) return [];
  return virtualServices.flatMap((virtualService) =>
    virtualService.hosts.flatMap((host, position) => {
      const refusing = virtualService.gateways.flatMap((name) => {
        const gateway = gateways.get(name);
        return gateway !== undefined && !serves(gateway, host, virtualService) ? [gateway] : [];
      });
      if (refusing.length === 0) return [];
      const isServed = refusing.length < virtualService.gateways.length;
      return refusing.map((gateway): VirtualServiceRemark => ({
        kind: isServed ? 'unserved-there' : 'unserved',
        text: `the Gateway ${gateway.fullName} does not serve ${host} for ${virtualService.namespace}: ${spellServed(gateway)}`,
        path: ['spec', 'hosts', position],
        index: virtualService.index,
        position: undefined,
      }));
    }),
  );
}

function serves(gateway: ReadGateway, host: string, { namespace, connections }: ReadVirtualService): boolean {
  const routesConnections = connections.length > 0;
  return [
    ...gateway.servers.map(({ hosts }) => hosts),
    ...(routesConnections ? gateway.connectionServers.map(({ hosts }) => hosts) : []),
  ].some((hosts) => serverDomains(hosts, [host], namespace).length > 0);
}

/** The most hosts of a Gateway that a message names. */
const NAMED = 5;

function spellServed({ servers, connectionServers }: ReadGateway): string {
  const hosts = [...servers, ...connectionServers].flatMap((server) => server.hosts);
  const names = [...new Set(hosts.map(spellHost))];
  if (names.length === 0) return 'it serves no host';
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `it serves ${names.slice(0, NAMED).join(', ')}${more}`;
}

function spellHost({ host, namespace }: ServerHost): string {
  return namespace === undefined ? host : `${namespace}/${host}`;
}
