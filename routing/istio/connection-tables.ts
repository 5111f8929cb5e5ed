import { compareText } from '../../base';
import type { RoutingRules } from '../model';
import { ageSorter } from './age';
import { MESH } from './full-names';
import type { ConnectionField } from './match-fields';
import type { ReadConnection } from './read-connections';
import type { ConnectionServer, ReadGateway } from './read-gateway';
import type { ReadVirtualService } from './read-virtual-service';
import { serverDomains } from './server-domains';
import { ANY_PROXY, visibility } from './visible-members';

/** A match of a TLS or TCP route that takes part on a listener. */
export interface ConnectionRoute {
  readonly virtualService: ReadVirtualService;
  readonly connection: ReadConnection;
}

/** The TLS or TCP routes of one listener of a Gateway. */
export interface ConnectionTable {
  /** `<namespace>/<name>` of the Gateway. */
  readonly gateway: string;
  readonly field: ConnectionField;
  /** Undefined for every port that no match names, of a Gateway that is not known. */
  readonly port: number | undefined;
  /** In Istio's order: the first that takes a connection routes it. */
  readonly routes: readonly ConnectionRoute[];
}

/** A listener, before it is known which routes are its own. */
type Listener = Pick<ConnectionTable, 'gateway' | 'field' | 'port'> & {
  /** Groups of VirtualServices, in order: those of each server that shares the listener. */
  readonly groups: readonly {
    readonly gateway: string;
    /** The port of the server, which a Service may map to that of the listener. */
    readonly port: number | undefined;
    readonly members: readonly ReadVirtualService[];
  }[];
};

/**
 * Returns the tables of TLS and TCP routes on Gateways. TLS passthrough servers of one workload, port and address share the server names
 * that are taken; each TCP server has a listener of its own. Of a Gateway that is not known, each port counts as one.
 */
export function connectionTables(
  virtualServices: readonly ReadVirtualService[],
  gateways: ReadonlyMap<string, ReadGateway>,
  rules: RoutingRules,
): readonly ConnectionTable[] {
  const having = virtualServices.filter(({ connections }) => connections.length > 0);
  if (having.length === 0) return [];
  const seenBy = visibility(virtualServices, ageSorter<ReadVirtualService>(rules));
  const boundTo = (gateway: string) =>
    seenBy.gateway(
      { via: gateway, members: having.filter(({ gateways: names }) => names.includes(gateway)) },
      ANY_PROXY,
    ).members;
  const unknown = [...new Set(having.flatMap(({ gateways: names }) => names))].filter(
    (name) => name !== MESH && !gateways.has(name),
  );
  const listeners = [
    ...unknown.flatMap((gateway) => openListeners(gateway, boundTo(gateway))),
    ...knownListeners([...gateways.values()], boundTo),
  ];
  return listeners
    .map(({ groups, ...listener }) => ({ ...listener, routes: routesOf(listener, groups) }))
    .filter(({ routes }) => routes.length > 0)
    .sort((a, b) => compareText(a.gateway, b.gateway) || (a.port ?? 0) - (b.port ?? 0));
}

function openListeners(gateway: string, members: readonly ReadVirtualService[]): readonly Listener[] {
  const all = members.flatMap(({ connections }) => connections);
  return (['tls', 'tcp'] as const).flatMap((field) => {
    const own = all.filter((one) => one.field === field);
    const ports = new Set<number | undefined>(own.map(({ port }) => port));
    return [...ports].map((port) => ({ gateway, field, port, groups: [{ gateway, port, members }] }));
  });
}

function knownListeners(
  gateways: readonly ReadGateway[],
  boundTo: (gateway: string) => readonly ReadVirtualService[],
): readonly Listener[] {
  const shared = new Map<string, ConnectionServer[]>();
  for (const server of gateways.flatMap(({ connectionServers }) => connectionServers)) {
    shared.set(server.listener, [...(shared.get(server.listener) ?? []), server]);
  }
  return [...shared.values()].flatMap((servers) => {
    const [{ gateway, field, port } = { gateway: '', field: 'tcp' as const, port: 0 }] = servers;
    const groups = servers.map((server) => ({
      gateway: server.gateway,
      port: server.port,
      members: boundTo(server.gateway).filter(
        ({ hosts, namespace }) => serverDomains(server.hosts, hosts, namespace).length > 0,
      ),
    }));
    return [{ gateway, field, port, groups }];
  });
}

function routesOf(
  { field }: Pick<Listener, 'field'>,
  groups: Listener['groups'],
): readonly ConnectionRoute[] {
  return groups.flatMap(({ gateway, port, members }) =>
    members.flatMap((virtualService) =>
      virtualService.connections
        .filter(
          (one) =>
            one.field === field &&
            (one.port === undefined || one.port === port) &&
            (one.gateways === undefined || one.gateways.includes(gateway)),
        )
        .map((connection) => ({ virtualService, connection })),
    ),
  );
}
