import { compareText, type GatewayKind } from '../base';
import {
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
  type Target,
} from '../catalog';
import { nearestWord, type Place } from '../findings';
import { exposesNothing, listedExposure, type Domain, type EnvironmentProblem } from '../inventory';
import type { RoutingRules } from '../platform';
import { exposedFunctions, exposedPaths } from './exposed-paths';
import { unnamedFunctions } from './unnamed-functions';

/** A cluster, and what decides on what its domains lead to. */
export interface ExposingCluster {
  readonly target: Target;
  /** The environment, by its place among all. */
  readonly environment: number;
  /** The domains that it serves, with their places in the environment. */
  readonly domains: readonly { readonly domain: Domain; readonly index: number }[];
  /** Whether its Kubernetes has types of paths. */
  readonly isTyped: boolean;
  readonly ingressGateway: GatewayKind;
  /** How its mesh normalizes paths. */
  readonly pathNormalization: RoutingRules['pathNormalization'];
}

/** A domain on one cluster. */
interface Served extends Omit<ExposingCluster, 'domains'> {
  readonly domain: Domain;
  /** The steps to what it exposes, from the environment on. */
  readonly own: EnvironmentProblem['path'];
}

/** What ingress controllers take as a path. */
const INGRESS_PATH = /^[A-Za-z0-9/._-]+$/;

/**
 * Finds functions that domains name and cannot expose, functions that they would expose unnamed, and what Ingresses let through beyond
 * what is said. What is so on several clusters is told once.
 */
export function checkExposure(catalog: Catalog, clusters: readonly ExposingCluster[]): EnvironmentProblem[] {
  const byId = new Map(catalog.functions.map((declared) => [declared.id, declared]));
  const told = new Map<string, { problem: EnvironmentProblem; clusters: string[] }>();
  for (const { domains, ...cluster } of clusters) {
    for (const { domain, index } of domains) {
      if (exposesNothing(domain.exposes)) continue;
      const served = { ...cluster, domain, own: ['domains', index, 'exposes'] };
      for (const problem of checkServed(catalog, byId, served)) {
        const key = JSON.stringify([problem.environment, problem.path, problem.message]);
        const known = told.get(key) ?? { problem, clusters: [] };
        known.clusters.push(cluster.target.cluster);
        told.set(key, known);
      }
    }
  }
  return [...told.values()].map(({ problem, clusters: on }) => ({
    ...problem,
    message: `${problem.message}, on ${on.join(', ')}`,
  }));
}

function checkServed(
  catalog: Catalog,
  byId: ReadonlyMap<string, CatalogFunction>,
  served: Served,
): EnvironmentProblem[] {
  const { domain, target, isTyped } = served;
  const exposed = exposedFunctions(domain, target.cluster, (id) => byId.get(id));
  return [
    ...checkNames(catalog, byId, served),
    ...unnamedFunctions(catalog, exposed, served),
    ...(isTyped ? [] : checkUntyped(exposed, served)),
    ...checkEscapes(served),
  ];
}

/** The functions that a domain names: they are there, and an Ingress can ask for what they answer. */
function checkNames(
  { sources }: Catalog,
  byId: ReadonlyMap<string, CatalogFunction>,
  { domain, environment, own, target }: Served,
): EnvironmentProblem[] {
  return listedExposure(domain.exposes).functions.flatMap((id, index): EnvironmentProblem[] => {
    const refused = (message: string, help: string, others: readonly Place[] = []): EnvironmentProblem => ({
      code: 'KF514',
      environment,
      path: [...own, 'functions', index],
      message: `domain ${domain.host} cannot expose ${id}: ${message}`,
      help,
      others,
    });
    const declared = byId.get(id);
    if (declared === undefined) {
      const near = nearestWord(id, [...byId.keys()]);
      const help = near === undefined ? 'write it as <team>/<name>' : `did you mean ${near}?`;
      return [{ ...refused('the catalog has no such function', help), severity: 'warning' }];
    }
    const spec = declared.specs.get(target.cluster);
    // It may run on other clusters of the domain.
    if (spec === undefined) return [];
    const text = sources.get(declared.file);
    return unexposable(spec).map(({ route, field, why, help }) => {
      const path = ['routes', route, 'match', field];
      return refused(why, help, text === undefined ? [] : [placeInFunction(declared, text, target, path)]);
    });
  });
}

/** The routes of a function that no rule path of an Ingress stands for. */
function unexposable({ routes }: FunctionSpec) {
  return routes.flatMap(({ match: { prefix, exact, regex } }, route) => {
    if (regex !== undefined) {
      const why = `no path of an Ingress is the regex ${regex} and nothing more`;
      const help = 'list the prefix that may be exposed in exposes.paths, and leave the function out';
      return [{ route, field: 'regex', why, help }];
    }
    const path = prefix ?? exact ?? '';
    if (INGRESS_PATH.test(path)) return [];
    const why = `ingress controllers do not take the path ${path}, or do not compare it as it is written`;
    const help = 'give it a path of letters, digits and / . _ -, or list another path in exposes.paths';
    return [{ route, field: prefix === undefined ? 'exact' : 'prefix', why, help }];
  });
}

/** Without types of paths, each is a text that paths begin with. */
function checkUntyped(
  exposed: readonly FunctionSpec[],
  { domain, environment, own }: Served,
): EnvironmentProblem[] {
  const exact = exposedPaths(domain, exposed, true).filter(({ type }) => type === 'Exact');
  if (exact.length === 0) return [];
  const [first] = exact.map(({ path }) => path).sort(compareText);
  const more = exact.length > 1 ? ` (and ${exact.length - 1} more)` : '';
  return [
    {
      code: 'KF516',
      severity: 'warning',
      environment,
      path: own,
      message: `an Ingress has no exact paths before Kubernetes 1.18: ${domain.host} exposes all that begins with ${first}${more}`,
      help: 'upgrade Kubernetes, or make sure that nothing else begins so',
    },
  ];
}

/** Spring Cloud Gateway passes on what nginx decoded and resolved for itself alone, and Envoy keeps `%2F`. */
function checkEscapes({
  domain,
  environment,
  own,
  ingressGateway,
  pathNormalization,
}: Served): EnvironmentProblem[] {
  if (domain.exposes === 'all' || ingressGateway !== 'spring-cloud-gateway') return [];
  if (pathNormalization === 'DECODE_AND_MERGE_SLASHES') return [];
  return [
    {
      code: 'KF516',
      severity: 'warning',
      environment,
      path: own,
      message: `${domain.host} leads to functions that it does not expose where a path goes up by an encoded slash (/other/..%2Fexposed/): nginx resolves it, and neither Spring Cloud Gateway nor Envoy does`,
      help: "set the mesh's pathNormalization to DECODE_AND_MERGE_SLASHES and say so in overrides.pathNormalization, or run Zuul, which refuses such paths",
    },
  ];
}
