import { DEFAULT_NAMES, gatewayKind } from '../base';
import type { CatalogFunction } from '../catalog';
import type {
  CallingCluster,
  ExposingCluster,
  ForwardingCluster,
  TimedCluster,
  VersionedCluster,
} from '../compatibility';
import { servesDomain } from '../inventory';
import { requestTimeouts } from '../platform';
import type { RoutedCluster, RouteGroup } from '../precedence';
import { functionRules } from './function-route';
import type { ClusterPlatform, PlacementOf } from './render';
import type { RoutePlacement } from './function-manifests';

/** What the route check must know of a cluster: the VirtualServices are those that are rendered there. */
export function routedCluster({
  environment,
  cluster,
  profile,
  names = DEFAULT_NAMES,
}: ClusterPlatform): RoutedCluster {
  return {
    target: { environment: environment.name, cluster: cluster.name },
    namespaces: cluster.functionNamespaces,
    gateways: profile.gateways,
    rules: profile.routing,
    key: profile.key,
    hostOf: (namespace) => names.gatewayHost(namespace),
    rulesOf: (spec, namespace) => functionRules(spec, namespace, profile),
    virtualServiceOf: ({ ksvc }, namespace) =>
      `${names.namespace}/${names.virtualServiceName(namespace, ksvc)}`,
  };
}

/** What the check of functions against versions must know of a cluster. */
export function versionedCluster({ environment, cluster, profile }: ClusterPlatform): VersionedCluster {
  const { name, functionNamespaces: namespaces, platform: versions } = cluster;
  return { target: { environment: environment.name, cluster: name }, namespaces, profile, versions };
}

/** What the check of functions against the time limits on their way must know of a cluster. */
export function timedCluster({ environment, cluster }: ClusterPlatform): TimedCluster {
  return {
    target: { environment: environment.name, cluster: cluster.name },
    timeouts: requestTimeouts(environment.timeouts),
  };
}

/** What the check of paths on their way must know of a cluster. */
export function forwardingCluster({ environment, cluster }: ClusterPlatform): ForwardingCluster {
  return {
    target: { environment: environment.name, cluster: cluster.name },
    ingressGateway: gatewayKind(environment.ingressGateway),
  };
}

/** What the check of calls must know of a cluster. */
export function callingCluster({ environment, cluster }: ClusterPlatform): CallingCluster {
  const target = { environment: environment.name, cluster: cluster.name };
  const { javaPlatform, javaPlatforms = {} } = environment;
  return { target, services: javaPlatform.services, further: javaPlatforms };
}

/**
 * What the check of domains must know of a cluster.
 * @param index the place of its environment among all
 */
export function exposingCluster(
  { environment, cluster, profile }: ClusterPlatform,
  index: number,
): ExposingCluster {
  return {
    target: { environment: environment.name, cluster: cluster.name },
    environment: index,
    domains: environment.domains
      .map((domain, position) => ({ domain, index: position }))
      .filter(({ domain }) => servesDomain(domain, cluster.name)),
    isTyped: profile.features.ingressPathType,
    ingressGateway: gatewayKind(environment.ingressGateway),
    pathNormalization: profile.routing.pathNormalization,
  };
}

/** Places the routes of each group in the VirtualService of the function that owns the last one. */
export function placementOf(groups: ReadonlyMap<string, readonly RouteGroup[]>): PlacementOf {
  const placed = new Map<string, ReadonlyMap<CatalogFunction, RoutePlacement>>();
  for (const [cluster, clusterGroups] of groups) {
    const entries = clusterGroups.flatMap((group): [CatalogFunction, RoutePlacement][] => {
      const host = group.rules.at(-1)?.declared;
      return group.rules.map(({ declared }) => [
        declared,
        declared === host ? { kind: 'host', ...group } : { kind: 'guest' },
      ]);
    });
    placed.set(cluster, new Map(entries));
  }
  return (cluster, declared) => placed.get(cluster)?.get(declared);
}
