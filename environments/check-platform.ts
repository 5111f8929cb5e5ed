import type { FindingCode, Severity } from '../findings';
import { platformProfile, PROBLEM_SEVERITY, type VersionProblem } from '../platform';
import { platformOf, type Cluster, type Environment } from './environment';

/** The finding that each kind of problem with a cluster's versions is. */
const CODES: Readonly<Record<VersionProblem['kind'], FindingCode>> = {
  unknown: 'KF502',
  override: 'KF501',
  impossible: 'KF503',
  untested: 'KF504',
  behaviour: 'KF505',
};

/** Something to be said of the platform of a cluster. */
export interface PlatformProblem {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly value: string;
  /** The cluster's name, by which its line is found where the value stands nowhere. */
  readonly cluster: string;
  readonly message: string;
  readonly help: string;
}

/** What is to be said of the versions of an environment's clusters; once for those that have the same. */
export function checkPlatforms(environment: Environment): PlatformProblem[] {
  const told = new Set<string>();
  return environment.clusters
    .flatMap((cluster: Cluster) =>
      platformProfile(platformOf(environment, cluster)).problems.map((problem) => ({
        ...problem,
        cluster: cluster.name,
      })),
    )
    .filter(({ value, message }) => {
      const key = `${value} ${message}`;
      const isNew = !told.has(key);
      told.add(key);
      return isNew;
    })
    .map(({ kind, ...problem }) => ({ code: CODES[kind], severity: PROBLEM_SEVERITY[kind], ...problem }));
}
