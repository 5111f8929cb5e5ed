import { groupBy, once } from '../../base';
import { isSameList } from './age';
import { redirectsOf } from './redirects';
import type { HttpServer, ReadGateway } from './read-gateway';
import { serverNames } from './server-names';
import { serverPlaces } from './server-order';
import {
  namedFor,
  type HostListener,
  type RouteConfiguration,
  type Seat,
  type VirtualHost,
} from './virtual-host';
import type { visibility, VisibleMembers } from './visible-members';

/** The virtual hosts of known Gateways. All Gateways that share a route configuration have all of its domains. */
export function knownHosts(
  configurations: readonly RouteConfiguration[],
  seenBy: ReturnType<typeof visibility>,
  gateways: ReadonlyMap<string, ReadGateway>,
): readonly VirtualHost[] {
  const found = new Map<string, Map<string, FoundHost>>();
  const names = serverNames(configurations.flatMap(({ servers }) => servers));
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
    const { servers, domains: joint } = configuration;
    const { workload, selector } = podsOf(configuration) ?? {};
    const redirects = redirectsOf(servers);
    const alone = redirects.domains.filter((domain) => !joint.has(domain));
    const domains = [...joint, ...alone.map((domain) => [domain, new Map<HttpServer, Seat>()] as const)];
    for (const [domain, seats] of domains) {
      const comers = () => comersOf().get(`${workload ?? ''} ${domain}`) ?? [];
      for (const proxies of seenBy.podClasses(comers, selector)) {
        const seen = new Map([...seats].map(([server, seat]) => [server, seenBy.gateway(seat, proxies)]));
        const { members, places } = joinedServers(servers, seen);
        const redirector = redirects.of(domain, seen);
        if (members.length === 0 && redirector === undefined) continue;
        for (const server of servers) {
          const { gateway, port } = server;
          const takesName = names.get(server);
          const named = namedFor(gateway, proxies);
          const byHost = found.get(named.gateway) ?? new Map<string, FoundHost>();
          found.set(named.gateway, byHost);
          const { listeners } = byHost.get(domain) ?? { ...named, listeners: [] };
          byHost.set(domain, { ...named, listeners });
          const isListed = listeners.some(
            (other) =>
              other.port === port && other.takesName === takesName && isSameList(other.members, members),
          );
          if (isListed) continue;
          listeners.push({
            port,
            ...(takesName && { takesName }),
            members,
            ...(places && { places }),
            ...(redirector && { redirector }),
          });
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
