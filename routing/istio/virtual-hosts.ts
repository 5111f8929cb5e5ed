import { compareText } from '../../base';
import type { RoutingRules } from '../model';
import { ageSorter, isSameList } from './age';
import { hasRoutesAt } from './match-place';
import type { HttpServer, ReadGateway } from './read-gateway';
import type { ReadVirtualService } from './read-virtual-service';
import { serverDomains } from './server-domains';
import { serverNames, type TakesName } from './server-names';
import { serverPlaces, type ServerPlaces } from './server-order';
import { MESH } from './full-names';
import { visibility, type VisibleMembers } from './visible-members';

/** The VirtualServices of one host on one listener, in the order in which Istio adds their routes. */
export interface HostListener {
  /** The port of the listener; undefined where the Gateway is not known: any port. */
  readonly port: number | undefined;
  /**
   * Which server names it takes.
   * @default - all, also without TLS
   */
  readonly takesName?: TakesName;
  readonly members: readonly ReadVirtualService[];
  /**
   * For each of the members, through which server it comes, where that settles the order of some.
   * @default - their age alone decides
   */
  readonly places?: ServerPlaces;
}

/** A virtual host of Envoy: one domain on the listeners of a Gateway. */
export interface VirtualHost {
  /** `<namespace>/<name>` of the Gateway, or `mesh`. */
  readonly gateway: string;
  readonly host: string;
  readonly listeners: readonly HostListener[];
}

/**
 * Places that a VirtualService takes: it is pushed to each list. `via` is the Gateway that leads there, and `port` the port by which it does
 * where servers on several ports share a route configuration.
 */
type Seat = { readonly members: ReadVirtualService[]; readonly via: string; readonly port?: number };

/**
 * Groups VirtualServices into the virtual hosts that Istio makes of them. On a known Gateway these are the domains that its
 * servers and the VirtualServices have in common, and VirtualServices of several Gateways meet where these share a route
 * configuration. Of a Gateway that is not known, each host of its VirtualServices counts as a virtual host of its own.
 *
 * INVARIANT: in each list, VirtualServices of the Gateway created first come first, and those of one Gateway in the order of its
 * servers and then by age (Istio 1.31, networking/core/gateway.go, buildGatewayHTTPRouteConfig).
 */
export function virtualHosts(
  virtualServices: readonly ReadVirtualService[],
  gateways: ReadonlyMap<string, ReadGateway>,
  rules: RoutingRules,
): readonly VirtualHost[] {
  const inOrder = ageSorter<ReadVirtualService>(rules);
  const open = new Map<string, Map<string, Seat>>();
  const configurations = new Map<string, RouteConfiguration>();
  for (const { servers } of gateways.values())
    for (const server of servers) configurationOf(server).add(server);
  const hasSeveralPorts = [...configurations.values()].some((configuration) => configuration.hasSeveralPorts);
  const toGateway = gatewayBinder();
  let before: ReadVirtualService | undefined;
  let seats: readonly Seat[] = [];
  for (const virtualService of virtualServices) {
    // Consecutive VirtualServices usually share their lists; where servers share their ports, these depend on the matches.
    const isAlone = hasSeveralPorts && !virtualService.appliesEverywhere;
    if (isAlone || !sharesSeats(before, virtualService)) seats = seatsOf(virtualService);
    for (const seat of seats) seat.members.push(toGateway(virtualService, seat));
    before = isAlone ? undefined : virtualService;
  }
  const seenBy = visibility(virtualServices, inOrder);
  const hosts = [...open].flatMap(([gateway, seatByHost]) =>
    [...seatByHost].flatMap(([host, { members }]): VirtualHost[] =>
      (gateway === MESH ? seenBy.clients(members) : [seenBy.gateway(gateway, members)])
        .filter((seen) => seen.members.length > 0)
        .map(({ name = gateway, ...seen }) => ({
          gateway: name,
          host,
          listeners: [{ port: undefined, ...seen }],
        })),
    ),
  );
  return [...hosts, ...knownHosts([...configurations.values()], seenBy)].sort(
    (a, b) => compareText(a.gateway, b.gateway) || compareText(a.host, b.host),
  );

  function seatsOf(virtualService: ReadVirtualService): readonly Seat[] {
    const { gateways: names, hosts: own, namespace } = virtualService;
    return names.flatMap((name) => {
      const gateway = gateways.get(name);
      if (gateway === undefined) return own.map((host) => openSeat(name, host));
      // Istio makes the routes of a VirtualService once for each Gateway, with the port of the first server that leads to some.
      const ports = new Map<RouteConfiguration, number>();
      return gateway.servers.flatMap((server) => {
        const configuration = configurationOf(server);
        const domains = serverDomains(server.hosts, own, namespace);
        if (!configuration.hasSeveralPorts)
          return domains.map((domain) => configuration.seat(domain, server));
        const port = ports.get(configuration) ?? server.port;
        if (domains.length === 0 || !hasRoutesAt(virtualService, name, port)) return [];
        ports.set(configuration, port);
        return domains.map((domain): Seat => ({ ...configuration.seat(domain, server), port }));
      });
    });
  }

  function openSeat(gateway: string, host: string): Seat {
    const byHost = open.get(gateway) ?? new Map<string, Seat>();
    open.set(gateway, byHost);
    const seat = byHost.get(host) ?? { members: [], via: gateway };
    byHost.set(host, seat);
    return seat;
  }

  function configurationOf({ routeConfiguration }: HttpServer): RouteConfiguration {
    const known = configurations.get(routeConfiguration) ?? new RouteConfiguration();
    configurations.set(routeConfiguration, known);
    return known;
  }
}

/** A route configuration of Envoy: the servers that share it, the oldest Gateway's first, and their VirtualServices by domain. */
class RouteConfiguration {
  readonly servers: HttpServer[] = [];
  readonly domains = new Map<string, Map<HttpServer, Seat>>();
  /** Whether its servers have different ports, which a Service maps to one. */
  hasSeveralPorts = false;

  add(server: HttpServer): void {
    this.hasSeveralPorts ||= this.servers.some(({ port }) => port !== server.port);
    this.servers.push(server);
  }

  seat(domain: string, server: HttpServer): Seat {
    const byServer = this.domains.get(domain) ?? new Map<HttpServer, Seat>();
    this.domains.set(domain, byServer);
    const seat = byServer.get(server) ?? { members: [], via: server.gateway };
    byServer.set(server, seat);
    return seat;
  }
}

/** The virtual hosts of known Gateways. All Gateways that share a route configuration have all of its domains. */
function knownHosts(
  configurations: readonly RouteConfiguration[],
  seenBy: ReturnType<typeof visibility>,
): readonly VirtualHost[] {
  const found = new Map<string, Map<string, HostListener[]>>();
  const names = serverNames(configurations.flatMap(({ servers }) => servers));
  for (const { servers, domains } of configurations) {
    for (const [domain, seats] of domains) {
      const seen = new Map(
        [...seats].map(([server, seat]) => [server, seenBy.gateway(seat.via, seat.members)]),
      );
      const { members, places } = joinedServers(servers, seen);
      if (members.length === 0) continue;
      for (const server of servers) {
        const { gateway, port } = server;
        const takesName = names.get(server);
        const byHost = found.get(gateway) ?? new Map<string, HostListener[]>();
        found.set(gateway, byHost);
        const listeners = byHost.get(domain) ?? [];
        byHost.set(domain, listeners);
        const isListed = listeners.some(
          (other) =>
            other.port === port && other.takesName === takesName && isSameList(other.members, members),
        );
        if (!isListed)
          listeners.push({ port, ...(takesName && { takesName }), members, ...(places && { places }) });
      }
    }
  }
  return [...found].flatMap(([gateway, byHost]) =>
    [...byHost].map(([host, listeners]) => ({ gateway, host, listeners })),
  );
}

/** Joins what the servers of a route configuration have for one domain. */
function joinedServers(
  servers: readonly HttpServer[],
  seen: ReadonlyMap<HttpServer, VisibleMembers>,
): VisibleMembers {
  const [only, ...others] = seen.values();
  if (only !== undefined && others.length === 0) return only;
  // A VirtualService that comes to a domain twice answers where it is first.
  const members = [...new Set(servers.flatMap((server) => seen.get(server)?.members ?? []))];
  const places = serverPlaces(members, servers, seen);
  return { members, ...(places && { places }) };
}

function sharesSeats(
  before: ReadVirtualService | undefined,
  { gateways, hosts, namespace }: ReadVirtualService,
): boolean {
  return (
    before !== undefined &&
    before.gateways === gateways &&
    before.hosts === hosts &&
    before.namespace === namespace
  );
}

/** Binds VirtualServices to Gateways and ports: one whose matches name Gateways, or ports where there are several, is another on each. */
function gatewayBinder() {
  const bound = new Map<ReadVirtualService, Map<string, ReadVirtualService>>();
  return (virtualService: ReadVirtualService, { via, port }: Seat): ReadVirtualService => {
    if (!virtualService.namesGateways && (port === undefined || virtualService.appliesEverywhere)) {
      return virtualService;
    }
    const byPlace = bound.get(virtualService) ?? new Map<string, ReadVirtualService>();
    bound.set(virtualService, byPlace);
    const key = `${port ?? ''} ${via}`;
    const own = byPlace.get(key) ?? { ...virtualService, via, ...(port !== undefined && { port }) };
    byPlace.set(key, own);
    return own;
  };
}
