import { javaCall } from '../base';
import type { CatalogFunction } from '../catalog';
import { javaServicePath, type Cluster, type ConnectedJavaPlatform } from '../inventory';

/** The Java services that an egress gateway leads to. */
export interface EgressServices {
  /** Their names as functions call them, sorted. */
  readonly names: readonly string[];
  /** Ant patterns of their paths, in the order of the names. */
  readonly paths: readonly string[];
}

/**
 * Returns the services of a Java platform that functions call on a cluster, where the platform declares its services: its egress gateway
 * leads to no others. `undefined` where it declares none, so that functions may call whatever its gateway has.
 */
export function egressServices(
  { name, platform: { services } }: ConnectedJavaPlatform,
  { name: cluster }: Cluster,
  functions: readonly CatalogFunction[],
): EgressServices | undefined {
  if (services === undefined) return undefined;
  const called = functions.flatMap(({ specs }) => specs.get(cluster)?.calls ?? []);
  const names = [...new Set(called)].filter((call) => javaCall(call)?.platform === name).sort();
  const paths = names.map((call) => `${javaServicePath(javaCall(call)?.service ?? call, services)}**`);
  return { names, paths };
}
