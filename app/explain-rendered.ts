import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ANNOTATION,
  annotationOf,
  declarationsOf,
  gatewayKind,
  listOf,
  mappingOf,
  namesFrom,
  textOf,
  type GatewayKind,
  type Mapping,
  type Names,
} from '../base';
import type { Environment } from '../inventory';
import { readManifestFiles, readManifests } from '../manifests';
import { ROUTING_RULES_RANGE, routingRulesOf } from '../platform';
import type { ExposedPath } from '../compatibility';
import type { CatalogHost, ExposingDomain } from './explain-catalog';
import { readRoutes } from './explain-route';

/**
 * Returns the gateway hosts of every cluster with the VirtualServices of the last render. The catalog is not read.
 * @param output the folder of the manifests
 * @param environments whose clusters are read; undefined for all that are rendered, in the order of their names
 * @param only the name of a single cluster; by default all clusters are returned
 */
export function renderedHosts(
  output: string,
  environments: readonly Environment[] | undefined,
  only?: string,
): CatalogHost[] {
  const clusters =
    environments?.flatMap(({ name, clusters: own }) =>
      own.map((cluster) => ({ environment: name, cluster: cluster.name })),
    ) ?? renderedClusters(output);
  return clusters
    .filter(({ cluster }) => only === undefined || cluster === only)
    .flatMap(({ environment, cluster }): CatalogHost[] => {
      const folder = join(output, environment, cluster);
      const declared = declarationIn(folder);
      const book = declared === undefined ? undefined : readRoutes([folder], declared.istio);
      if (declared === undefined || book === undefined) return [];
      const { istio, names } = declared;
      const domains = renderedDomains(folder, names);
      const kinds = renderedKinds(folder, names);
      return book.router.hosts.flatMap((host): CatalogHost[] => {
        const namespace = names.namespaceOfHost(host);
        if (namespace === undefined) return [];
        return [
          {
            environment,
            cluster,
            istio,
            namespace,
            host,
            domains: domains.get(namespace) ?? [],
            ingressGateway: gatewayKind({ kind: kinds.get(namespace) }),
            prefix: names.prefix,
            book,
          },
        ];
      });
    });
}

/** Returns the clusters whose folders are in the output. */
function renderedClusters(output: string): { readonly environment: string; readonly cluster: string }[] {
  return foldersIn(output).flatMap((environment) =>
    foldersIn(join(output, environment)).map((cluster) => ({ environment, cluster })),
  );
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Returns the domains of each function namespace, from the Ingresses of a cluster. */
function renderedDomains(folder: string, names: Names): ReadonlyMap<string, readonly ExposingDomain[]> {
  const domains = new Map<string, ExposingDomain[]>();
  for (const { object } of readManifests(join(folder, 'system'), 'Ingress').objects) {
    for (const rule of listOf(mappingOf(mappingOf(object).spec).rules).map(mappingOf)) {
      const rulePaths = listOf(mappingOf(rule.http).paths).map(mappingOf);
      const backend = mappingOf(rulePaths[0]?.backend);
      const service = textOf(mappingOf(backend.service).name) ?? textOf(backend.serviceName) ?? '';
      const namespace = names.namespaceOfIngressGateway(service);
      const host = textOf(rule.host);
      if (namespace === undefined || host === undefined) continue;
      domains.set(namespace, [...(domains.get(namespace) ?? []), { host, paths: rulePaths.map(pathOfRule) }]);
    }
  }
  return domains;
}

/** A path of an Ingress; any other type than the two is left to the controller, and without a path every one is meant. */
function pathOfRule({ path, pathType }: Mapping): ExposedPath {
  const type = pathType === 'Prefix' || pathType === 'Exact' ? pathType : undefined;
  return { type, path: textOf(path) ?? '/' };
}

/** Returns what the ingress gateway of each function namespace runs, from the configurations of a cluster. */
function renderedKinds(folder: string, names: Names): ReadonlyMap<string, GatewayKind> {
  const kinds = new Map<string, GatewayKind>();
  for (const { object } of readManifests(join(folder, 'system'), 'ConfigMap').objects) {
    const { metadata, data } = mappingOf(object);
    const namespace = names.namespaceOfIngressGateway(textOf(mappingOf(metadata).name) ?? '');
    const config = textOf(mappingOf(data)['application.yaml']);
    if (namespace === undefined || config === undefined) continue;
    // Read as text: a file that is no YAML is no reason to give no answer.
    kinds.set(namespace, /^zuul:/m.test(config) ? 'zuul' : 'spring-cloud-gateway');
  }
  return kinds;
}

/** Returns the Istio version and the names that a cluster's manifests declare; undefined if the folder has no declaration. */
function declarationIn(folder: string): { readonly istio: string; readonly names: Names } | undefined {
  const files = declarationsOf('.')
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file));
  const [declared] = ['Namespace', 'Kustomization'].flatMap((kind) => readManifestFiles(files, kind).objects);
  if (declared === undefined) return undefined;
  const istio = annotationOf(declared.object, ANNOTATION.istio) ?? '';
  return {
    istio: routingRulesOf(istio) === undefined ? ROUTING_RULES_RANGE.newest : istio,
    names: namesFrom(annotationOf(declared.object, ANNOTATION.names)),
  };
}
