import type { CatalogFunction, FunctionSpec, RouteOfFunction } from '../catalog';
import type { ClusterPlatform, PlacementOf } from './render';
import { routedCluster } from './routed-cluster';

/** A rule of a VirtualService, and the route that it is rendered from. */
export interface RenderedRule extends RouteOfFunction {
  readonly rule: object;
}

/** A VirtualService as it is rendered on a cluster, reduced to its name and rules. */
export interface RenderedRoutes {
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly RenderedRule[];
}

/** Returns the VirtualServices of a function namespace in catalog order, without rendering their manifests. */
export function clusterRoutes(
  platform: ClusterPlatform,
  functions: readonly CatalogFunction[],
  placement: PlacementOf,
  namespace: string,
): RenderedRoutes[] {
  const { target, rulesOf, virtualServiceOf } = routedCluster(platform);
  const renderedRules = new Map<FunctionSpec, readonly object[]>();
  return functions.flatMap((declared): RenderedRoutes[] => {
    const spec = declared.specs.get(target.cluster);
    const placed = placement(target.cluster, declared);
    if (spec === undefined || placed?.kind === 'guest') return [];
    const own = placed?.rules ?? spec.routes.map((_, route) => ({ function: spec, route }));
    const rules = own.map(({ function: owner, route }) => {
      const all = renderedRules.get(owner) ?? rulesOf(owner, namespace);
      renderedRules.set(owner, all);
      return { function: owner, route, rule: all[route] ?? {} };
    });
    const [inNamespace = '', name = ''] = virtualServiceOf(spec, namespace).split('/');
    return [{ name, namespace: inNamespace, rules }];
  });
}
