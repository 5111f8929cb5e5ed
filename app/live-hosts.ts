import { gatewayKind, listOf, mappingOf, textOf, type Mapping, type Names } from '../base';
import type { Environment } from '../inventory';
import { ROUTING_RULES_RANGE } from '../platform';
import { isGateway } from '../routing';
import { liveRules, routingObjects } from './check-live';
import type { CatalogHost } from './explain-catalog';
import { objectRoutes } from './explain-route';
import { exposureOf } from './exposure-of-objects';
import type { LiveComparison } from './live-sides';
import type { RouteBook } from './route-book';

/** A gateway host as it is in the cluster, and as the manifests have it. */
export interface LiveHost {
  readonly comparison: LiveComparison;
  readonly live: CatalogHost;
  readonly git: CatalogHost;
}

/**
 * Returns the gateway hosts of a cluster that the manifests have. Domains and ingress gateways are those of the manifests on both sides, so
 * that a request comes to the same host; whether they are in the cluster, a diagnosis says.
 */
export function liveHosts(
  comparison: LiveComparison,
  environments: readonly Environment[],
  names: Names,
): readonly LiveHost[] {
  const { environment, cluster } = comparison.live;
  const declared = environments.find(({ name }) => name === environment);
  const platform = declared?.clusters.find(({ name }) => name === cluster);
  const rules = liveRules(platform);
  const istio = platform?.platform.istio ?? ROUTING_RULES_RANGE.newest;
  const wanted = [...comparison.rendered.values()];
  const { domains, kinds } = exposureOf(wanted, names);
  const live = objectRoutes(routingObjects(comparison), { rules, istio });
  const git = objectRoutes(wanted.filter(isRouting), { rules, istio });
  return [...comparison.hosts].flatMap((host): LiveHost[] => {
    const namespace = names.namespaceOfHost(host);
    if (namespace === undefined) return [];
    const at = (book: RouteBook): CatalogHost => ({
      environment,
      cluster,
      istio,
      namespace,
      host,
      domains: domains.get(namespace) ?? [],
      ingressGateway: gatewayKind({ kind: kinds.get(namespace) }),
      prefix: names.prefix,
      book,
    });
    return [{ comparison, live: { ...at(live), ...portsOf(comparison) }, git: at(git) }];
  });
}

/** The ports on which the Gateways of functions listen; none if the cluster has no such Gateway. */
function portsOf({ rendered, sorted }: LiveComparison): { readonly ports?: readonly number[] } {
  const bound = new Set([...rendered.values()].flatMap(({ spec }) => listOf(mappingOf(spec).gateways)));
  const ports = sorted.routing.filter(isGateway).flatMap(({ metadata, spec }) => {
    const { namespace, name } = mappingOf(metadata);
    if (!bound.has(`${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`)) return [];
    return listOf(mappingOf(spec).servers).flatMap((server) => {
      const { number } = mappingOf(mappingOf(server).port);
      return typeof number === 'number' ? [number] : [];
    });
  });
  return ports.length === 0 ? {} : { ports: [...new Set(ports)] };
}

function isRouting({ kind }: Mapping): boolean {
  return kind === 'VirtualService' || kind === 'Gateway';
}
