import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ANNOTATION,
  annotationOf,
  declarationsOf,
  gatewayKind,
  mappingOf,
  namesFrom,
  type Names,
} from '../base';
import type { Environment } from '../inventory';
import { readManifestFiles, readManifests } from '../manifests';
import { ROUTING_RULES_RANGE, routingRulesOf } from '../platform';
import type { CatalogHost } from './explain-catalog';
import { exposureOf } from './exposure-of-objects';
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
      const system = readManifests(join(folder, 'system'), 'Ingress', 'ConfigMap').objects;
      const { domains, kinds } = exposureOf(
        system.map(({ object }) => mappingOf(object)),
        names,
      );
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
