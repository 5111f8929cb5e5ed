import type { RouteList, RouteTable } from '../../routing';
import type { SideRoutes } from './side-routes';

/** The tables of a host on both sides, with all Gateways for which they are the same. */
export interface TablePair {
  readonly host: string;
  readonly before: RouteTable | undefined;
  readonly after: RouteTable | undefined;
  /** The Gateways of the head side, or of the base side where head has none, sorted. */
  readonly gateways: readonly string[];
  /** The Gateways of the base side, sorted. */
  readonly oldGateways: readonly string[];
  /** The side that has no VirtualService of the host itself, so that one with a wildcard serves it. @default - neither */
  readonly served?: 'before' | 'after';
  /** Whether a wildcard would serve the host were there none of its own. @default false */
  readonly isBelowWildcard?: boolean;
}

/** The lists of one listener on both sides. */
export interface ListPair {
  readonly port: number | undefined;
  readonly before: RouteList;
  readonly after: RouteList;
}

/**
 * Pairs the tables of both sides: those of one Gateway and host, and, where a host is bound to other Gateways than it
 * was, what is left of both in the order of their names. Where one side has a host and the other has not, the longest
 * wildcard of the same Gateway serves it there, as Envoy chooses it.
 */
export function tablePairs(
  before: SideRoutes | undefined,
  after: SideRoutes | undefined,
): readonly TablePair[] {
  const [old, now] = [byHost(before), byHost(after)];
  const hosts = [...new Set([...old.keys(), ...now.keys()])].sort();
  const [oldWildcards, newWildcards] = [wildcardTables(before), wildcardTables(after)];
  return hosts.flatMap((host) => {
    const { common, left, right } = byGateway(old.get(host) ?? [], now.get(host) ?? []);
    const gone = left.map((table): Pair =>
      withServed({ before: table, after: newWildcards(table) }, 'after'),
    );
    const come = right.map((table): Pair =>
      withServed({ before: oldWildcards(table), after: table }, 'before'),
    );
    // Through a Gateway where a wildcard serves the host, its requests go on: they do not come by another one.
    const isServed = [...gone, ...come].some(({ served }) => served !== undefined);
    const both = common.map((pair): Pair => {
      const isBelowWildcard = [oldWildcards, newWildcards].some((serve) => serve(pair.after) !== undefined);
      return isBelowWildcard ? { ...pair, isBelowWildcard } : pair;
    });
    return joined(host, [...both, ...(isServed ? [...gone, ...come] : inOrder(left, right))]);
  });
}

function withServed(pair: Pair, served: 'before' | 'after'): Pair {
  return pair[served] === undefined ? pair : { ...pair, served };
}

/** Gives the table of a side that serves the host of another table there, by a wildcard; its lists are made once for each. */
function wildcardTables(side: SideRoutes | undefined): (of: RouteTable) => RouteTable | undefined {
  const wildcards = side?.tables().filter(({ host }) => host.startsWith('*')) ?? [];
  const lists = new Map<RouteList, Map<string, RouteList>>();
  return ({ host, gateway, listeners: [first] }) => {
    const [longest] = wildcards
      .filter((table) => table.gateway === gateway && isBelow(host, table.host))
      .sort((a, b) => b.host.length - a.host.length);
    const domain = first?.list.domain;
    if (longest === undefined || domain === undefined) return undefined;
    const listeners = longest.listeners.map(({ port, list }) => {
      const made = lists.get(list) ?? new Map<string, RouteList>();
      lists.set(list, made);
      const own = made.get(host) ?? { ...list, domain };
      made.set(host, own);
      return { port, list: own };
    });
    return { ...longest, host, listeners };
  };
}

/** Whether a wildcard covers a host, or another wildcard. */
function isBelow(host: string, wildcard: string): boolean {
  const end = wildcard.slice(1);
  return host !== wildcard && host.length > end.length && host.endsWith(end);
}

/** The lists to compare: for each port that either side tells apart. */
export function listPairs({ before, after }: TablePair): readonly ListPair[] {
  const ports = new Set([before, after].flatMap((table) => table?.listeners.map(({ port }) => port) ?? []));
  const seen = new Set<string>();
  const lists: RouteList[] = [];
  return [...ports].flatMap((port): ListPair[] => {
    const [old, now] = [listAt(before, port), listAt(after, port)];
    const some = old ?? now;
    if (some === undefined) return [];
    const nothing: RouteList = { members: [], routes: [], dropped: [], domain: some.domain };
    // A port that differs from the others on neither side is told with them.
    const key = `${numberOf(old)} ${numberOf(now)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ port, before: old ?? nothing, after: now ?? nothing }];
  });

  function numberOf(list: RouteList | undefined): number {
    if (list === undefined) return -1;
    if (!lists.includes(list)) lists.push(list);
    return lists.indexOf(list);
  }
}

/** The list that answers on a port: its own, or that of all ports that no match names. */
function listAt(table: RouteTable | undefined, port: number | undefined): RouteList | undefined {
  const own = table?.listeners.find((listener) => listener.port === port);
  return (own ?? table?.listeners.find((listener) => listener.port === undefined))?.list;
}

type Pair = Pick<TablePair, 'before' | 'after' | 'served' | 'isBelowWildcard'>;

/** The tables of one host: those of Gateways that both sides have, and those of the others. */
function byGateway(before: readonly RouteTable[], after: readonly RouteTable[]) {
  const common = before.flatMap((old) => {
    const now = after.find(({ gateway }) => gateway === old.gateway);
    return now === undefined ? [] : [{ before: old, after: now }];
  });
  return {
    common,
    left: before.filter((old) => common.every((pair) => pair.before !== old)),
    right: after.filter((now) => common.every((pair) => pair.after !== now)),
  };
}

function inOrder(left: readonly RouteTable[], right: readonly RouteTable[]): readonly Pair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at): Pair => ({
    before: left[at],
    after: right[at],
  }));
}

/** Pairs of one host whose lists are the same ones, told once with all their Gateways. */
function joined(host: string, pairs: readonly Pair[]): readonly TablePair[] {
  const groups: Pair[][] = [];
  for (const pair of pairs) {
    const known = groups.find(([first]) => first !== undefined && sharesPair(first, pair));
    if (known === undefined) groups.push([pair]);
    else known.push(pair);
  }
  return groups.map((group): TablePair => {
    const [{ before, after, ...rest } = { before: undefined, after: undefined }] = group;
    const [old, now] = [group.map((pair) => pair.before), group.map((pair) => pair.after)].map((tables) =>
      tables.flatMap((table) => table?.gateway ?? []).sort(),
    ) as [string[], string[]];
    const gateways = after === undefined ? old : now;
    return { host, before, after, gateways, oldGateways: old, ...rest };
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
    a.listeners.every(({ port, list }, at) => {
      const other = b.listeners[at];
      return other !== undefined && other.port === port && other.list === list;
    })
  );
}

function byHost(routes: SideRoutes | undefined): ReadonlyMap<string, readonly RouteTable[]> {
  const hosts = new Map<string, RouteTable[]>();
  for (const table of routes?.tables() ?? []) {
    const known = hosts.get(table.host);
    if (known === undefined) hosts.set(table.host, [table]);
    else known.push(table);
  }
  return hosts;
}
