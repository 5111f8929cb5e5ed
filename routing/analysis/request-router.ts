import { compareText, groupBy } from '../../base';
import { normalizedTarget } from './normalize-path';
import { outcomes, type Route, type RoutingRules } from '../model';
import {
  gatewayOf,
  isMesh,
  routeListOf,
  tablesBySource,
  type ReadVirtualService,
  type RouteList,
  type RouteTable,
  type SourceTables,
} from '../istio';
import { arrive, type ArrivedRequest, type GatewayRequest } from './request';
import { resolver, type Resolver } from './resolve';

/** The routing of a request through one gateway. */
export interface RequestWay extends ArrivedRequest {
  /** Indexes of the routes that match: the first one answers. */
  readonly matches: readonly number[];
}

/** A VirtualService that would give a request another outcome if it were created before the one that answers. */
export interface OrderRival {
  readonly virtualService: ReadVirtualService;
  readonly list: RouteList;
  /** The route that would answer; undefined if there is none. */
  readonly route: Route | undefined;
}

/** Sends requests through the gateways of some route tables. */
export interface RequestRouter {
  /** All gateways, by name; with the proxies that a table is for, where others have another one. */
  readonly gateways: readonly string[];
  /** All hosts that VirtualServices have, by name. */
  readonly hosts: readonly string[];
  /**
   * Returns the routing through each gateway that serves the host, sorted by gateway, and for each kind of its proxies.
   * @param gateway only this one, by its name alone or with the proxies
   */
  ways(sent: GatewayRequest, gateway?: string): readonly RequestWay[];
  /**
   * Returns the VirtualServices that would change the outcome, if only the names decide the order: both were created
   * in the same second, or one has no creation timestamp.
   */
  rivals(way: RequestWay): readonly OrderRival[];
}

/** The tables of one gateway, or of the mesh. */
interface GatewayTables {
  readonly gateway: string;
  readonly byHost: ReadonlyMap<string, readonly [RouteTable, ...RouteTable[]]>;
  readonly wildcards: readonly RouteTable[];
}

/** Creates a {@link RequestRouter}. It creates the resolver of each list once. */
export function requestRouter(tables: readonly RouteTable[], rules: RoutingRules): RequestRouter {
  const gateways = tablesByGateway(tables);
  const resolvers = new WeakMap<RouteList, Resolver>();
  const { relate } = outcomes();
  const alone = new WeakMap<RouteTable, Map<ReadVirtualService, RouteList>>();
  return {
    gateways: [...new Set(tables.flatMap((table) => [gatewayOf(table), table.gateway]))].sort(),
    hosts: [...new Set(tables.flatMap(({ host, members }) => (members.length > 0 ? [host] : [])))].sort(),
    ways(sent, only) {
      const path = normalizedTarget(sent.path, rules.pathNormalization);
      const asRouted = path === sent.path ? sent : { ...sent, path };
      const name = sent.host.toLowerCase().replace(/:\d+$/, '');
      const ways: RequestWay[] = [];
      for (const { gateway, byHost, wildcards } of gateways) {
        if (only !== undefined && gateway !== only && !only.startsWith(`${gateway} for `)) continue;
        const exact = byHost.get(name) ?? (isMesh(gateway) ? serviceOf(name, byHost) : undefined);
        const reached = exact === undefined ? wildcards : [...exact, ...wildcards];
        const split =
          tablesBySource(reached) ?? tablesBySource(reached.filter(({ host }) => host === reached[0]?.host));
        for (const proxies of split ?? []) {
          if (only !== undefined && gateway !== only && proxies.gateway !== only) continue;
          const way = wayThrough(proxies, asRouted, exact?.[0].host ?? name, ways);
          if (way !== undefined) ways.push(way);
        }
      }
      return ways;
    },
    rivals(way) {
      return way.table.merged ? mergedRivals(way) : unmergedRivals(way);
    },
  };

  /** Returns the routing through tables for the same proxies; that of a table with the same lists is known. */
  function wayThrough(
    proxies: SourceTables,
    sent: GatewayRequest,
    name: string,
    ways: readonly RequestWay[],
  ): RequestWay | undefined {
    const { tables: reached } = proxies;
    const exact = reached.find(({ host }) => host === name);
    const twin = exact && ways.find(({ table }) => servesAlike(table, exact));
    if (exact !== undefined && twin !== undefined) return { ...twin, table: namedFor(exact, proxies) };
    const arrived = arrive(reached, sent, name);
    if (arrived === undefined) return undefined;
    const alike = ways.find(({ list }) => list === arrived.list);
    const matches = alike?.matches ?? resolverOf(arrived.list).resolve(arrived.request);
    return { ...arrived, table: namedFor(arrived.table, proxies), matches };
  }

  function mergedRivals({ list, matches, request }: RequestWay): OrderRival[] {
    const [answer, ...others] = matches.flatMap((index) => list.routes[index] ?? []);
    const [own] = answer === undefined ? [] : [list.members[answer.member]];
    if (answer === undefined || own === undefined) return [];
    const seen = new Set([answer.member]);
    return others.flatMap((route): OrderRival[] => {
      const virtualService = list.members[route.member];
      // Only the first match of a VirtualService would answer.
      if (virtualService === undefined || seen.has(route.member)) return [];
      seen.add(route.member);
      if (route.catchAll !== answer.catchAll || isSettled(own, virtualService)) return [];
      return doTheSame(route, answer, request) ? [] : [{ virtualService, list, route }];
    });
  }

  /** Without merging, only one VirtualService serves the host. */
  function unmergedRivals({ table, list, request, matches }: RequestWay): OrderRival[] {
    const [own] = list.members;
    const answer = list.routes[matches[0] ?? -1];
    return table.members.flatMap((virtualService): OrderRival[] => {
      if (own === undefined || virtualService === own || isSettled(own, virtualService)) return [];
      const other = listAlone(table, list, virtualService);
      if (other.routes.length === 0) return [];
      const route = other.routes[resolverOf(other).resolve(request)[0] ?? -1];
      const isSame =
        route === undefined || answer === undefined ? route === answer : doTheSame(route, answer, request);
      return isSame ? [] : [{ virtualService, list: other, route }];
    });
  }

  function doTheSame(a: Route, b: Route, { path }: RequestWay['request']): boolean {
    const relation = relate(a, b);
    return relation === 'same' || (relation !== 'different' && relation.exceptAt === path);
  }

  function listAlone(table: RouteTable, beside: RouteList, virtualService: ReadVirtualService): RouteList {
    const known = alone.get(table) ?? new Map<ReadVirtualService, RouteList>();
    alone.set(table, known);
    const port = table.listeners.find(({ list }) => list === beside)?.port;
    const list = known.get(virtualService) ?? routeListOf([virtualService], table, port, rules);
    known.set(virtualService, list);
    return list;
  }

  function resolverOf(list: RouteList): Resolver {
    const known = resolvers.get(list) ?? resolver(list);
    resolvers.set(list, known);
    return known;
  }
}

/** The ends that clients in the mesh leave away of a service's name. */
const SERVICE_ENDS = ['.svc.cluster.local', '.cluster.local'];

/**
 * Returns the table of a service in the mesh by a shorter name: `reviews.shop`, `reviews.shop.svc`, or `reviews` where one namespace
 * alone has it. Sidecars know these names too (networking/core/httproute.go, generateAltVirtualHosts).
 */
function serviceOf<T>(name: string, byHost: ReadonlyMap<string, T>): T | undefined {
  for (const end of SERVICE_ENDS) {
    const table = byHost.get(`${name}${end}`);
    if (table !== undefined) return table;
  }
  if (name.includes('.')) return undefined;
  const [only, ...others] = [...byHost.keys()].filter(
    (host) => host.startsWith(`${name}.`) && /^[^.]+\.[^.]+\.svc\.cluster\.local$/.test(host),
  );
  return only === undefined || others.length > 0 ? undefined : byHost.get(only);
}

/** Whether the creation timestamps of two VirtualServices decide their order. */
function isSettled({ created: a }: ReadVirtualService, { created: b }: ReadVirtualService): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** Whether two tables of one host share their lists, as tables of Gateways that are named together do. */
function servesAlike(a: RouteTable, b: RouteTable): boolean {
  return (
    a.host === b.host &&
    a.listeners.length === b.listeners.length &&
    a.listeners.every((listener, index) => {
      const other = b.listeners[index];
      return (
        other !== undefined &&
        other.port === listener.port &&
        other.takesName === listener.takesName &&
        other.list === listener.list
      );
    })
  );
}

/** A table by the name of the proxies that come to it. */
function namedFor(table: RouteTable, { gateway, needs }: SourceTables): RouteTable {
  if (table.gateway === gateway || needs === undefined) return table;
  return { ...table, gateway, source: { gateway: gatewayOf(table), needs } };
}

function tablesByGateway(tables: readonly RouteTable[]): GatewayTables[] {
  return [...groupBy(tables, gatewayOf)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([gateway, own]) => ({
      gateway,
      byHost: groupBy(
        own.filter(({ host }) => !host.startsWith('*')),
        ({ host }) => host,
      ),
      wildcards: own.filter(({ host }) => host.startsWith('*')),
    }));
}
