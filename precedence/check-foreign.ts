import type { Catalog } from '../catalog';
import type { Finding, TableVerdict } from '../findings';
import { checkTables, gatewayKey, routeTables, type RouteProblem, type RouteTable } from '../routing';
import type { CheckedCluster } from './check-cluster';
import { foreignFinding, type TableSide } from './foreign-findings';
import { foreignHostsOf } from './foreign-hosts';
import type { ForeignVirtualService } from './foreign-virtual-service';
import type { RoutedCluster } from './routed-cluster';
import { rulePlaces, type PlacedFunction } from './rule-places';
import { virtualServiceObject } from './virtual-service';

/** The verdict on the routes of one namespace on one Gateway. */
export type NamespaceVerdict = Pick<TableVerdict, 'routes' | 'orderIndependent' | 'foreign'>;

/** A cluster's functions beside its foreign VirtualServices. */
export interface CheckedForeign {
  /** The verdict by function namespace and Gateway, for namespaces with foreign VirtualServices. */
  readonly verdictOf: (namespace: string, gateway: string) => NamespaceVerdict | undefined;
  readonly findings: readonly Finding[];
  /** The foreign VirtualServices that stay beside the functions of a namespace, with those they may delegate to. */
  readonly byNamespace: ReadonlyMap<string, readonly ForeignVirtualService[]>;
}

/**
 * Checks the route tables that the functions of a cluster make together with the foreign VirtualServices there: a table for each
 * namespace and Gateway, since foreign VirtualServices are not the same in each.
 * @param checked the functions by themselves, as they are ordered
 */
export function checkForeign(
  catalog: Catalog,
  cluster: RoutedCluster,
  functions: readonly PlacedFunction[],
  {
    checked,
    foreign,
  }: { readonly checked: CheckedCluster; readonly foreign: readonly ForeignVirtualService[] },
): CheckedForeign {
  const rendered = new Set(
    cluster.namespaces.flatMap((namespace) => renderedIn(namespace).map(({ id }) => id)),
  );
  const { byNamespace, findings } = foreignHostsOf(cluster, rendered, foreign);
  const verdicts = new Map<string, NamespaceVerdict>();
  const found = [...byNamespace].flatMap(([namespace, theirs]) => checkNamespace(namespace, theirs));
  return {
    verdictOf: (namespace, gateway) => verdicts.get(`${namespace} ${gatewayKey(gateway, '')}`),
    findings: [...findings, ...found],
    byNamespace,
  };

  /** The VirtualServices of a namespace that are rendered. */
  function renderedIn(namespace: string) {
    return checked.units.flatMap((unit) => {
      const host = functions[unit.at(-1)?.member ?? -1];
      return host === undefined ? [] : [{ unit, id: cluster.virtualServiceOf(host.spec, namespace) }];
    });
  }

  function checkNamespace(namespace: string, theirs: readonly ForeignVirtualService[]): readonly Finding[] {
    const host = cluster.hostOf(namespace);
    const rulesOf = functions.map(({ spec }) => cluster.rulesOf(spec, namespace));
    const ours = renderedIn(namespace);
    const objects = ours.map(({ unit, id }) => {
      const [inNamespace = '', name = ''] = id.split('/');
      const rules = unit.map(({ member, rule }) => rulesOf[member]?.[rule] ?? {});
      return virtualServiceObject({ namespace: inNamespace, name, host, gateways: cluster.gateways, rules });
    });
    const all = [...objects, ...theirs.map(({ object }) => object)];
    const isForeign = (index: number) => index >= objects.length;
    const { tables, ...around } = routeTables(all, cluster.rules);
    // Foreign VirtualServices may have other hosts, and other Gateways, too.
    const bound = new Set(cluster.gateways.map((gateway) => gatewayKey(gateway, '')));
    const own = tables.filter((table) => table.host === host.toLowerCase() && bound.has(table.gateway));
    const judged = checkTables(
      { ...around, tables: own, connections: [], meshConnections: [] },
      cluster.rules,
      isForeign,
    );
    for (const { gateway, routes, orderIndependent } of judged.tables) {
      const table = own.find((one) => one.gateway === gateway);
      const count = table === undefined ? 0 : countRoutes(table, isForeign);
      verdicts.set(`${namespace} ${gateway}`, {
        routes,
        ...(count > 0 && { foreign: count }),
        orderIndependent,
      });
    }
    const { placeOf } = rulePlaces(catalog, cluster, functions, namespace);
    return judged.problems.flatMap(
      (problem) => foreignFinding(problem, { host, sideOf, isStray: checked.isStray }) ?? [],
    );

    function sideOf({ virtualService, path }: RouteProblem['positions'][number]): TableSide {
      const foreignOne = theirs[virtualService - objects.length];
      if (foreignOne !== undefined) return { foreign: foreignOne, places: [foreignOne.placeOf(path)] };
      const [first = NO_RULE, ...others] = ours[virtualService]?.unit ?? [];
      const rule = [first, ...others][Number(path[2] ?? 0)] ?? first;
      const id = functions[rule.member]?.declared.id ?? '';
      return { rule, function: id, places: placeOf(rule) };
    }
  }
}

const NO_RULE = { member: -1, rule: 0 };

/** Counts the routes of a table that foreign VirtualServices have. */
function countRoutes({ listeners }: RouteTable, isForeign: (index: number) => boolean): number {
  const list = listeners.find(({ routed }) => routed !== undefined)?.routed;
  return list?.routes.filter(({ member }) => isForeign(list.members[member]?.index ?? -1)).length ?? 0;
}
