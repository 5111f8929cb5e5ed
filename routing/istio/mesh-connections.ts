import { compareText } from '../../base';
import type { RoutingRules } from '../model';
import { ageSorter } from './age';
import type { ConnectionRoute } from './connection-tables';
import { connectionServices, type ConnectionPort, type ConnectionServices } from './connection-services';
import { MESH } from './full-names';
import { CONNECTIONS, type ConnectionField } from './match-fields';
import type { ReadVirtualService } from './read-virtual-service';
import type { ServerPlaces } from './server-order';
import { meets, spellSource } from './source';
import { distinctNeeds } from './source-classes';
import { hostsMeet, isWithinHost } from './validate-names';
import { visibility } from './visible-members';

/** The TLS or TCP routes of the mesh that lead the connections to one port of a service, for some clients. */
export interface MeshConnectionTable {
  /** `mesh`, with the clients that it is for where others have other routes: `mesh for app=web`. */
  readonly gateway: string;
  /** The host of the service, or `*.suffix` for all services below it that have no table of their own. */
  readonly host: string;
  readonly field: ConnectionField;
  /** Undefined for every port that no match names, of a service that is not known. */
  readonly port: number | undefined;
  /** The VirtualServices of the host, in Istio's order. */
  readonly members: readonly ReadVirtualService[];
  /** @default - their age alone decides on the order */
  readonly places?: ServerPlaces;
  /** In Istio's order. */
  readonly routes: readonly ConnectionRoute[];
  /** Whether it is not known which routes are for these clients: matches tell too many kinds of them apart. */
  readonly isUnknown: boolean;
  /** The other services whose TCP connections come to the same listener; which service they are led to, its age decides. */
  readonly sharing: readonly string[];
}

/**
 * Returns the tables of TLS and TCP routes in the mesh. A sidecar makes the filter chains of each port of a service from all VirtualServices with
 * a host that meets the service's (Istio 1.31, networking/core/tls.go, getConfigsForHost). Services that are not among the objects are taken to have
 * the hosts of the VirtualServices, and addresses of their own.
 *
 * Example: VirtualServices for `a.com` and `*.com` have a table for `a.com`, where both take part, and one for `*.com`, where the second
 * alone does.
 */
export function meshConnectionTables(
  virtualServices: readonly ReadVirtualService[],
  objects: readonly unknown[],
  rules: RoutingRules,
): readonly MeshConnectionTable[] {
  const having = virtualServices.filter(
    ({ connections, gateways }) => connections.length > 0 && gateways.includes(MESH),
  );
  if (having.length === 0) return [];
  const asking = having.map((one) => ({
    ...one,
    asked: distinctNeeds(one.connections.flatMap(({ needs }) => needs ?? [])),
  }));
  const seenBy = visibility(asking, ageSorter<ReadVirtualService>(rules));
  const services = connectionServices(objects);
  return meetings(asking, services.ports)
    .flatMap(({ host, members, ports }) =>
      seenBy.clientClasses(members).flatMap((proxies) => {
        const visible = seenBy.clients(members, proxies);
        const gateway = spellSource(MESH, proxies.needs ?? new Map());
        return ports.map(({ field, port }): MeshConnectionTable => {
          const isUnknown = visible.members.some(({ source }) => source === 'unknown');
          const routes = visible.members.flatMap((virtualService) => routesOf(virtualService, field, port));
          const sharing = field === 'tcp' ? othersAt(services, host, port) : [];
          return { ...visible, gateway, host, field, port, routes, isUnknown, sharing };
        });
      }),
    )
    .filter(({ routes }) => routes.length > 0)
    .sort(
      (a, b) =>
        compareText(a.gateway, b.gateway) || compareText(a.host, b.host) || (a.port ?? 0) - (b.port ?? 0),
    );
}

/** VirtualServices that meet at a host, and the ports where they do. */
interface Meeting {
  readonly host: string;
  readonly members: readonly ReadVirtualService[];
  readonly ports: readonly (Omit<ConnectionPort, 'port'> & { readonly port: number | undefined })[];
}

/** The hosts of VirtualServices, and of services for many hosts: a ServiceEntry for `*.com` meets each VirtualService below it. */
function meetings(
  having: readonly ReadVirtualService[],
  services: ConnectionServices['ports'],
): readonly Meeting[] {
  const own = [...new Set(having.flatMap(({ hosts }) => hosts))];
  const wide = [...services.keys()].filter((host) => host.startsWith('*') && !own.includes(host));
  const wideHosts = own.filter((host) => host.startsWith('*'));
  const byHost = new Map(own.map((host) => [host, new Set<ReadVirtualService>()]));
  for (const member of having) for (const host of member.hosts) byHost.get(host)?.add(member);
  const membersOf = (hosts: readonly string[]) => {
    const found = new Set(hosts.flatMap((host) => [...(byHost.get(host) ?? [])]));
    return [...found].sort((a, b) => a.index - b.index);
  };
  const ofOwn = own.map((host): Meeting => {
    const known = services.get(host);
    const members =
      known !== undefined && host.startsWith('*')
        ? membersOf(own.filter((other) => hostsMeet(other, host)))
        : membersOf([host, ...wideHosts.filter((other) => isWithinHost(host, other))]);
    return { host, members, ports: known ?? openPorts(members) };
  });
  const ofWide = wide.map((host): Meeting => {
    const members = membersOf(own.filter((other) => hostsMeet(other, host)));
    return { host, members, ports: services.get(host) ?? [] };
  });
  return [...ofOwn, ...ofWide];
}

function othersAt(
  { sharing }: ConnectionServices,
  host: string,
  port: number | undefined,
): readonly string[] {
  const hosts = sharing.get(port ?? 0);
  return hosts?.has(host) === true ? [...hosts].filter((other) => other !== host).sort() : [];
}

/** Of a service that is not known: each port that a match names, and one for all others. */
function openPorts(members: readonly ReadVirtualService[]): Meeting['ports'] {
  return CONNECTIONS.flatMap((field) => {
    const own = members.flatMap(({ connections }) => connections.filter((one) => one.field === field));
    return [...new Set(own.map(({ port }) => port))].map((port) => ({ field, port }));
  });
}

function routesOf(
  virtualService: ReadVirtualService,
  field: ConnectionField,
  port: number | undefined,
): readonly ConnectionRoute[] {
  const { connections, source } = virtualService;
  return connections
    .filter(
      (one) =>
        one.field === field &&
        (one.port === undefined || one.port === port) &&
        (one.gateways?.includes(MESH) ?? true) &&
        (one.needs === undefined ||
          source === 'unknown' ||
          (source !== undefined && meets(source, one.needs))),
    )
    .map((connection) => ({ virtualService, connection }));
}
