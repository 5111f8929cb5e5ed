import { DEFAULT_NAMES, GATEWAY_NAMES, groupBy, once, type GatewayKind } from '../base';
import {
  forwardedPaths,
  keptPaths,
  placeInFunction,
  throughIngressGateway,
  type Catalog,
  type CatalogFunction,
  type RouteDeclaration,
  type Target,
} from '../catalog';
import type { Finding } from '../findings';
import { budgetOf, pathsAmong, withinBudget } from '../routing';

/** Work for one route. Where it does not suffice, nothing is said. */
const BUDGET = 500_000;

type PathKind = 'prefix' | 'exact' | 'regex';

/** A cluster, and what its ingress gateways run. */
export interface ForwardingCluster {
  readonly target: Target;
  readonly ingressGateway: GatewayKind;
}

/** A route that no request reaches, and where it is declared. */
interface UnreachedRoute {
  readonly target: Target;
  readonly route: number;
  readonly kind: PathKind;
  readonly text: string;
}

/**
 * Finds the routes that only paths reach which the ingress gateway changes or refuses: whoever comes through it never reaches them.
 * A route of several clusters is told once for each program that their ingress gateways run.
 * @param prefix the path prefix that they forward
 */
export function checkGatewayPaths(
  { functions, sources }: Pick<Catalog, 'functions' | 'sources'>,
  clusters: readonly ForwardingCluster[],
  prefix = DEFAULT_NAMES.prefix,
): Finding[] {
  const byKind = [...groupBy(clusters, ({ ingressGateway }) => ingressGateway)].map(([gateway, alike]) => ({
    gateway,
    targets: alike.map(({ target }) => target),
    search: pathSearches(gateway, prefix),
  }));
  return functions.flatMap((declared) =>
    byKind.flatMap(({ gateway, targets, search }) =>
      unreachedRoutes(declared, targets, search.isKept).map(({ target, route, kind, text }): Finding => {
        const source = sources.get(declared.file);
        const path = ['routes', route, 'match', kind];
        const example = search.example(kind, text);
        return {
          code: 'KF420',
          severity: 'warning',
          ...spelled(gateway, prefix, kind, text, example),
          places: source === undefined ? [] : [placeInFunction(declared, source, target, path)],
          ...(example === undefined
            ? {}
            : { witness: { method: 'GET', path: example, headers: {}, query: {} } }),
        };
      }),
    ),
  );
}

function unreachedRoutes(
  { specs }: CatalogFunction,
  targets: readonly Target[],
  isKept: (kind: PathKind, text: string) => boolean,
): UnreachedRoute[] {
  const seen = new Set<unknown>();
  return targets.flatMap((target) => {
    const spec = specs.get(target.cluster);
    if (spec === undefined || seen.has(spec)) return [];
    seen.add(spec);
    return spec.routes.flatMap(({ match }, route): UnreachedRoute[] => {
      const [kind, text] = pathOf(match);
      const key = `${kind} ${text}`;
      if (seen.has(key) || isKept(kind, text)) return [];
      seen.add(key);
      return [{ target, route, kind, text }];
    });
  });
}

function pathOf({ prefix, exact, regex = '' }: RouteDeclaration['match']): readonly [PathKind, string] {
  if (prefix !== undefined) return ['prefix', prefix];
  return exact === undefined ? ['regex', regex] : ['exact', exact];
}

/** Searches for paths of a route. Each regex is compiled once, and only where there is no quicker answer. */
function pathSearches(gateway: GatewayKind, prefix: string) {
  const known = new Map<string, boolean>();
  // Most catalogs need none of them.
  const kept = once(() => pathsAmong(keptPaths(gateway, prefix)));
  const forwarded = once(() => pathsAmong({ all: forwardedPaths(prefix) }));
  const any = once(() => pathsAmong({ all: '.*' }));
  const find = (search: typeof any, kind: PathKind, text: string) =>
    withinBudget(() => search()({ [kind]: text }, budgetOf(BUDGET)));
  return {
    /** Whether a path of the route arrives as it is sent, or it cannot be told. */
    isKept: (kind: PathKind, text: string): boolean => {
      if (kind !== 'regex' && isUnchanged(text, gateway, prefix)) return true;
      const key = `${kind} ${text}`;
      const found = known.get(key) ?? keepsOne(kind, text);
      known.set(key, found);
      return found;
    },
    /** A path of the route: one that comes as far as the gateway's own route, if there is one. */
    example: (kind: PathKind, text: string): string | undefined =>
      find(forwarded, kind, text)?.answer ?? find(any, kind, text)?.answer,
  };

  function keepsOne(kind: PathKind, text: string): boolean {
    const found = find(kept, kind, text);
    return found === undefined || found.answer !== undefined;
  }
}

function isUnchanged(path: string, gateway: GatewayKind, prefix: string): boolean {
  const passage = throughIngressGateway(path, gateway, prefix);
  return 'arrives' in passage && passage.arrives === path;
}

function spelled(
  gateway: GatewayKind,
  prefix: string,
  kind: PathKind,
  text: string,
  example: string | undefined,
): Pick<Finding, 'message' | 'help'> {
  const message = `no path of the ${kind} ${JSON.stringify(text)} arrives through the ingress gateway (${GATEWAY_NAMES[gateway]})`;
  const remove = 'or remove the route, if nobody in the cluster uses it';
  if (example === undefined) return { message, help: `choose a path that arrives as it is sent, ${remove}` };
  const passage = throughIngressGateway(example, gateway, prefix);
  if ('refused' in passage) {
    const { refused, reason } = passage;
    const help = `choose a path that it takes, ${remove}`;
    return { message: `${message}: it answers ${example} with ${refused}, since ${reason}`, help };
  }
  const help = kind === 'regex' ? 'let it match' : 'write';
  return {
    message: `${message}: ${example} arrives as ${passage.arrives}`,
    help: `${help} the path as it arrives, ${remove}`,
  };
}
