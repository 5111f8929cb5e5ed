import { loadCatalog, type Catalog } from '../catalog';
import { sortedFindings, type Finding } from '../findings';
import { checkDelivery, checkEnvironments, type Cluster, type Environment } from '../inventory';
import { recordedSpecs } from './incremental';
import type { Inputs } from './program';

/** A cluster and the environment that it belongs to. */
export interface EnvironmentCluster {
  readonly environment: Environment;
  readonly cluster: Cluster;
}

/** The program's inputs, each file read and checked on its own. */
export interface Loaded {
  readonly clusters: readonly EnvironmentCluster[];
  readonly catalog: Catalog;
  /** Findings about the environments and their delivery. */
  readonly inventoryFindings: readonly Finding[];
  /** All findings so far, sorted. */
  readonly findings: readonly Finding[];
}

/** Loads the catalog for every cluster, and checks the environments. Reports all mistakes at once. */
export function load({
  environments,
  delivery,
  names,
  functions,
  proposed,
  environmentSource,
  record,
}: Inputs): Loaded {
  const clusters = environments.flatMap((environment) =>
    environment.clusters.map((cluster) => ({ environment, cluster })),
  );
  const targets = clusters.map(({ environment, cluster }) => ({
    environment: environment.name,
    cluster: cluster.name,
  }));
  const catalog = loadCatalog(functions, targets, recordedSpecs(record), names, proposed);
  const inventoryFindings = [
    ...checkEnvironments(environments, environmentSource, names),
    ...(delivery === undefined ? [] : checkDelivery(delivery, environments, environmentSource)),
  ];
  return {
    clusters,
    catalog,
    inventoryFindings,
    findings: sortedFindings([...inventoryFindings, ...catalog.findings]),
  };
}
