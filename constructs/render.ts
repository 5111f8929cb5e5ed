import { ApiObject, App, Chart } from 'cdk8s';
import { declarationFile, DEFAULT_NAMES, groupBy, stableText, teamReadersFile, type Names } from '../base';
import type { CatalogFunction, FunctionSpec, TeamDeclaration } from '../catalog';
import { requestBound, type Cluster, type ConnectedJavaPlatform, type Environment } from '../inventory';
import { clusterExposure } from './cluster-exposure';
import { toYaml, toYamlDocuments } from '../manifests';
import type { PlatformProfile } from '../platform';
import { egressServices } from './egress-paths';
import { enforcedPodSecurity } from './enforced-pod-security';
import { FunctionManifests, type RoutePlacement } from './function-manifests';
import { withNames } from './names';
import { heading } from './rendered-mark';
import { boundedRevisions } from './revision-bounds';
import { SystemChart } from './system-chart';
import { TeamReaders } from './team-readers';

/** One cluster with what follows from its versions. */
export interface ClusterPlatform {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** What the company calls things; the same on all its clusters. @default DEFAULT_NAMES */
  readonly names?: Names;
}

/** A file of the output. */
export interface ManifestFile {
  /** Path below the output folder, with forward slashes. */
  readonly path: string;
  /** The function that it is rendered from; `undefined` for a file of the cluster. */
  readonly function?: CatalogFunction;
  /** How many objects it holds that are applied to the cluster. */
  readonly objects: number;
  /** Its text; `undefined` for a file that is there already, from an earlier run. */
  readonly text: string | undefined;
}

/** Where the routes of a function go on one cluster; `undefined` for a VirtualService of their own. */
export type PlacementOf = (cluster: string, declared: CatalogFunction) => RoutePlacement | undefined;

/** Returns what a team says of itself, by its name. */
export type TeamOf = (team: string) => Pick<TeamDeclaration, 'contact' | 'group'> | undefined;

/**
 * Renders everything, one file after the other, so that only one function is held at a time.
 * The order is that of the arguments; the bytes depend on nothing else.
 * @param placementOf gives where the routes of a function go that overlap with another's; by default none does
 * @param existing returns the paths of a function's files if all of them are up to date in the output folder;
 * the function is then not rendered. By default none are.
 * @param teamOf returns whom to ask about a team's functions, for alerts, and who may read them; by default nobody is known
 */
export function* renderClusters(
  clusters: readonly ClusterPlatform[],
  functions: readonly CatalogFunction[],
  placementOf: PlacementOf = () => undefined,
  existing: (declared: CatalogFunction) => readonly string[] | undefined = () => undefined,
  teamOf: TeamOf = () => undefined,
): Generator<ManifestFile> {
  for (const platform of clusters) {
    yield* systemFiles(platform, functions, (team) => teamOf(team)?.contact);
    yield* teamFiles(platform, functions, (team) => teamOf(team)?.group);
  }
  const renderFunction = functionRenderer(clusters[0]?.names);
  for (const declared of functions) {
    const paths = existing(declared);
    for (const path of paths ?? []) {
      const [, cluster = ''] = path.split('/');
      const objects = objectsOf(declared.specs.get(cluster), placementOf(cluster, declared));
      yield { path, function: declared, objects, text: undefined };
    }
    if (paths !== undefined) continue;
    for (const platform of clusters) {
      const spec = declared.specs.get(platform.cluster.name);
      if (spec === undefined) continue;
      const folder = folderOf(platform);
      for (const namespace of platform.cluster.functionNamespaces) {
        const placement = placementOf(platform.cluster.name, declared);
        const text = renderFunction(spec, namespace, platform, placement);
        if (text === undefined) continue;
        const objects = objectsOf(spec, placement);
        yield { path: `${folder}/${namespace}/${spec.ksvc}.yaml`, function: declared, objects, text };
      }
    }
  }
}

/** The folder of a cluster below the output folder. */
function folderOf({ environment, cluster }: ClusterPlatform): string {
  return `${environment.name}/${cluster.name}`;
}

/** The objects of a cluster that are not functions', each in a file of its own. */
function systemFiles(
  platform: ClusterPlatform,
  functions: readonly CatalogFunction[],
  contactOf: (team: string) => string | undefined,
): ManifestFile[] {
  const { environment, cluster, profile, names = DEFAULT_NAMES } = platform;
  const functionSecurity = enforcedPodSecurity(cluster.name, functions, profile);
  const exposed = clusterExposure(platform, functions);
  const egressOf = (connected: ConnectedJavaPlatform) => egressServices(connected, cluster, functions);
  const props = {
    environment,
    cluster,
    profile,
    exposed,
    egressOf,
    functionSecurity,
    functions,
    contactOf,
  };
  const chart = new SystemChart(withNames(new App(), names), cluster.name, props);
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => ({
      path: `${folderOf(platform)}/${systemFile(object, names)}`,
      objects: 1,
      text: `${heading(`environments/${environment.name}.ts`)}${toYaml(object.toJson())}`,
    }));
}

/** Who may read the functions of teams that name a group: a file for each of them and each function namespace. */
function teamFiles(
  platform: ClusterPlatform,
  functions: readonly CatalogFunction[],
  groupOf: (team: string) => string | undefined,
): ManifestFile[] {
  const { cluster, names = DEFAULT_NAMES } = platform;
  const chart = new Chart(withNames(new App(), names), 'teams');
  const specs = functions.flatMap((declared) => declared.specs.get(cluster.name) ?? []);
  return [...groupBy(specs, ({ team }) => team)].flatMap(([team, own]) => {
    const group = groupOf(team);
    if (group === undefined) return [];
    const services = own.map(({ ksvc }) => ksvc);
    return cluster.functionNamespaces.map((namespace): ManifestFile => {
      const props = { team, group, namespace, services };
      const { objects } = new TeamReaders(chart, `${team} ${namespace}`, props);
      return {
        path: `${folderOf(platform)}/${namespace}/${teamReadersFile(team)}`,
        objects: objects.length,
        text:
          heading(`functions/${team}/team.yaml and the files beside it`) +
          toYamlDocuments(objects.map((object) => object.toJson() as unknown)),
      };
    });
  });
}

/** The file of an object that is not a function's, below the cluster's folder. */
function systemFile({ kind, name }: ApiObject, { namespace }: Names): string {
  const isDeclaration = kind === 'Namespace' && name === namespace;
  return isDeclaration ? declarationFile(namespace) : `system/${name}.${kind.toLowerCase()}.yaml`;
}

/** How many objects the file of a function holds: its Knative Service and its bounds, where they are rendered, and its VirtualService. */
function objectsOf(spec: FunctionSpec | undefined, placement: RoutePlacement | undefined): number {
  const service = spec?.service;
  const workload = service === undefined ? 0 : 1 + boundedRevisions(service).length;
  return workload + (placement?.kind === 'guest' ? 0 : 1);
}

/**
 * Renders a function for one namespace. What it renders follows from the function's spec, the namespace, the profile and
 * the Secrets of images alone; clusters that agree in them get the same text, and it is made once.
 */
function functionRenderer(names = DEFAULT_NAMES) {
  const chart = new Chart(withNames(new App(), names), 'functions');
  let current: FunctionSpec | undefined;
  let texts = new Map<string, string>();
  const keys = new Map<PlatformProfile, number>();
  const byConsequences = new Map<string, number>();
  return (
    spec: FunctionSpec,
    namespace: string,
    { profile, environment }: ClusterPlatform,
    placement: RoutePlacement | undefined,
  ): string | undefined => {
    if (spec !== current) {
      current = spec;
      texts = new Map();
    }
    const { imagePullSecrets, runtimes } = environment;
    const requests = requestBound(environment);
    const table = runtimes?.[spec.runtime];
    const defaults = table === undefined ? '' : stableText(table);
    const key = `${keyOf(profile)} ${namespace} ${imagePullSecrets?.join() ?? ''} ${requests} ${defaults}`;
    const known = texts.get(key);
    if (known !== undefined && placement === undefined) return known;
    const manifests = new FunctionManifests(chart, spec.ksvc, {
      function: spec,
      namespace,
      profile,
      imagePullSecrets,
      requests,
      runtimes,
      placement,
    });
    const objects = manifests.objects.map((object) => object.toJson() as unknown);
    const text = heading(sourcesOf(spec, placement)) + toYamlDocuments(objects);
    chart.node.tryRemoveChild(spec.ksvc);
    if (placement !== undefined) return objects.length === 0 ? undefined : text;
    texts.set(key, text);
    return text;
  };

  function keyOf(profile: PlatformProfile): number {
    const known = keys.get(profile) ?? byConsequences.get(profile.key) ?? byConsequences.size;
    keys.set(profile, known);
    byConsequences.set(profile.key, known);
    return known;
  }
}

/** The files that a function's manifests follow from: its own, and those of the functions whose routes it hosts. */
function sourcesOf(spec: FunctionSpec, placement: RoutePlacement | undefined): string {
  const hosted = placement?.kind === 'host' ? placement.rules.map((rule) => rule.function) : [];
  const files = [spec, ...hosted].map(({ team, name }) => `functions/${team}/${name}.yaml`);
  return [...new Set(files)].join(' and ');
}
