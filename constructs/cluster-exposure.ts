import type { Names } from '../base';
import type { CatalogFunction } from '../catalog';
import { exposedFunctions, exposedPaths, type ExposedPath } from '../compatibility';
import { servingDomains, type Cluster, type Domain, type Environment } from '../inventory';
import type { PlatformProfile } from '../platform';

export interface ClusterExposureProps {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** What the company calls things. @default DEFAULT_NAMES */
  readonly names?: Names;
}

/** Returns the domains that lead somewhere on a cluster, in the order of the environment, with the rule paths of their Ingresses. */
export function clusterExposure(
  { environment, cluster, profile, names }: ClusterExposureProps,
  functions: readonly CatalogFunction[],
): ReadonlyMap<Domain, readonly ExposedPath[]> {
  const byId = new Map(functions.map((declared) => [declared.id, declared]));
  const entries = servingDomains(environment, cluster).map((domain) => {
    const exposed = exposedFunctions(domain, cluster.name, (id) => byId.get(id));
    return [domain, exposedPaths(domain, exposed, profile.features.ingressPathType, names?.prefix)] as const;
  });
  return new Map(entries.filter(([, paths]) => paths.length > 0));
}
