import {
  placeInFunction,
  REACHABLE_PREFIX,
  type CatalogFunction,
  type FunctionSpec,
  type Target,
} from './catalog';
import { clusterRoutes, placementOf, routedCluster, type RenderedRule } from './constructs';
import { servingDomains } from './environments';
import { catalogRoutes, type CatalogRoute, type RouteBook } from './explain-route';
import type { Checked, Ready } from './main';

/** A gateway host of a cluster, with the routes that the catalog gives it. */
export interface CatalogHost {
  readonly environment: string;
  readonly cluster: string;
  /** The cluster's Istio version. */
  readonly istio: string;
  /** The function namespace whose gateway host it is. */
  readonly namespace: string;
  readonly host: string;
  /** Hosts whose requests the ingress gateway of the namespace sends on to this one. */
  readonly domains: readonly string[];
  /** Its routes; clusters that render the same share them. */
  readonly book: RouteBook;
}

/**
 * The gateway hosts of every cluster, in the order of `environments/`, with the VirtualServices that the catalog is
 * rendered to: those of today's catalog, whatever lies in the output folder.
 * @param only the one cluster to take; by default all are taken
 */
export function catalogHosts(
  { platforms, functions, routes }: Ready,
  source: Checked['source'],
  only?: string,
): CatalogHost[] {
  const places = catalogPlaces({ functions }, source);
  const placement = placementOf(routes.groups);
  const books = new Map<unknown, Map<string, RouteBook>>();
  return platforms
    .filter(({ cluster }) => only === undefined || cluster.name === only)
    .flatMap((platform) => {
      const { environment, cluster } = platform;
      const { target, namespaces, gateways, rules, hostOf } = routedCluster(platform);
      // The check gives clusters that render the same functions by the same rules the same groups.
      const alike = routes.groups.get(cluster.name) ?? cluster.name;
      const shared = books.get(alike) ?? new Map<string, RouteBook>();
      books.set(alike, shared);

      return namespaces.map((namespace): CatalogHost => {
        const book = shared.get(namespace) ?? bookOf(namespace);
        shared.set(namespace, book);
        return {
          environment: environment.name,
          cluster: cluster.name,
          istio: cluster.platform.istio,
          namespace,
          host: hostOf(namespace),
          domains: servingDomains(environment, cluster)
            .filter(({ functionNamespace }) => functionNamespace === namespace)
            .map(({ host }) => host),
          book,
        };
      });

      function bookOf(namespace: string): RouteBook {
        const rendered = clusterRoutes(platform, functions, placement, namespace);
        const virtualServices = rendered.map(({ name, namespace: inNamespace, rules: own }) => ({
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          metadata: { namespace: inNamespace, name },
          spec: { hosts: [hostOf(namespace)], gateways, http: own.map(({ rule }) => rule) },
        }));
        return catalogRoutes(virtualServices, rules, (virtualService, rule) => {
          const of = rendered[virtualService]?.rules[rule];
          return of === undefined ? undefined : places(of, target);
        });
      }
    });
}

/** Finds where routes stand in the catalog; each is looked up once, since that reads its file again. */
function catalogPlaces({ functions }: Pick<Ready, 'functions'>, source: Checked['source']) {
  const byId = new Map(functions.map((declared) => [declared.id, declared]));
  // Clusters that share a spec take it from the same overlays, and so from the same places.
  const known = new WeakMap<FunctionSpec, Map<number, CatalogRoute>>();
  return (
    { function: spec, route }: Pick<RenderedRule, 'function' | 'route'>,
    target: Target,
  ): CatalogRoute | undefined => {
    const ofSpec = known.get(spec) ?? new Map<number, CatalogRoute>();
    known.set(spec, ofSpec);
    const found = ofSpec.get(route) ?? find(spec, route, target);
    if (found !== undefined) ofSpec.set(route, found);
    return found;
  };

  function find(spec: FunctionSpec, route: number, target: Target): CatalogRoute | undefined {
    const { team, name, routes } = spec;
    const declared = byId.get(`${team}/${name}`);
    const text = declared === undefined ? undefined : source(declared.file);
    if (declared === undefined || text === undefined) return undefined;
    const match = routes[route]?.match ?? {};
    const kind =
      (['prefix', 'exact', 'regex'] as const).find((field) => match[field] !== undefined) ?? 'prefix';
    const at = placeInFunction(declared, text, target, ['routes', route, 'match', kind]);
    const place = { file: at.file, line: at.line, column: at.column };
    const isUsual = match.prefix === `${REACHABLE_PREFIX}${team}/${name}/`;
    return { function: declared.id, place, isDefault: isUsual && !declaresRoutes(declared, text) };

    function declaresRoutes(of: CatalogFunction, declaration: string): boolean {
      if (!declaration.includes('routes')) return false;
      // What stands nowhere in a file has the place of what is around it.
      const around = placeInFunction(of, declaration, target, ['routes']);
      return around.line !== at.line || around.column !== at.column;
    }
  }
}
