import type { Catalog, CatalogFunction, Target } from '../catalog';
import type { Finding, TableVerdict } from '../findings';
import { checkForeign } from './check-foreign';
import { checkCluster, type CheckedCluster, type RouteGroup } from './check-cluster';
import type { ForeignVirtualService } from './foreign-virtual-service';
import { needlessOrders } from './needless-orders';
import type { RoutedCluster } from './routed-cluster';
import type { PlacedFunction } from './rule-places';

/** The result of checking the routes of all clusters. */
export interface RouteCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** The groups of each cluster by its name; the function of the last route hosts the VirtualService. */
  readonly groups: ReadonlyMap<string, readonly RouteGroup[]>;
  /**
   * The foreign VirtualServices that stay on the gateway hosts of a cluster, with those they may delegate to, by the name of the
   * cluster and the function namespace; no cluster without any.
   */
  readonly foreign: ForeignByCluster;
}

/** Foreign VirtualServices by the name of the cluster and the function namespace. */
export type ForeignByCluster = ReadonlyMap<string, ReadonlyMap<string, readonly ForeignVirtualService[]>>;

/** What checks of routes ask of the clusters beside the catalog. */
export interface AroundRoutes {
  /** Whether a function cannot be rendered on a cluster, which is said elsewhere. @default - all can */
  readonly isRefused?: (cluster: string, declared: CatalogFunction) => boolean;
  /** The foreign VirtualServices of a cluster, by its name. @default - none */
  readonly foreignOf?: (cluster: string) => readonly ForeignVirtualService[];
}

/**
 * Checks the route tables of every cluster, and orders functions whose routes overlap. Namespaces of clusters that have the same routes
 * share a verdict.
 */
export function checkRoutes(
  catalog: Catalog,
  clusters: readonly RoutedCluster[],
  { isRefused = () => false, foreignOf = () => [] }: AroundRoutes = {},
): RouteCheck {
  const tables: TableVerdict[] = [];
  const findings: Finding[] = [];
  const groups = new Map<string, readonly RouteGroup[]>();
  const staying = new Map<string, ReadonlyMap<string, readonly ForeignVirtualService[]>>();
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
    const foreign = foreignOf(target.cluster);
    const beside =
      foreign.length === 0 ? undefined : checkForeign(catalog, cluster, functions, { checked, foreign });
    if (beside !== undefined) findings.push(...beside.findings);
    if (beside !== undefined && beside.byNamespace.size > 0) staying.set(target.cluster, beside.byNamespace);
    for (const namespace of cluster.namespaces) {
      for (const gateway of gateways) {
        const verdict = beside?.verdictOf(namespace, gateway) ?? checked.table;
        tables.push({ cluster: target.cluster, gateway, host: cluster.hostOf(namespace), ...verdict });
      }
    }
  }
  const ordered = known.map(({ name, checked: { orders } }) => ({ name, orders }));
  findings.push(...needlessOrders(catalog, ordered));
  return { tables, findings, groups, foreign: staying };
}
