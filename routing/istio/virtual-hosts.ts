import { compareText } from '../../base';
import type { RoutingRules } from '../model';
import { ageSorter } from './age';
import { hasRoutesAt } from './match-place';
import type { HttpServer, ReadGateway } from './read-gateway';
import type { ReadVirtualService } from './read-virtual-service';
import { knownHosts } from './known-hosts';
import { serverDomains } from './server-domains';
import { MESH } from './full-names';
import { namedFor, RouteConfiguration, type Seat, type VirtualHost } from './virtual-host';
import { isWithinHost } from './validate-names';
import { visibility } from './visible-members';

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
  if (rules.meshHosts === 'oldest') joinWithin(open.get(MESH) ?? new Map<string, Seat>());
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

/** Lets VirtualServices with a wildcard host take part for each host within, where Istio goes by their age alone. */
function joinWithin(seats: ReadonlyMap<string, Seat>): void {
  const wide = [...seats]
    .filter(([host]) => host.startsWith('*'))
    .map(([host, { members }]) => ({ host, members: [...members] }));
  for (const [host, seat] of seats) {
    for (const { host: outer, members } of wide) {
      if (outer === host || !isWithinHost(host, outer)) continue;
      const own = new Set(seat.members);
      seat.members.push(...members.filter((member) => !own.has(member)));
    }
  }
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
