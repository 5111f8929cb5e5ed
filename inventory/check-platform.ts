import { groupBy } from '../base';
import type { FindingCode } from '../findings';
import { platformProfile, PROBLEM_SEVERITY, type VersionProblem } from '../platform';
import { platformOf, type Cluster, type Environment } from './environment';
import type { InventoryProblem } from './problem';

/** The finding that each kind of problem with a cluster's versions is. */
const CODES: Readonly<Record<VersionProblem['kind'], FindingCode>> = {
  unknown: 'KF502',
  override: 'KF501',
  impossible: 'KF503',
  untested: 'KF504',
  behaviour: 'KF505',
};

/** What is to be reported about the versions of an environment's clusters; once for those that have the same. */
export function checkPlatforms(environment: Environment): InventoryProblem[] {
  const problems = environment.clusters.flatMap((cluster, index) =>
    checkPlatform(environment, cluster, index),
  );
  return [...groupBy(problems, ({ message }) => message).values()].map(([first]) => first);
}

/**
 * What is to be reported about the versions of one cluster.
 * @param index the index of the cluster in the environment
 */
export function checkPlatform(environment: Environment, cluster: Cluster, index: number): InventoryProblem[] {
  return platformProfile(platformOf(environment, cluster)).problems.map(({ kind, field, message, help }) => ({
    code: CODES[kind],
    severity: PROBLEM_SEVERITY[kind],
    path: ['clusters', index, ...field],
    message,
    help,
  }));
}
