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
}

/** The lists of one listener on both sides. */
export interface ListPair {
  readonly port: number | undefined;
  readonly before: RouteList;
  readonly after: RouteList;
}

/**
 * Pairs the tables of both sides: those of one Gateway and host, and, where a host is bound to other Gateways than it
 * was, what is left of both in the order of their names.
 */
export function tablePairs(
  before: SideRoutes | undefined,
  after: SideRoutes | undefined,
): readonly TablePair[] {
  const [old, now] = [byHost(before), byHost(after)];
  const hosts = [...new Set([...old.keys(), ...now.keys()])].sort();
  return hosts.flatMap((host) => joined(host, pairsOf(old.get(host) ?? [], now.get(host) ?? [])));
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

type Pair = readonly [before: RouteTable | undefined, after: RouteTable | undefined];

function pairsOf(before: readonly RouteTable[], after: readonly RouteTable[]): readonly Pair[] {
  const common = before.flatMap((old): Pair[] => {
    const now = after.find(({ gateway }) => gateway === old.gateway);
    return now === undefined ? [] : [[old, now]];
  });
  const left = before.filter((old) => common.every(([paired]) => paired !== old));
  const right = after.filter((now) => common.every(([, paired]) => paired !== now));
  const rest = Array.from({ length: Math.max(left.length, right.length) }, (_, at): Pair => [
    left[at],
    right[at],
  ]);
  return [...common, ...rest];
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
    const [[before, after] = [undefined, undefined]] = group;
    const [old, now] = [group.map(([table]) => table), group.map(([, table]) => table)].map((tables) =>
      tables.flatMap((table) => table?.gateway ?? []).sort(),
    ) as [string[], string[]];
    return { host, before, after, gateways: after === undefined ? old : now, oldGateways: old };
  });
}

function sharesPair([old, now]: Pair, [before, after]: Pair): boolean {
  return sharesLists(old, before) && sharesLists(now, after);
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
