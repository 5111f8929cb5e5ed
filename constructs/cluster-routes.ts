import type { CatalogFunction, FunctionSpec } from '../catalog';
import type { ClusterPlatform, PlacementOf } from './render';
import { routedCluster } from './routed-cluster';

/** A rule of a VirtualService, and the function that it is rendered from. */
export interface RenderedRule {
  readonly function: FunctionSpec;
  /** Index of the route in the function. */
  readonly route: number;
  /** The rule as it is rendered. */
  readonly rule: object;
}

/** A VirtualService that is rendered on a cluster, as far as requests are concerned. */
export interface RenderedRoutes {
  readonly name: string;
  readonly namespace: string;
  readonly rules: readonly RenderedRule[];
}

/**
 * The VirtualServices of a function namespace of a cluster, in the order of the catalog: what is rendered there,
 * without a manifest being made.
 */
export function clusterRoutes(
  platform: ClusterPlatform,
  functions: readonly CatalogFunction[],
  placement: PlacementOf,
  namespace: string,
): RenderedRoutes[] {
  const { target, rulesOf, virtualServiceOf } = routedCluster(platform);
  const made = new Map<FunctionSpec, readonly object[]>();
  return functions.flatMap((declared): RenderedRoutes[] => {
    const spec = declared.specs.get(target.cluster);
    const placed = placement(target.cluster, declared);
    if (spec === undefined || placed?.kind === 'guest') return [];
    const own = placed?.rules ?? spec.routes.map((_, route) => ({ function: spec, route }));
    const rules = own.map((of) => {
      const all = made.get(of.function) ?? rulesOf(of.function, namespace);
      made.set(of.function, all);
      return { ...of, rule: all[of.route] ?? {} };
    });
    const [inNamespace = '', name = ''] = virtualServiceOf(spec, namespace).split('/');
    return [{ name, namespace: inNamespace, rules }];
  });
}
