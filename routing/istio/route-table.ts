import { once } from '../../base';
import type { RouteReference } from '../../findings';
import type { Domain, Route, RoutingRules } from '../model';
import { isSameList } from './age';
import { connectionRemarks } from './connection-remarks';
import { connectionTables, type ConnectionTable } from './connection-tables';
import { delegatesByName } from './delegates';
import { unusedDelegates } from './delegate-remarks';
import { isMesh } from './full-names';
import { domainOf } from './host-domain';
import { assumedGateways, unservedHosts, type AssumedGateway } from './gateway-remarks';
import { unseenByGateways } from './visibility-remarks';
import type { ReadMatch } from './plain-match';
import { isFor } from './match-place';
import { isVirtualService } from './object-kinds';
import {
  virtualServiceReader,
  type ReadVirtualService,
  type VirtualServiceRemark,
} from './read-virtual-service';
import type { ServerPlaces } from './server-order';
import { sharedWorkloads } from './shared-workloads';
import { onlyPorts, type OnlyPorts } from './only-ports';
import { refusedServers } from './refused-servers';
import { gatewaysByName } from './gateways-by-name';
import { virtualHosts, type HostListener, type VirtualHost } from './virtual-hosts';

/** The routes of Envoy for one host on one listener. */
export interface RouteList {
  /** The VirtualServices that take part, the oldest first. */
  readonly members: readonly ReadVirtualService[];
  /** In Envoy's order: the first that matches a request answers it. */
  readonly routes: readonly Route[];
  /** Matches without an Envoy route, since Istio ignores the matches after an earlier one. */
  readonly dropped: readonly RoutePlace[];
  readonly domain: Domain;
  /**
   * For each of the members, through which server it comes, where that settles the order of some.
   * @default - their age alone decides
   */
  readonly places?: ServerPlaces;
}

/** A listener that has a host; of an HTTPS server, the connections for its server names. */
export type TableListener = Pick<HostListener, 'port' | 'takesName'> & { readonly list: RouteList };

/** The routes of Envoy for one host on one gateway, by listener. */
export interface RouteTable {
  /** `<namespace>/<name>` of the Gateway, `mesh`, or `mesh for <namespace>` where its clients see other VirtualServices. */
  readonly gateway: string;
  /** The domain that Envoy compares with the host of a request: exact, `*.suffix` or `*`. */
  readonly host: string;
  /** Whether VirtualServices are merged; where they are not, the first one alone serves the host. */
  readonly merged: boolean;
  /** The VirtualServices that take part on some listener. */
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
  const { gateways, ports } = gatewaysByName(objects, rules);
  remarks.push(
    ...connectionRemarks(virtualServices),
    ...unservedHosts(virtualServices, gateways),
    ...unusedDelegates(virtualServices, delegates, rules),
    ...unseenByGateways(virtualServices),
  );
  const makeList = routeListMaker(rules);
  const hosts = virtualHosts(virtualServices, gateways, rules);
  const refused = refusedServers(gateways, rules);
  remarks.push(...sharedWorkloads(hosts, gateways), ...refused.remarks, ...(ports?.remarks ?? []));
  const tables = hosts.map(({ gateway, host, listeners }) => {
    const merged = rules.merges && !isMesh(gateway);
    const lists = listeners.flatMap(({ port, members, places, takesName }) =>
      (port === undefined ? [undefined, ...portsOf(members)] : [port]).map((at): TableListener => {
        const place = { port: at, ...(takesName && { takesName }) };
        if (merged) return { ...place, list: withPlaces(makeList(members, host, at), places) };
        // A VirtualService that has no route for the listener does not serve the host there.
        const alone = members.map((member) => makeList([member], host, at));
        return { ...place, list: alone.find(({ routes }) => routes.length > 0) ?? makeList([], host, at) };
      }),
    );
    const [{ places } = { places: undefined }] = merged ? [] : listeners;
    const members = allMembers(listeners);
    return { gateway, host, merged, members, listeners: lists, ...(places && { places }) };
  });
  return {
    tables,
    connections: connectionTables(virtualServices, gateways, rules),
    remarks,
    refusing: new Set([...refused.gateways, ...(ports?.unknown ?? [])]),
    assumed: assumedGateways(virtualServices, gateways),
  };
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

/** Returns the route list of the given VirtualServices alone. */
export function routeListOf(
  members: readonly ReadVirtualService[],
  { host }: Pick<RouteTable, 'host'>,
  port: number | undefined,
  rules: RoutingRules,
): RouteList {
  return routeListMaker(rules)(members, host, port);
}

/** Where a route is: its VirtualService in a list, and its rule and match there or in a delegate. */
export type RoutePlace = Pick<Route, 'member' | 'rule' | 'match' | 'delegate'>;

/** Returns the index of the object in which a route is written: its VirtualService, or a delegate; undefined in no list. */
export function objectOf(
  { members }: Pick<RouteList, 'members'>,
  { member, delegate }: RoutePlace,
): number | undefined {
  return delegate?.index ?? members[member]?.index;
}

/** Returns the reference to a route for a finding: to where it is written. */
export function referenceTo(
  { members }: Pick<RouteList, 'members'>,
  { member, rule, match, delegate }: RoutePlace,
): RouteReference {
  const virtualService = delegate ?? members[member];
  return { virtualService: `${virtualService?.namespace ?? ''}/${virtualService?.name ?? ''}`, rule, match };
}

/** Makes route lists; gateways that have the same VirtualServices for a host share one list. */
function routeListMaker(rules: RoutingRules) {
  const made = new Map<string, Map<ReadVirtualService | undefined, RouteList[]>>();
  const domains = new Map<string, Domain>();
  return (members: readonly ReadVirtualService[], host: string, port: number | undefined): RouteList => {
    const isAnyPort = members.every((member) => member.appliesEverywhere || member.port !== undefined);
    const byPort = isAnyPort ? undefined : port;
    const key = `${byPort ?? ''} ${host}`;
    const byFirst = made.get(key) ?? new Map<ReadVirtualService | undefined, RouteList[]>();
    made.set(key, byFirst);
    const begunAlike = byFirst.get(members[0]) ?? [];
    const alike = begunAlike.find((other) => isSameList(other.members, members));
    if (alike !== undefined) return alike;
    const domain = domains.get(host) ?? domainOf(host);
    domains.set(host, domain);
    const list = makeList(members, domain, port, rules);
    byFirst.set(members[0], [...begunAlike, list]);
    return list;
  };
}

function makeList(
  members: readonly ReadVirtualService[],
  domain: Domain,
  port: number | undefined,
  rules: RoutingRules,
): RouteList {
  const routes: Route[] = [];
  const last: Route[] = [];
  const dropped: RoutePlace[] = [];
  const blunt = rules.endsAt === 'any-root-prefix';
  members.forEach((virtualService, member) => {
    let ended = false;
    virtualService.rules.forEach(({ always, matches, outcome, source }) => {
      const { rule, matches: indexes, delegate } = source;
      const only = blunt
        ? matches.find((match) => match.rootPrefix && applies(match, virtualService))
        : undefined;
      matches.forEach((read, at) => {
        if (!applies(read, virtualService)) return;
        const match = indexes?.[at] ?? at;
        if (ended || (only !== undefined && read !== only)) {
          dropped.push(delegate === undefined ? { member, rule, match } : { member, rule, match, delegate });
          return;
        }
        const { path, conditions, catchAll } = read;
        const route = { member, rule, match, path, conditions, catchAll, outcome };
        (catchAll ? last : routes).push(delegate === undefined ? route : { ...route, delegate });
        if (catchAll && !blunt) ended = true;
      });
      if (only !== undefined || (blunt && always)) ended = true;
    });
  });
  return { members, routes: last.length === 0 ? routes : routes.concat(last), dropped, domain };

  function applies(match: ReadMatch, member: ReadVirtualService): boolean {
    return member.appliesEverywhere || isFor(match, member, member.port ?? port);
  }
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
