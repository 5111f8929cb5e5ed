import { compareText, groupBy, once } from '../../base';
import type { RoutingRules } from '../model';
import { ageOrder, ageSorter, isSameList } from './age';
import { isGateway } from './object-kinds';
import { readGateway, type HttpServer, type ReadGateway } from './read-gateway';
import type { ReadVirtualService } from './read-virtual-service';
import { serverDomains } from './server-domains';
import { serverPlaces, type ServerPlaces } from './server-order';
import { MESH } from './full-names';
import { spellSource, type Needs } from './source';
import { visibility, type ProxyClass, type VisibleMembers } from './visible-members';

/** The VirtualServices of one host on one listener, in the order in which Istio adds their routes. */
export interface HostListener {
  /** The port of the listener; undefined where the Gateway is not known: any port. */
  readonly port: number | undefined;
  readonly members: readonly ReadVirtualService[];
  /**
   * For each of the members, through which server it comes, where that settles the order of some.
   * @default - their age alone decides
   */
  readonly places?: ServerPlaces;
}

/** A virtual host of Envoy: one domain on the listeners of a Gateway. */
export interface VirtualHost {
  /** `<namespace>/<name>` of the Gateway, or `mesh`; with the proxies that it is for, where there are others. */
  readonly gateway: string;
  readonly host: string;
  readonly listeners: readonly HostListener[];
  /** The proxies that it is for. @default - all of the Gateway, or of the mesh */
  readonly source?: TableSource;
}

/** The proxies that a table is for. Those that fulfil the needs of several tables of a host have the table with the most needs. */
export interface TableSource {
  /** `<namespace>/<name>` of the Gateway, or `mesh`. */
  readonly gateway: string;
  readonly needs: Needs;
}

/** Places that a VirtualService takes: it is pushed to each list. `via` is the Gateway that leads there. */
type Seat = { readonly members: ReadVirtualService[]; readonly via: string };

/** Reads the Gateways among some objects; of those with one name, the first. They are sorted by age. */
export function gatewaysByName(
  objects: readonly unknown[],
  rules: RoutingRules,
): ReadonlyMap<string, ReadGateway> {
  const found = new Map<string, ReadGateway>();
  objects.forEach((object, index) => {
    if (!isGateway(object)) return;
    const gateway = readGateway(object, index);
    if (!found.has(gateway.fullName)) found.set(gateway.fullName, gateway);
  });
  const sorted = [...found.values()].sort(ageOrder(rules));
  return new Map(sorted.map((gateway) => [gateway.fullName, gateway]));
}

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
  const toGateway = gatewayBinder();
  let before: ReadVirtualService | undefined;
  let seats: readonly Seat[] = [];
  for (const virtualService of virtualServices) {
    // Consecutive VirtualServices usually share their lists.
    if (!sharesSeats(before, virtualService)) seats = seatsOf(virtualService);
    for (const { members, via } of seats) members.push(toGateway(virtualService, via));
    before = virtualService;
  }
  const seenBy = visibility(virtualServices, inOrder);
  const hosts = [...open].flatMap(([gateway, seatByHost]) =>
    [...seatByHost].flatMap(([host, seat]) =>
      (gateway === MESH ? seenBy.clientClasses(seat.members) : seenBy.podClasses(() => [seat])).flatMap(
        (proxies): VirtualHost[] => {
          const seen =
            gateway === MESH ? seenBy.clients(seat.members, proxies) : seenBy.gateway(seat, proxies);
          if (seen.members.length === 0) return [];
          return [{ ...namedFor(gateway, proxies), host, listeners: [{ port: undefined, ...seen }] }];
        },
      ),
    ),
  );
  return [...hosts, ...knownHosts([...configurations.values()], seenBy, gateways)].sort(
    (a, b) => compareText(a.gateway, b.gateway) || compareText(a.host, b.host),
  );

  function seatsOf({ gateways: names, hosts: own, namespace }: ReadVirtualService): readonly Seat[] {
    return names.flatMap((name) => {
      const gateway = gateways.get(name);
      if (gateway === undefined) return own.map((host) => openSeat(name, host));
      return gateway.servers.flatMap((server) =>
        serverDomains(server.hosts, own, namespace).map((domain) =>
          configurationOf(server).seat(domain, server),
        ),
      );
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

  add(server: HttpServer): void {
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

function namedFor(
  gateway: string,
  { needs }: Pick<ProxyClass, 'needs'>,
): Pick<VirtualHost, 'gateway' | 'source'> {
  if (needs === undefined) return { gateway };
  return { gateway: spellSource(gateway, needs), source: { gateway, needs } };
}

/** The virtual hosts of known Gateways. All Gateways that share a route configuration have all of its domains. */
function knownHosts(
  configurations: readonly RouteConfiguration[],
  seenBy: ReturnType<typeof visibility>,
  gateways: ReadonlyMap<string, ReadGateway>,
): readonly VirtualHost[] {
  const found = new Map<string, Map<string, FoundHost>>();
  const podsOf = ({ servers }: RouteConfiguration) => gateways.get(servers[0]?.gateway ?? '');
  // The classes of Pods are those of all their ports.
  const comersOf = once(() =>
    groupBy(
      configurations.flatMap((one) =>
        [...one.domains].flatMap(([domain, seats]) =>
          [...seats.values()].map((seat) => ({ ...seat, key: `${podsOf(one)?.workload ?? ''} ${domain}` })),
        ),
      ),
      ({ key }) => key,
    ),
  );
  for (const configuration of configurations) {
    const { servers, domains } = configuration;
    const { workload, selector } = podsOf(configuration) ?? {};
    for (const [domain, seats] of domains) {
      const comers = () => comersOf().get(`${workload ?? ''} ${domain}`) ?? [];
      for (const proxies of seenBy.podClasses(comers, selector)) {
        const seen = new Map([...seats].map(([server, seat]) => [server, seenBy.gateway(seat, proxies)]));
        const { members, places } = joinedServers(servers, seen);
        if (members.length === 0) continue;
        for (const { gateway, port } of servers) {
          const named = namedFor(gateway, proxies);
          const byHost = found.get(named.gateway) ?? new Map<string, FoundHost>();
          found.set(named.gateway, byHost);
          const { listeners } = byHost.get(domain) ?? { ...named, listeners: [] };
          byHost.set(domain, { ...named, listeners });
          const isListed = listeners.some(
            (other) => other.port === port && isSameList(other.members, members),
          );
          if (!isListed) listeners.push({ port, members, ...(places && { places }) });
        }
      }
    }
  }
  return [...found.values()].flatMap((byHost) => [...byHost].map(([host, rest]) => ({ host, ...rest })));
}

type FoundHost = Pick<VirtualHost, 'gateway' | 'source'> & { readonly listeners: HostListener[] };

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

/** Binds VirtualServices to Gateways: one whose matches name Gateways is another on each of them. */
function gatewayBinder() {
  const bound = new Map<ReadVirtualService, Map<string, ReadVirtualService>>();
  return (virtualService: ReadVirtualService, via: string): ReadVirtualService => {
    if (!virtualService.namesGateways) return virtualService;
    const byGateway = bound.get(virtualService) ?? new Map<string, ReadVirtualService>();
    bound.set(virtualService, byGateway);
    const own = byGateway.get(via) ?? { ...virtualService, via };
    byGateway.set(via, own);
    return own;
  };
}
