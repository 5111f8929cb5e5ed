import type { CatalogFunction } from '../catalog';
import { javaServicePath, type Cluster, type Environment } from '../inventory';

/** The Java services that the egress gateway of a cluster leads to. */
export interface EgressServices {
  /** Their names, sorted. */
  readonly names: readonly string[];
  /** Ant patterns of their paths, in the order of the names. */
  readonly paths: readonly string[];
}

/**
 * Returns the Java services that functions call on a cluster, where its environment declares Java services: the egress gateway
 * leads to no others. `undefined` where it declares none, so that functions may call whatever the Java platform's gateway has.
 */
export function egressServices(
  { javaPlatform: { services } }: Environment,
  { name: cluster }: Cluster,
  functions: readonly CatalogFunction[],
): EgressServices | undefined {
  if (services === undefined) return undefined;
  const called = functions.flatMap(({ specs }) => specs.get(cluster)?.calls ?? []);
  const names = [...new Set(called)].sort();
  return { names, paths: names.map((name) => `${javaServicePath(name, services)}**`) };
}
