import type { Catalog, CatalogFunction, Target } from '../catalog';
import type { Finding, TableVerdict } from '../findings';
import { checkCluster, type CheckedCluster, type PlacedFunction, type RouteGroup } from './check-cluster';
import { needlessOrders } from './needless-orders';
import type { RoutedCluster } from './routed-cluster';

/** The result of checking the routes of all clusters. */
export interface RouteCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** The groups of each cluster by its name; the function of the last route hosts the VirtualService. */
  readonly groups: ReadonlyMap<string, readonly RouteGroup[]>;
}

/**
 * Checks the route tables of every cluster, and orders functions whose routes overlap.
 * @param isRefused whether a function cannot be rendered on a cluster, which is said elsewhere; by default all can
 */
export function checkRoutes(
  catalog: Catalog,
  clusters: readonly RoutedCluster[],
  isRefused: (cluster: string, declared: CatalogFunction) => boolean = () => false,
): RouteCheck {
  const tables: TableVerdict[] = [];
  const findings: Finding[] = [];
  const groups = new Map<string, readonly RouteGroup[]>();
  const known: {
    readonly functions: readonly PlacedFunction[];
    readonly key: string;
    readonly name: Target;
    readonly checked: CheckedCluster;
  }[] = [];
  for (const cluster of clusters) {
    const { target, rules, gateways } = cluster;
    const functions = catalog.functions.flatMap((declared) => {
      const spec = declared.specs.get(target.cluster);
      return spec === undefined || isRefused(target.cluster, declared) ? [] : [{ declared, spec }];
    });
    const key = `${cluster.key} ${JSON.stringify(rules)}`;
    const alike = known.find(
      (other) =>
        other.key === key &&
        other.functions.length === functions.length &&
        other.functions.every(({ spec }, place) => spec === functions[place]?.spec),
    );
    const checked = alike?.checked ?? checkCluster(catalog, cluster, functions);
    if (alike === undefined) {
      known.push({ functions, key, name: target, checked });
      findings.push(...checked.findings);
    }
    groups.set(target.cluster, checked.groups);
    for (const namespace of cluster.namespaces) {
      for (const gateway of gateways) {
        const { routes, orderIndependent } = checked.table;
        tables.push({
          cluster: target.cluster,
          gateway,
          host: cluster.hostOf(namespace),
          routes,
          orderIndependent,
        });
      }
    }
  }
  const ordered = known.map(({ name, checked: { orders } }) => ({ name, orders }));
  findings.push(...needlessOrders(catalog, ordered));
  return { tables, findings, groups };
}
