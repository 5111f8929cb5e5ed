import type { RouteTable } from './route-table';
import { meets, NO_NEEDS, spellSource, type Needs } from './source';
import { sourceClasses } from './source-classes';

/** The tables of one Gateway, or of the mesh, for some proxies: one for each host that they have. */
export interface SourceTables {
  /** The name of the Gateway, or `mesh`, with the proxies. */
  readonly gateway: string;
  /** What tells these proxies from others. @default - the tables are for all of them */
  readonly needs?: Needs;
  readonly tables: readonly RouteTable[];
}

/** The most classes of proxies that tables of several hosts are joined to. */
const MOST_JOINED = 1_000;

/** The name of a table's Gateway, or `mesh`, without the proxies that it is for. */
export function gatewayOf({ gateway, source }: Pick<RouteTable, 'gateway' | 'source'>): string {
  return source?.gateway ?? gateway;
}

/**
 * Splits tables of one Gateway, or of the mesh, by proxies: each class of these has, of every host, the table for the most of what it
 * fulfils.
 *
 * Example: `a.com` has a table for all, and one for `app=web`; `*.com` has one for all. Both classes have that of `*.com`.
 * @param also what else proxies are told apart by
 * @returns those that fulfil no more than all first; undefined if there are too many classes
 */
export function tablesBySource(
  tables: readonly RouteTable[],
  also: readonly Needs[] = [],
): readonly SourceTables[] | undefined {
  const [first] = tables;
  if (first === undefined) return [];
  const gateway = gatewayOf(first);
  const asked = [...also, ...tables.flatMap(({ source }) => source?.needs ?? [])];
  if (asked.length === 0) return [{ gateway, tables }];
  return sourceClasses(NO_NEEDS, asked, MOST_JOINED)
    ?.map((needs) => ({ gateway: spellSource(gateway, needs), needs, tables: tablesFor(tables, needs) }))
    .filter((one) => one.tables.length > 0);
}

/** Returns the table of one host, of those of a Gateway or the mesh, for proxies that fulfil some needs. */
export function tableFor(tables: readonly RouteTable[], needs: Needs): RouteTable | undefined {
  return tablesFor(tables, needs)[0];
}

/** The table of each host for proxies that fulfil some needs. */
function tablesFor(tables: readonly RouteTable[], needs: Needs): readonly RouteTable[] {
  const found = new Map<string, RouteTable>();
  for (const table of tables) {
    const { host, source } = table;
    if (source !== undefined && !meets(needs, source.needs)) continue;
    const known = found.get(host);
    if (known === undefined || sizeOf(known) < sizeOf(table)) found.set(host, table);
  }
  return [...found.values()];
}

function sizeOf({ source }: RouteTable): number {
  return source?.needs.size ?? 0;
}
