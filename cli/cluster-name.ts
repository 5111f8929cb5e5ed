import { ENVIRONMENTS } from '../environments';

/** What is wrong with the name of a cluster; `undefined` where there is one of that name. */
export function clusterNameProblem(name: string): string | undefined {
  const known = ENVIRONMENTS.flatMap(({ clusters }) => clusters.map((cluster) => cluster.name));
  return known.includes(name) ? undefined : `there is no cluster ${name}: name one of ${known.join(', ')}`;
}
