import { DEFAULT_NAMES, gatewayKind, type GatewayKind, type Names } from '../base';
import {
  placeInFunction,
  type CatalogFunction,
  type FunctionSpec,
  type RouteOfFunction,
  type Target,
} from '../catalog';
import type { ExposedPath } from '../compatibility';
import { clusterExposure, clusterRoutes, placementOf, routedCluster } from '../constructs';
import { servingDomains } from '../inventory';
import { virtualServiceObject } from '../precedence';
import { catalogRoutes } from './explain-route';
import type { CatalogRoute, RouteBook } from './route-book';
import type { Checked, Ready } from '../main';

/** A domain, and the paths that its Ingress lets through on a cluster: none where it exposes nothing there. */
export interface ExposingDomain {
  readonly host: string;
  readonly paths: readonly ExposedPath[];
}

/** A gateway host of a cluster, with the routes that the catalog gives it. */
export interface CatalogHost {
  readonly environment: string;
  readonly cluster: string;
  /** The cluster's Istio version. */
  readonly istio: string;
  /** The function namespace whose gateway host it is. */
  readonly namespace: string;
  readonly host: string;
  /** The domains that lead to the ingress gateway of the namespace, which forwards to this host. */
  readonly domains: readonly ExposingDomain[];
  /** What the ingress gateway runs. */
  readonly ingressGateway: GatewayKind;
  /** The path prefix that it forwards. */
  readonly prefix: string;
  /** Its routes; clusters that render the same share them. */
  readonly book: RouteBook;
  /**
   * The ports on which its Gateways listen: a Service may lead from port 80 to another.
   * @default - those of the request
   */
  readonly ports?: readonly number[];
}

/**
 * The gateway hosts of every cluster, in the order of `environments/`, with the VirtualServices that the catalog is
 * rendered to now, and the foreign ones. The output folder is not read.
 * @param only the name of a single cluster; by default all clusters are returned
 */
export function catalogHosts(
  { platforms, functions, routes }: Ready,
  source: Checked['source'],
  only?: string,
): CatalogHost[] {
  const [{ names = DEFAULT_NAMES } = {}] = platforms;
  const findPlace = catalogPlaces({ functions }, source, names);
  const placement = placementOf(routes.groups);
  const books = new Map<unknown, Map<string, RouteBook>>();
  return platforms
    .filter(({ cluster }) => only === undefined || cluster.name === only)
    .flatMap((platform) => {
      const { environment, cluster } = platform;
      const exposure = clusterExposure(platform, functions);
      const { target, namespaces, gateways, rules, hostOf } = routedCluster(platform);
      // The check gives clusters that render the same functions by the same rules the same groups. Foreign routes differ.
      const foreign = routes.foreign.get(cluster.name);
      const groups = routes.groups.get(cluster.name);
      const alike = foreign === undefined && groups !== undefined ? groups : cluster.name;
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
            .map((domain) => ({ host: domain.host, paths: exposure.get(domain) ?? [] })),
          ingressGateway: gatewayKind(environment.ingressGateway),
          prefix: names.prefix,
          book,
        };
      });

      function bookOf(namespace: string): RouteBook {
        const rendered = clusterRoutes(platform, functions, placement, namespace);
        const host = hostOf(namespace);
        const virtualServices = rendered.map(({ rules: own, ...identity }) =>
          virtualServiceObject({ ...identity, host, gateways, rules: own.map(({ rule }) => rule) }),
        );
        const all = {
          host,
          gateways,
          rules,
          istio: cluster.platform.istio,
          virtualServices,
          foreign: foreign?.get(namespace) ?? [],
        };
        return catalogRoutes(all, (virtualService, rule) => {
          const found = rendered[virtualService]?.rules[rule];
          return found === undefined ? undefined : findPlace(found, target);
        });
      }
    });
}

/** Returns a look-up of the place of a route in the catalog. Each place is cached, since finding it parses the file. */
function catalogPlaces({ functions }: Pick<Ready, 'functions'>, source: Checked['source'], names: Names) {
  const byId = new Map(functions.map((declared) => [declared.id, declared]));
  // Clusters that share a spec use the same overlays, so that the places are the same.
  const known = new WeakMap<FunctionSpec, Map<number, CatalogRoute>>();
  return ({ function: spec, route }: RouteOfFunction, target: Target): CatalogRoute | undefined => {
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
    const found = placeInFunction(declared, text, target, ['routes', route, 'match', kind]);
    const place = { file: found.file, line: found.line, column: found.column };
    const isUsual = match.prefix === names.conventionalPrefix(team, name);
    return { function: declared.id, place, isDefault: isUsual && !declaresRoutes(declared, text) };

    function declaresRoutes(owner: CatalogFunction, declaration: string): boolean {
      if (!declaration.includes('routes')) return false;
      // A value that the file does not contain has the place of the value around it.
      const around = placeInFunction(owner, declaration, target, ['routes']);
      return around.line !== found.line || around.column !== found.column;
    }
  }
}
