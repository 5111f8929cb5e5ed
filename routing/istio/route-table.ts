import { once } from '../../base';
import type { RoutingRules } from '../model';
import { connectionTables, type ConnectionTable } from './connection-tables';
import { delegatesByName } from './delegates';
import { unusedDelegates } from './delegate-remarks';
import { isMesh } from './full-names';
import { assumedGateways, unservedHosts, type AssumedGateway } from './gateway-remarks';
import { unseenByGateways } from './visibility-remarks';
import { meshConnectionTables, type MeshConnectionTable } from './mesh-connections';
import { isVirtualService } from './object-kinds';
import {
  virtualServiceReader,
  type ReadVirtualService,
  type VirtualServiceRemark,
} from './read-virtual-service';
import { routeListMaker, type RouteList } from './route-list';
import type { ServerPlaces } from './server-order';
import { sharedWorkloads } from './shared-workloads';
import { sharedListeners, unknownClients } from './mesh-connection-remarks';
import { unknownSources } from './source-remarks';
import { onlyPorts, type OnlyPorts } from './only-ports';
import { isRedirected, redirectListMaker } from './redirects';
import { refusedServers } from './refused-servers';
import { gatewaysByName } from './gateways-by-name';
import type { HostListener, TableSource, VirtualHost } from './virtual-host';
import { virtualHosts } from './virtual-hosts';

/** A listener that has a host; of an HTTPS server, the connections for its server names. */
export interface TableListener extends Pick<HostListener, 'port' | 'takesName'> {
  /** What answers requests: the routes of VirtualServices, or a redirect to HTTPS. */
  readonly list: RouteList;
  /** The routes of VirtualServices that some requests get; undefined where all are redirected to HTTPS. */
  readonly routed: RouteList | undefined;
}

/** The routes of Envoy for one host on one gateway, by listener. */
export interface RouteTable {
  /**
   * `<namespace>/<name>` of the Gateway, or `mesh`; with the proxies that it is for, where others have other routes: `mesh for shop`
   * for clients in a namespace, `mesh for app=web` for those with a label.
   */
  readonly gateway: string;
  /** The proxies that it is for. @default - all of the Gateway, or of the mesh */
  readonly source?: TableSource;
  /** The domain that Envoy compares with the host of a request: exact, `*.suffix` or `*`. */
  readonly host: string;
  /** Whether VirtualServices are merged; where they are not, the first one alone serves the host. */
  readonly merged: boolean;
  /** The VirtualServices that take part on some listener; none where a server redirects a host to HTTPS that no VirtualService has. */
  readonly members: readonly ReadVirtualService[];
  /**
   * One list for each listener. Of a Gateway that is not known: one for each port that a match names, and one, without a port,
   * for all others.
   */
  readonly listeners: readonly TableListener[];
  /**
   * Where VirtualServices are not merged: for each of the members, how early it comes, where that settles the order of some.
   * @default - their age alone decides
   */
  readonly places?: ServerPlaces;
}

/** The route tables that some objects make, and the report about the objects themselves. */
export interface RouteTables {
  readonly tables: readonly RouteTable[];
  readonly remarks: readonly VirtualServiceRemark[];
  /** The TLS and TCP routes of Gateways. */
  readonly connections: readonly ConnectionTable[];
  /** The TLS and TCP routes of the mesh. */
  readonly meshConnections: readonly MeshConnectionTable[];
  /** The Gateways with a server that Istio may refuse, or that may share its listener with others, by name. */
  readonly refusing: ReadonlySet<string>;
  /** The Gateways that VirtualServices name and that are not among the objects, by name. */
  readonly assumed: readonly AssumedGateway[];
}

/**
 * Reads Gateways and VirtualServices into one table for each gateway and host. Objects of other kinds are passed over. Of a
 * Gateway that is not among the objects, it is assumed that it serves exactly the hosts of its VirtualServices, on
 * listeners of its own.
 * @param ports the only ports of Services, by default of those among the objects
 */
export function routeTables(
  objects: readonly unknown[],
  rules: RoutingRules,
  ports: OnlyPorts = onlyPorts(objects),
): RouteTables {
  const remarks: VirtualServiceRemark[] = [];
  const delegates = once(() => delegatesByName(objects));
  const around = { delegates, ports };
  const read = virtualServiceReader(rules, around, (remark) => remarks.push(remark));
  const virtualServices: ReadVirtualService[] = [];
  objects.forEach((object, index) => {
    if (isVirtualService(object)) virtualServices.push(read(object, index));
  });
  const { gateways, ports: targets } = gatewaysByName(objects, rules);
  remarks.push(
    ...unservedHosts(virtualServices, gateways),
    ...unusedDelegates(virtualServices, delegates, rules),
    ...unseenByGateways(virtualServices),
  );
  const makeList = routeListMaker(rules);
  const makeRedirect = redirectListMaker(rules);
  const hosts = virtualHosts(virtualServices, gateways, rules);
  const refused = refusedServers(gateways, rules);
  remarks.push(...sharedWorkloads(hosts, gateways), ...refused.remarks, ...(targets?.remarks ?? []));
  if (virtualServices.some(({ asked }) => asked.length > 0)) remarks.push(...unknownSources(hosts));
  const meshConnections = meshConnectionTables(virtualServices, objects, rules);
  remarks.push(...unknownClients(meshConnections), ...sharedListeners(meshConnections));
  const tables = hosts.map(({ gateway, host, listeners, source }) => {
    const merged = rules.merges && !isMesh(gateway);
    const listOf = ({ members, places }: HostListener, at: number | undefined): RouteList => {
      if (merged) return withPlaces(makeList(members, host, at), places);
      const alone = members.map((member) => makeList([member], host, at));
      const serving = alone.find(({ routes }) => servesWithoutRoutes(host, rules) || routes.length > 0);
      return serving ?? makeList([], host, at);
    };
    const lists = listeners.flatMap((listener) => {
      const { port, takesName, redirector, members } = listener;
      return (port === undefined ? [undefined, ...portsOf(members)] : [port]).map((at): TableListener => {
        const place = { port: at, ...(takesName && { takesName }) };
        const list = listOf(listener, at);
        if (redirector === undefined) return { ...place, list, routed: list };
        const redirected = makeRedirect(host, redirector, list);
        return { ...place, list: redirected, routed: isRedirected(redirected) ? undefined : list };
      });
    });
    const [{ places } = { places: undefined }] = merged ? [] : listeners;
    return {
      gateway,
      host,
      merged,
      members: allMembers(listeners),
      listeners: lists,
      ...(places && { places }),
      ...(source && { source }),
    };
  });
  return {
    tables,
    connections: connectionTables(virtualServices, gateways, rules),
    meshConnections,
    remarks,
    refusing: new Set([...refused.gateways, ...(targets?.unknown ?? [])]),
    assumed: assumedGateways(virtualServices, gateways),
  };
}

/**
 * Whether a VirtualService of the mesh that has no route for some clients keeps the services of a host from all others: one with the most
 * specific wildcard does, and leaves them to themselves.
 */
export function servesWithoutRoutes(host: string, { meshHosts }: RoutingRules): boolean {
  return meshHosts === 'most specific' && host.startsWith('*');
}

/** A list whose order is settled in part is another one than that of the same VirtualServices elsewhere. */
function withPlaces(list: RouteList, places: ServerPlaces | undefined): RouteList {
  return places === undefined ? list : { ...list, places };
}

function allMembers(listeners: VirtualHost['listeners']): readonly ReadVirtualService[] {
  const [only, ...others] = listeners;
  if (only !== undefined && others.length === 0) return only.members;
  return [...new Set(listeners.flatMap(({ members }) => members))];
}

/** The ports that matches name, in ascending order. */
function portsOf(members: readonly ReadVirtualService[]): number[] {
  const ports = new Set<number>();
  for (const { rules, appliesEverywhere } of members) {
    if (appliesEverywhere) continue;
    for (const { matches } of rules) {
      for (const { port } of matches) if (port !== undefined) ports.add(port);
    }
  }
  return [...ports].sort((a, b) => a - b);
}
