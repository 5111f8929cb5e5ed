import { ApiObject, App, Chart } from 'cdk8s';
import type { CatalogFunction, FunctionSpec } from '../catalog';
import type { Cluster, Environment } from '../environments';
import { toYaml, toYamlDocuments } from '../manifests';
import type { PlatformProfile } from '../platform';
import { FunctionManifests } from './function-manifests';
import { SystemChart } from './system-chart';

/** One cluster with what follows from its versions. */
export interface ClusterPlatform {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
}

/** A rendered file. */
export interface ManifestFile {
  /** Path below the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** First words of every rendered file. */
export const RENDERED_MARK = '# Rendered by KFaas';

/**
 * Renders everything, one file after the other, so that only one function is held at a time.
 * The order is that of the arguments; the bytes depend on nothing else.
 */
export function* renderClusters(
  clusters: readonly ClusterPlatform[],
  functions: readonly CatalogFunction[],
): Generator<ManifestFile> {
  const resources = new Map(clusters.map((platform) => [platform, [] as string[]]));
  for (const platform of clusters) {
    for (const { path, text } of systemFiles(platform)) {
      resources.get(platform)?.push(path);
      yield { path: `${folderOf(platform)}/${path}`, text };
    }
  }
  const renderFunction = functionRenderer();
  for (const declared of functions) {
    for (const platform of clusters) {
      const spec = declared.specs.get(platform.cluster.name);
      if (spec === undefined) continue;
      for (const namespace of platform.cluster.functionNamespaces) {
        const path = `${namespace}/${spec.ksvc}.yaml`;
        resources.get(platform)?.push(path);
        const text = renderFunction(spec, `functions/${declared.id}.yaml`, namespace, platform.profile);
        yield { path: `${folderOf(platform)}/${path}`, text };
      }
    }
  }
  for (const [platform, paths] of resources) {
    yield { path: `${folderOf(platform)}/kustomization.yaml`, text: kustomization(platform, paths) };
  }
}

/** The folder of a cluster below the output folder. */
function folderOf({ environment, cluster }: ClusterPlatform): string {
  return `${environment.name}/${cluster.name}`;
}

/** The objects of a cluster that are not functions', each in a file of its own. */
function systemFiles({ environment, cluster, profile }: ClusterPlatform): ManifestFile[] {
  const chart = new SystemChart(new App(), cluster.name, { environment, cluster, profile });
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => ({
      path: `system/${object.name}.${object.kind.toLowerCase()}.yaml`,
      text: `${heading(`environments/${environment.name}.ts`)}${toYaml(object.toJson())}`,
    }));
}

/**
 * Renders a function for one namespace. What it renders follows from the function's spec, the namespace and
 * the profile alone; clusters that agree in them get the same text, and it is made once.
 */
function functionRenderer() {
  const chart = new Chart(new App(), 'functions');
  let current: FunctionSpec | undefined;
  let texts = new Map<string, string>();
  const keys = new Map<PlatformProfile, number>();
  const byConsequences = new Map<string, number>();
  return (spec: FunctionSpec, file: string, namespace: string, profile: PlatformProfile): string => {
    if (spec !== current) {
      current = spec;
      texts = new Map();
    }
    const key = `${keyOf(profile)} ${namespace}`;
    const known = texts.get(key);
    if (known !== undefined) return known;
    const manifests = new FunctionManifests(chart, spec.ksvc, { function: spec, namespace, profile });
    const text =
      heading(file) + toYamlDocuments(manifests.objects.map((object) => object.toJson() as unknown));
    chart.node.tryRemoveChild(spec.ksvc);
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

function kustomization({ environment }: ClusterPlatform, paths: readonly string[]): string {
  const resources = [...paths].sort();
  const object = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  return `${heading(`environments/${environment.name}.ts and functions/`)}${toYaml(object)}`;
}

function heading(source: string): string {
  return `${RENDERED_MARK} from ${source}; change that, not this.\n`;
}
