import type { RouteReference } from '../findings';
import type { Domain } from './condition';
import type { Language } from './language';
import { regexReader } from './string-match';
import {
  gatewayKey,
  isVirtualService,
  readVirtualService,
  type ReadVirtualService,
  type VirtualServiceRemark,
} from './read-virtual-service';
import type { ReadMatch } from './read-match';
import type { Route } from './route';
import type { RoutingRules } from './rules';

/** The routes that Envoy knows for one host on one listener. */
export interface RouteList {
  /** The VirtualServices that take part, the oldest first. */
  readonly members: readonly ReadVirtualService[];
  /** In Envoy's order: the first that matches a request answers it. */
  readonly routes: readonly Route[];
  /** Matches that Istio makes no Envoy route of, since its VirtualService ends before. */
  readonly dropped: readonly Pick<Route, 'member' | 'rule' | 'match'>[];
  readonly domain: Domain;
}

/** Everything Envoy knows for one host on one gateway. */
export interface RouteTable {
  /** `<namespace>/<name>` of the Gateway, or `mesh`. */
  readonly gateway: string;
  readonly host: string;
  /** Whether VirtualServices are merged; where they are not, the first one alone serves the host. */
  readonly merged: boolean;
  readonly members: readonly ReadVirtualService[];
  /** One list for each listener's port that a match names, and one, without a port, for all others. */
  readonly listeners: readonly { readonly port: number | undefined; readonly list: RouteList }[];
}

/** The route tables that some VirtualServices make, and what is to be said of the objects themselves. */
export interface RouteTables {
  readonly tables: readonly RouteTable[];
  readonly remarks: readonly VirtualServiceRemark[];
}

/** Reads VirtualServices into one table for each gateway and host. Objects of other kinds are passed over. */
export function routeTables(objects: readonly unknown[], rules: RoutingRules): RouteTables {
  const remarks: VirtualServiceRemark[] = [];
  const regexes = regexReader();
  const groups = new Map<string, Map<string, ReadVirtualService[]>>();
  objects.forEach((object, index) => {
    if (!isVirtualService(object)) return;
    const read = readVirtualService(object, index, rules, regexes, (remark) => remarks.push(remark));
    for (const gateway of read.gateways) {
      let hosts = groups.get(gateway);
      if (hosts === undefined) {
        hosts = new Map<string, ReadVirtualService[]>();
        groups.set(gateway, hosts);
      }
      for (const host of read.hosts) {
        const members = hosts.get(host);
        if (members === undefined) hosts.set(host, [read]);
        else members.push(read);
      }
    }
  });
  const listMaker = routeListMaker(rules);
  const tables = [...groups].flatMap(([gateway, hosts]) =>
    [...hosts].map(([host, members]): RouteTable => {
      const merged = rules.merges && gateway !== 'mesh';
      const sorted = inOrderOfAge(members, rules);
      const ports = [...portsOf(sorted)].sort((a, b) => a - b);
      const listeners = [undefined, ...ports].map((port) => {
        const listFor = (serving: readonly ReadVirtualService[]) => listMaker(serving, gateway, host, port);
        if (merged) return { port, list: listFor(sorted) };
        // A VirtualService that has no route for the listener does not serve the host there.
        const lists = sorted.map((member) => listFor([member]));
        return { port, list: lists.find(({ routes }) => routes.length > 0) ?? listFor([]) };
      });
      return { gateway, host, merged, members: sorted, listeners };
    }),
  );
  tables.sort((a, b) => compareText(a.gateway, b.gateway) || compareText(a.host, b.host));
  return { tables, remarks };
}

/** The route list that some VirtualServices alone would make. */
export function routeListOf(
  members: readonly ReadVirtualService[],
  { gateway, host }: Pick<RouteTable, 'gateway' | 'host'>,
  port: number | undefined,
  rules: RoutingRules,
): RouteList {
  return routeListMaker(rules)(members, gateway, host, port);
}

/** A reference to a route, as findings have it. */
export function referenceTo(
  { members }: Pick<RouteList, 'members'>,
  { member, rule, match }: Pick<Route, 'member' | 'rule' | 'match'>,
): RouteReference {
  const of = members[member];
  return { virtualService: `${of?.namespace ?? ''}/${of?.name ?? ''}`, rule, match };
}

/** Makes route lists; gateways that have the same VirtualServices for a host share one list. */
function routeListMaker(rules: RoutingRules) {
  const made = new Map<string, { members: readonly ReadVirtualService[]; list: RouteList }[]>();
  return (
    members: readonly ReadVirtualService[],
    gateway: string,
    host: string,
    port: number | undefined,
  ): RouteList => {
    const key = `${port ?? ''} ${host}`;
    const alike = made
      .get(key)
      ?.find(
        (other) =>
          other.members.length === members.length &&
          other.members.every((member, i) => member === members[i]),
      );
    if (alike !== undefined) return alike.list;
    const list = makeList(members, gateway, host, port, rules);
    const namesGateways = members.some((member) =>
      member.rules.some((rule) => rule.matches.some((match) => match.gateways !== undefined)),
    );
    if (!namesGateways) made.set(key, [...(made.get(key) ?? []), { members, list }]);
    return list;
  };
}

function makeList(
  members: readonly ReadVirtualService[],
  gateway: string,
  host: string,
  port: number | undefined,
  rules: RoutingRules,
): RouteList {
  const routes: Route[] = [];
  const last: Route[] = [];
  const dropped: Pick<Route, 'member' | 'rule' | 'match'>[] = [];
  members.forEach((virtualService, member) => {
    let ended = false;
    virtualService.rules.forEach(({ always, matches, outcome }, rule) => {
      const applies = (match: ReadMatch) =>
        (match.port === undefined || match.port === port) &&
        (match.gateways === undefined ||
          match.gateways.some((name) => gatewayIs(name, gateway, virtualService.namespace)));
      const blunt = rules.endsAt === 'any-root-prefix';
      const only = blunt ? matches.find((match) => match.rootPrefix && applies(match)) : undefined;
      matches.forEach((read, match) => {
        if (!applies(read)) return;
        if (ended || (only !== undefined && read !== only)) {
          dropped.push({ member, rule, match });
          return;
        }
        const { path, conditions, catchAll } = read;
        (catchAll ? last : routes).push({ member, rule, match, path, conditions, catchAll, outcome });
        if (catchAll && !blunt) ended = true;
      });
      if (only !== undefined || (blunt && always)) ended = true;
    });
  });
  return { members, routes: routes.concat(last), dropped, domain: domainOf(host) };
}

/** Oldest first; objects that say no time count as created at once, before all others. */
function inOrderOfAge(members: readonly ReadVirtualService[], { tieBreak }: RoutingRules) {
  const compare = (a: ReadVirtualService, b: ReadVirtualService) =>
    (a.created ?? 0) - (b.created ?? 0) ||
    (tieBreak === 'dotted-name'
      ? compareText(`${a.name}.${a.namespace}`, `${b.name}.${b.namespace}`)
      : compareText(a.name, b.name) || compareText(a.namespace, b.namespace));
  const isSorted = members.every((member, i) => {
    const before = members[i - 1];
    return before === undefined || compare(before, member) <= 0;
  });
  return isSorted ? members : [...members].sort(compare);
}

function portsOf(members: readonly ReadVirtualService[]): Set<number> {
  const ports = new Set<number>();
  for (const { rules } of members) {
    for (const { matches } of rules) {
      for (const { port } of matches) if (port !== undefined) ports.add(port);
    }
  }
  return ports;
}

function gatewayIs(name: string, gateway: string, namespace: string): boolean {
  return gatewayKey(name, namespace) === gateway;
}

/** The authorities of requests to a host: the host itself, and with a port behind it. */
function domainOf(host: string): Domain {
  const suffix = host.replace(/^\*/, '');
  const quoted = suffix.replace(/[^a-z0-9-]/g, '\\$&');
  const source = `(?i)${host.startsWith('*') ? '[a-z0-9.-]+' : ''}${quoted}(:[0-9]{1,5})?`;
  const read = regexReader().read(source);
  const authority: Language = 'language' in read ? read.language : { kind: 'values', values: [host] };
  return { authority, host: suffix === host ? host : `a${suffix}` };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
