import { listOf, mappingOf, textOf, type GatewayKind, type Mapping, type Names } from '../base';
import type { ExposedPath } from '../compatibility';
import type { ExposingDomain } from './explain-catalog';

/** How requests from outside come to the function namespaces of a cluster. */
export interface ObjectExposure {
  /** The domains of each function namespace, from the Ingresses. */
  readonly domains: ReadonlyMap<string, readonly ExposingDomain[]>;
  /** What the ingress gateway of each function namespace runs, from its configuration. */
  readonly kinds: ReadonlyMap<string, GatewayKind>;
}

/** Reads off the Ingresses and ConfigMaps among some objects how requests come in. */
export function exposureOf(objects: readonly Mapping[], names: Names): ObjectExposure {
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  return { domains: domainsOf(ofKind('Ingress'), names), kinds: kindsOf(ofKind('ConfigMap'), names) };
}

function domainsOf(ingresses: readonly Mapping[], names: Names): ObjectExposure['domains'] {
  const domains = new Map<string, ExposingDomain[]>();
  for (const { spec } of ingresses) {
    for (const rule of listOf(mappingOf(spec).rules).map(mappingOf)) {
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

function kindsOf(configMaps: readonly Mapping[], names: Names): ObjectExposure['kinds'] {
  const kinds = new Map<string, GatewayKind>();
  for (const { metadata, data } of configMaps) {
    const namespace = names.namespaceOfIngressGateway(textOf(mappingOf(metadata).name) ?? '');
    const config = textOf(mappingOf(data)['application.yaml']);
    if (namespace === undefined || config === undefined) continue;
    // Read as text: a file that is no YAML is no reason to give no answer.
    kinds.set(namespace, /^zuul:/m.test(config) ? 'zuul' : 'spring-cloud-gateway');
  }
  return kinds;
}
