import { groupBy } from '../../../base';
import {
  gatewayOf,
  NO_NEEDS,
  sourceClasses,
  spellSource,
  tableFor,
  type Needs,
  type RouteTable,
} from '../../../routing';

/** The tables of one host in both snapshots, by the same proxies. */
export interface SourceSplit {
  readonly before: readonly RouteTable[];
  readonly after: readonly RouteTable[];
  /** Whether the proxies are too many to compare each kind. */
  readonly isUndecided: boolean;
}

/** The most kinds of proxies of one Gateway that a host is compared for. */
const MOST = 1_000;

/** Stands for all Gateways that only one of the snapshots has. */
const MOVED = '';

/**
 * Splits the tables of a host so that both snapshots tell the same proxies apart: those of one Gateway, or of the mesh, by all that
 * either of them asks, or that wildcards ask which may serve the host.
 *
 * Example: before, matches ask for `app=web`, and after for `app=api`. Compared are `app=web`, `app=api`, and all others, each with the
 * table that it has.
 */
export function splitBySource(
  before: readonly RouteTable[],
  after: readonly RouteTable[],
  wildcards: readonly RouteTable[],
): SourceSplit {
  const all = [...before, ...after, ...wildcards];
  if (all.every(({ source }) => source === undefined)) return { before, after, isUndecided: false };
  // A host may move from one Gateway to another: both are told apart alike.
  const remaining = new Set(
    before.map(gatewayOf).filter((name) => after.some((one) => gatewayOf(one) === name)),
  );
  const groupOf = (gateway: string) => (remaining.has(gateway) ? gateway : MOVED);
  const classes = new Map(
    [...groupBy(all, (table) => groupOf(gatewayOf(table)))].map(([group, tables]) => [
      group,
      sourceClasses(
        NO_NEEDS,
        tables.flatMap(({ source }) => source?.needs ?? []),
        MOST,
      ),
    ]),
  );
  if ([...classes.values()].includes(undefined)) return { before, after, isUndecided: true };
  const split = (tables: readonly RouteTable[]) =>
    [...groupBy(tables, gatewayOf)].flatMap(([gateway, own]) =>
      (classes.get(groupOf(gateway)) ?? []).flatMap((needs) => namedTable(gateway, own, needs)),
    );
  return { before: split(before), after: split(after), isUndecided: false };
}

function namedTable(gateway: string, tables: readonly RouteTable[], needs: Needs): readonly RouteTable[] {
  const table = tableFor(tables, needs);
  if (table === undefined) return [];
  const name = spellSource(gateway, needs);
  return [table.gateway === name ? table : { ...table, gateway: name, source: { gateway, needs } }];
}

/** Returns the table of a host for the proxies that another table is for. */
export function sameSource(
  tables: readonly RouteTable[],
  { host, source, gateway }: RouteTable,
): RouteTable | undefined {
  const own = source?.gateway ?? gateway;
  return tableFor(
    tables.filter((table) => table.host === host && gatewayOf(table) === own),
    source?.needs ?? NO_NEEDS,
  );
}

/** Whether a table is that of a Gateway, given by its name alone, for all of its proxies or for some. */
export function isOfGateway(table: string, gateway: string): boolean {
  return table === gateway || table.startsWith(`${gateway} for `);
}
