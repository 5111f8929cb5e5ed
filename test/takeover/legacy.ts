import { dump } from 'js-yaml';
import { importRoutes, type ImportRequest, type RoutesImport } from '../../app';
import { DEFAULT_NAMES, type Mapping } from '../../base';
import type { Environment } from '../../inventory';
import { readInputs } from '../../manifests';
import { OPEN_ENVIRONMENTS } from '../fixtures/open-environments';
import { projectFolder } from '../fixtures/project-folder';

/** The host of a function namespace in the test cluster. */
export const HOST = 'faas-alpha-ksvc-gateway.kfaas-system.svc.cluster.local';

/** The local gateway, and the Knative Service of a function behind it. */
export const LOCAL = { host: 'knative-local-gateway.istio-system.svc.cluster.local', port: { number: 80 } };

/** An HTTP rule that leads to a Knative Service, with nothing left to Istio's defaults. */
export function ruleTo(ksvc: string, match: Mapping, more: Mapping = {}): Mapping {
  return {
    match: [match],
    rewrite: { authority: `${ksvc}.faas-alpha.svc.cluster.local` },
    route: [{ destination: LOCAL }],
    retries: { attempts: 0 },
    ...more,
  };
}

/** A VirtualService on the gateway host of `faas-alpha`. */
export function legacy(name: string, http: readonly Mapping[], more: Mapping = {}): Mapping {
  return {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'kfaas-system', ...more },
    spec: {
      hosts: [HOST],
      gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
      http,
    },
  };
}

/** The name that the naming convention gives. */
export const named = (ksvc: string) => `faas-alpha-ns-${ksvc}-ksvc-virtualservice`;

/** The test environment with one function namespace. */
export const ALPHA: readonly Environment[] = OPEN_ENVIRONMENTS.filter(({ name }) => name === 'test').map(
  (environment) => ({
    ...environment,
    domains: [],
    clusters: environment.clusters.map((cluster) => ({
      ...cluster,
      functionNamespaces: ['faas-alpha'],
      siteGateways: undefined,
    })),
  }),
);

/** An import, and the folder in which its catalog is. */
export interface TriedImport extends RoutesImport {
  readonly folder: string;
}

/**
 * Imports objects of the test cluster into a catalog.
 * @param catalog the files that are there already, by their paths below the catalog
 */
export function importObjects(
  objects: readonly Mapping[],
  options: Partial<ImportRequest> = {},
  catalog: Readonly<Record<string, string>> = {},
): TriedImport {
  const { path, add } = projectFolder({
    'source.yaml': objects.map((object) => dump(object)).join('---\n'),
  });
  add(Object.fromEntries(Object.entries(catalog).map(([file, text]) => [`functions/${file}`, text])));
  const { objects: read } = readInputs([`${path}/source.yaml`], { kinds: ['VirtualService', 'Gateway'] });
  const folder = `${path}/functions`;
  const result = importRoutes({
    sources: [{ cluster: 'test-cn', objects: read }],
    inventory: { environments: ALPHA, names: DEFAULT_NAMES },
    functions: folder,
    environmentSource: () => undefined,
    patterns: [],
    teamsBy: { mapping: new Map() },
    isPartial: false,
    ...options,
  });
  return { ...result, folder };
}

/** The files of an import, by their paths below the catalog. */
export function filesOf({ files, folder }: TriedImport): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].map(([path, text]) => [path.slice(folder.length + 1), text]));
}

/** The codes and severities of an import's findings. */
export const codesOf = ({ findings }: RoutesImport) =>
  findings.map(({ code, severity }) => `${severity} ${code}`);
