import type { Environment } from '../../inventory';

/** Returns a problem if no cluster has this name. */
export function clusterNameProblem(environments: readonly Environment[], name: string): string | undefined {
  const known = environments.flatMap(({ clusters }) => clusters.map((cluster) => cluster.name));
  return known.includes(name) ? undefined : `there is no cluster ${name}: choose one of ${known.join(', ')}`;
}
