import { gatewayOf, isRedirected, type RouteList, type RouteTable } from '../../../routing';
import type { SnapshotRoutes } from './snapshot-routes';
import { sameSource, splitBySource } from './source-tables';

/** The tables of a host in both snapshots, with all Gateways that share them. */
export interface TablePair {
  readonly host: string;
  readonly before: RouteTable | undefined;
  readonly after: RouteTable | undefined;
  /** The Gateways after the change, or, if there are none, before it; sorted. */
  readonly gateways: readonly string[];
  /** The Gateways before the change, sorted. */
  readonly oldGateways: readonly string[];
  /** The snapshot in which a wildcard serves the host, as it has no VirtualService of its own. @default - neither */
  readonly served?: 'before' | 'after';
  /** Whether a wildcard would serve the host if it had no VirtualService of its own. @default false */
  readonly isBelowWildcard?: boolean;
  /** Whether proxies of the host are of too many kinds to compare each. @default false */
  readonly isUndecided?: boolean;
}

/** The lists of one listener in both snapshots. */
export interface ListPair {
  readonly port: number | undefined;
  readonly before: RouteList;
  readonly after: RouteList;
}

/**
 * Pairs the tables of both snapshots by Gateway and host. If a host changes its Gateways, the remaining tables are paired
 * in the order of their names. If only one snapshot has a host, the longest wildcard of the same Gateway serves it in the
 * other one, as in Envoy.
 */
export function tablePairs(
  before: SnapshotRoutes | undefined,
  after: SnapshotRoutes | undefined,
): readonly TablePair[] {
  const [tablesBefore, tablesAfter] = [byHost(before), byHost(after)];
  const hosts = [...new Set([...tablesBefore.keys(), ...tablesAfter.keys()])].sort();
  const allWildcards = [before, after].flatMap(
    (snapshot) => snapshot?.tables().filter(({ host, source }) => source && host.startsWith('*')) ?? [],
  );
  const [wildcardsBefore, wildcardsAfter] = [wildcardTables(before), wildcardTables(after)];
  return hosts.flatMap((host) => {
    const covering = allWildcards.filter((table) => isBelow(host, table.host));
    const split = splitBySource(tablesBefore.get(host) ?? [], tablesAfter.get(host) ?? [], covering);
    const { common, removed, added } = byGateway(split.before, split.after);
    const unbound = removed.map((table): Pair =>
      withServed({ before: table, after: wildcardsAfter(table) }, 'after'),
    );
    const bound = added.map((table): Pair =>
      withServed({ before: wildcardsBefore(table), after: table }, 'before'),
    );
    // If a wildcard serves the host on a Gateway, its requests remain there and do not move to another Gateway.
    const isServed = [...unbound, ...bound].some(({ served }) => served !== undefined);
    const both = common.map((pair): Pair => {
      const isBelowWildcard = [wildcardsBefore, wildcardsAfter].some((serve) => {
        const wildcard = serve(pair.after);
        return (
          wildcard !== undefined && ![pair.before, pair.after].every((own) => redirectsAlike(wildcard, own))
        );
      });
      return isBelowWildcard ? { ...pair, isBelowWildcard } : pair;
    });
    const pairs = joined(host, [...both, ...(isServed ? [...unbound, ...bound] : inOrder(removed, added))]);
    return split.isUndecided ? pairs.map((pair) => ({ ...pair, isUndecided: true })) : pairs;
  });
}

function withServed(pair: Pair, served: 'before' | 'after'): Pair {
  return pair[served] === undefined ? pair : { ...pair, served };
}

/** Returns a function that finds the wildcard table of a snapshot for a table's host; lists are created once for each host. */
function wildcardTables(snapshot: SnapshotRoutes | undefined): (table: RouteTable) => RouteTable | undefined {
  const wildcards = snapshot?.tables().filter(({ host }) => host.startsWith('*')) ?? [];
  const lists = new Map<RouteList, Map<string, RouteList>>();
  return (table) => {
    const {
      host,
      gateway,
      source,
      listeners: [first],
    } = table;
    const longest = wildcards
      .filter((other) => gatewayOf(other) === gatewayOf(table) && isBelow(host, other.host))
      .sort((a, b) => b.host.length - a.host.length)
      .map((other) => sameSource(wildcards, { ...table, host: other.host }))
      .find((found) => found !== undefined);
    const domain = first?.list.domain;
    if (longest === undefined || domain === undefined) return undefined;
    const ownList = (list: RouteList) => {
      const made = lists.get(list) ?? new Map<string, RouteList>();
      lists.set(list, made);
      const own = made.get(host) ?? { ...list, domain };
      made.set(host, own);
      return own;
    };
    const listeners = longest.listeners.map(({ port, list, routed }) => ({
      port,
      list: ownList(list),
      routed: routed && ownList(routed),
    }));
    return { ...longest, gateway, host, listeners, ...(source && { source }) };
  };
}

/** Whether a wildcard only redirects to HTTPS, and the table of a host below it does so too wherever the wildcard does. */
export function redirectsAlike(wildcard: RouteTable, own: RouteTable | undefined): boolean {
  return (
    wildcard.members.length === 0 &&
    wildcard.listeners.every(({ port }) => {
      const list = listAt(own, port);
      return list === undefined || isRedirected(list);
    })
  );
}

/** Whether a wildcard covers a host or another wildcard. */
function isBelow(host: string, wildcard: string): boolean {
  const end = wildcard.slice(1);
  return host !== wildcard && host.length > end.length && host.endsWith(end);
}

/** Returns the lists to compare, for each port with its own list in a snapshot; without a port where all share one. */
export function listPairs({ before, after }: TablePair): readonly ListPair[] {
  const ports = comparedPorts(before, after);
  const seen = new Set<string>();
  const lists: RouteList[] = [];
  const pairs = [...ports].flatMap((port): ListPair[] => {
    const [listBefore, listAfter] = [listAt(before, port), listAt(after, port)];
    const some = listBefore ?? listAfter;
    if (some === undefined) return [];
    const empty: RouteList = { members: [], routes: [], dropped: [], domain: some.domain };
    // Ports with the same lists in both snapshots are compared once.
    const key = `${numberOf(listBefore)} ${numberOf(listAfter)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ port, before: listBefore ?? empty, after: listAfter ?? empty }];
  });
  const [only, ...others] = pairs;
  return only === undefined || others.length > 0 ? pairs : [{ ...only, port: undefined }];

  function numberOf(list: RouteList | undefined): number {
    if (list === undefined) return -1;
    if (!lists.includes(list)) lists.push(list);
    return lists.indexOf(list);
  }
}

/**
 * Returns the ports to compare. Where one snapshot does not know the Gateway, and the other does, these are the ports of the
 * known one: requests to others arrive nowhere.
 */
function comparedPorts(
  before: RouteTable | undefined,
  after: RouteTable | undefined,
): ReadonlySet<number | undefined> {
  const tables = [before, after].filter((table) => table !== undefined);
  const known = tables.filter(({ listeners }) => listeners.every(({ port }) => port !== undefined));
  const compared = known.length === 0 ? tables : known;
  return new Set(compared.flatMap(({ listeners }) => listeners.map(({ port }) => port)));
}

/** Returns the list of a port: its own, or the list of all ports that no match names. */
function listAt(table: RouteTable | undefined, port: number | undefined): RouteList | undefined {
  const own = table?.listeners.find((listener) => listener.port === port);
  return (own ?? table?.listeners.find((listener) => listener.port === undefined))?.list;
}

type Pair = Pick<TablePair, 'before' | 'after' | 'served' | 'isBelowWildcard'>;

/** Splits the tables of one host by Gateway: in both snapshots, only before, only after. */
function byGateway(before: readonly RouteTable[], after: readonly RouteTable[]) {
  const common = before.flatMap((table) => {
    const other = after.find(({ gateway }) => gateway === table.gateway);
    return other === undefined ? [] : [{ before: table, after: other }];
  });
  return {
    common,
    removed: before.filter((table) => common.every((pair) => pair.before !== table)),
    added: after.filter((table) => common.every((pair) => pair.after !== table)),
  };
}

function inOrder(before: readonly RouteTable[], after: readonly RouteTable[]): readonly Pair[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index): Pair => ({
    before: before[index],
    after: after[index],
  }));
}

/** Joins pairs of one host that share their lists, with all their Gateways. */
function joined(host: string, pairs: readonly Pair[]): readonly TablePair[] {
  const groups: Pair[][] = [];
  for (const pair of pairs) {
    const known = groups.find(([first]) => first !== undefined && sharesPair(first, pair));
    if (known === undefined) groups.push([pair]);
    else known.push(pair);
  }
  return groups.map((group): TablePair => {
    const [{ before, after, ...rest } = { before: undefined, after: undefined }] = group;
    const [gatewaysBefore, gatewaysAfter] = [
      group.map((pair) => pair.before),
      group.map((pair) => pair.after),
    ].map((tables) => tables.flatMap((table) => table?.gateway ?? []).sort()) as [string[], string[]];
    const gateways = after === undefined ? gatewaysBefore : gatewaysAfter;
    return { host, before, after, gateways, oldGateways: gatewaysBefore, ...rest };
  });
}

function sharesPair(a: Pair, b: Pair): boolean {
  return a.served === b.served && sharesLists(a.before, b.before) && sharesLists(a.after, b.after);
}

function sharesLists(a: RouteTable | undefined, b: RouteTable | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.merged === b.merged &&
    a.listeners.length === b.listeners.length &&
    a.listeners.every(({ port, list }, index) => {
      const other = b.listeners[index];
      return other !== undefined && other.port === port && other.list === list;
    })
  );
}

function byHost(routes: SnapshotRoutes | undefined): ReadonlyMap<string, readonly RouteTable[]> {
  const hosts = new Map<string, RouteTable[]>();
  for (const table of routes?.tables() ?? []) {
    const known = hosts.get(table.host);
    if (known === undefined) hosts.set(table.host, [table]);
    else known.push(table);
  }
  return hosts;
}
