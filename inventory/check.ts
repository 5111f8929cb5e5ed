import { DEFAULT_NAMES, type Names } from '../base';
import type { Finding, Place } from '../findings';
import { valuePlaces, type ValuePlaces } from './source';
import { checkCluster } from './check-cluster';
import { checkDomains } from './check-domains';
import { checkExposure } from './check-exposure';
import { checkGuard } from './check-guard';
import { checkJavaPlatform, checkWorkload } from './check-gateways';
import { checkJavaPlatforms } from './check-java-platforms';
import { checkLoad } from './check-load';
import { checkMonitoring } from './check-monitoring';
import { checkNetwork, checkPullSecrets } from './check-network';
import { checkPeers } from './check-peers';
import { checkPlatform, checkPlatforms } from './check-platform';
import { checkPublicGateway } from './check-public-gateway';
import { checkReachability } from './check-reachability';
import { checkReaders } from './check-readers';
import { checkRuntimes } from './check-runtimes';
import { checkTimeouts } from './check-timeouts';
import type { Cluster, Environment } from './environment';
import { INDEX_FILE, isDnsLabel, problem, type InventoryProblem } from './problem';

/** The folder beside those of the environments in the output. */
const GITOPS_FOLDER = 'gitops';

/**
 * Finds what is wrong in the environments: names, versions, domains, address ranges.
 * @param environments undefined for an environment that is not checked
 * @param source returns the text of a file of environments/, to find the line of a value
 * @param company what the company calls things
 */
export function checkEnvironments(
  environments: readonly (Environment | undefined)[],
  source: (file: string) => string | undefined,
  company = DEFAULT_NAMES,
): Finding[] {
  const places = valuePlaces(INDEX_FILE, source);
  const names = environments.map((environment) => environment?.name);
  const seen = new Set<string>();
  return environments.flatMap((environment, index) => {
    if (environment === undefined) return [];
    const problems = [
      ...checkName(environment.name, names.indexOf(environment.name) !== index),
      ...checkEnvironment(environment, company),
      ...checkClusterNames(environment, names, seen),
    ];
    return problems.map((problem) => findingOf(problem, index, places));
  });
}

/**
 * Finds what is to be reported about the versions of some clusters, for each of them.
 * @param isAsked returns whether a cluster is one of them
 * @param source returns the text of a file of environments/, to find the line of a value
 */
export function checkVersions(
  environments: readonly Environment[],
  isAsked: (environment: Environment, cluster: Cluster) => boolean,
  source: (file: string) => string | undefined,
): { readonly environment: string; readonly cluster: string; readonly finding: Finding }[] {
  const places = valuePlaces(INDEX_FILE, source);
  return environments.flatMap((environment, index) =>
    environment.clusters.flatMap((cluster, position) => {
      if (!isAsked(environment, cluster)) return [];
      return checkPlatform(environment, cluster, position).map((problem) => ({
        environment: environment.name,
        cluster: cluster.name,
        finding: findingOf(problem, index, places),
      }));
    }),
  );
}

/** A problem of an environment that shows only beside the catalog. */
export interface EnvironmentProblem extends InventoryProblem {
  /** The environment, by its place among all. */
  readonly environment: number;
  /** Where else to look. @default [] */
  readonly others?: readonly Place[];
}

/**
 * Makes findings of problems that were found beside the catalog.
 * @param source returns the text of a file of environments/, to find the line of a value
 */
export function environmentFindings(
  problems: readonly EnvironmentProblem[],
  source: (file: string) => string | undefined,
): Finding[] {
  const places = valuePlaces(INDEX_FILE, source);
  return problems.map(({ environment, others = [], ...problem }) => {
    const finding = findingOf(problem, environment, places);
    return { ...finding, places: [...finding.places, ...others] };
  });
}

function findingOf(
  { code, severity = 'error', path, at, message, help }: InventoryProblem,
  environment: number,
  places: ValuePlaces,
): Finding {
  const place = places(['ENVIRONMENTS', environment, ...path], at);
  return { code, severity, message, help, places: [place] };
}

function checkName(name: string, isTwice: boolean): InventoryProblem[] {
  if (!isDnsLabel(name)) {
    const message = `environment "${name}" is not a DNS label`;
    return [problem(['name'], message, 'it names a folder and a file: use a-z, 0-9 and -, as in sandbox')];
  }
  if (name === GITOPS_FOLDER) {
    const message = `environment "${name}" has the name of the folder for Argo CD and Flux`;
    return [problem(['name'], message, 'use another, as in sandbox')];
  }
  if (!isTwice) return [];
  const help = 'give each file of environments/ its own name';
  return [problem(['name'], `two environments are called "${name}"`, help)];
}

function checkEnvironment(environment: Environment, company: Names): InventoryProblem[] {
  return [
    ...checkPeers(environment.siteGateway, ['siteGateway']),
    ...checkJavaPlatform(environment.javaPlatform, ['javaPlatform']),
    ...checkJavaPlatforms(environment, company),
    ...checkWorkload(environment.ingressGateway, ['ingressGateway']),
    ...checkWorkload(environment.egressGateway, ['egressGateway']),
    ...checkPlatforms(environment),
    ...environment.clusters.flatMap((cluster, index) => checkCluster(cluster, ['clusters', index], company)),
    ...checkDomains(environment),
    ...checkExposure(environment, company.prefix),
    ...checkPublicGateway(environment),
    ...checkReachability(environment),
    ...checkLoad(environment),
    ...checkRuntimes(environment),
    ...checkNetwork(environment),
    ...checkMonitoring(environment),
    ...checkReaders(environment),
    ...checkGuard(environment),
    ...checkPullSecrets(environment),
    ...checkTimeouts(environment),
  ];
}

function checkClusterNames(
  { clusters }: Environment,
  environments: readonly (string | undefined)[],
  seen: Set<string>,
): InventoryProblem[] {
  return clusters.flatMap(({ name }, index) => {
    const path = ['clusters', index, 'name'];
    if (!isDnsLabel(name)) {
      return [problem(path, `cluster "${name}" is not a DNS label`, 'use a-z, 0-9 and -, as in prod-us')];
    }
    if (environments.includes(name)) {
      const help = `overlays name environments and clusters alike; call it ${name}-1 or by its region`;
      return [problem(path, `cluster "${name}" has the name of an environment`, help)];
    }
    if (seen.has(name))
      return [problem(path, `cluster "${name}" is declared twice`, 'give each its own name')];
    seen.add(name);
    return [];
  });
}
