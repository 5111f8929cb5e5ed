import type { Target } from '../../catalog';
import type { Inventory } from '../../inventory';

/** Every cluster of every environment, as the catalog names them. */
export function targetsOf({ environments }: Inventory): Target[] {
  return environments.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => ({ environment: name, cluster: cluster.name })),
  );
}
