import { DEFAULT_NAMES } from '../base';
import type { ValuePath } from '../shape';
import { isAnsweredByEnvoy } from './answered-by-envoy';
import { weighted, type Backend } from './backend';
import type { FunctionDeclaration, RouteDeclaration, ServiceDeclaration } from './declaration';
import { ksvcName } from './names';
import { rolledOut, type RolloutState } from './rollout-spec';
import type { RolloutStep } from './rollout-stages';

/** Backends that are declared together; their weights make 100. */
export interface BackendList {
  /** Where the list is in the function. */
  readonly path: ValuePath;
  readonly backends: readonly Backend[];
}

/** A function on one cluster, with overlays and defaults applied. */
export interface FunctionSpec {
  readonly team: string;
  readonly name: string;
  /** Name of its Knative Service. */
  readonly ksvc: string;
  readonly runtime: FunctionDeclaration['runtime'];
  /** In the order in which they are tried. */
  readonly routes: readonly RouteDeclaration[];
  /** Where the requests of routes without backends of their own go: at least one; the weights make 100. */
  readonly backends: readonly Backend[];
  /** The functions that it goes before where routes of the two cross, as `<team>/<name>`. */
  readonly before: readonly string[];
  /** The Java services that it calls, in the order of its file. */
  readonly calls: readonly string[];
  /** The Knative Services beside its own that another pipeline deploys for it. */
  readonly deployedElsewhere: readonly string[];
  /** `undefined` if its requests do not go over to another Knative Service. */
  readonly rollout: RolloutState | undefined;
  /** `undefined` if another pipeline deploys the Knative Service. */
  readonly service: ServiceDeclaration | undefined;
}

/** A route of a function. */
export interface RouteOfFunction {
  readonly function: FunctionSpec;
  /** Index of the route in the function. */
  readonly route: number;
}

/**
 * Fills in what a declaration leaves to convention.
 * @param at the step of its rollout, if it has one
 * @param names what the company calls things
 */
export function functionSpec(
  team: string,
  name: string,
  declaration: FunctionDeclaration,
  at: RolloutStep = 0,
  names = DEFAULT_NAMES,
): FunctionSpec {
  const ksvc = ksvcName(team, name);
  const {
    runtime,
    backends = [{ service: ksvc }],
    before = [],
    calls = [],
    deployedElsewhere = [],
    rollout,
    service,
  } = declaration;
  const { routes = [{ match: { prefix: names.conventionalPrefix(team, name) } }] } = declaration;
  return {
    team,
    name,
    ksvc,
    runtime,
    before,
    calls,
    deployedElsewhere,
    service,
    ...(rollout === undefined
      ? { routes, backends: weighted(backends), rollout }
      : rolledOut(rollout, at, routes, ksvc)),
  };
}

/** Where the requests of a route go: to its own backends, or else to the function's; nowhere if Envoy answers them. */
export function backendsOf(
  { backends }: Pick<FunctionSpec, 'backends'>,
  route: RouteDeclaration,
): readonly Backend[] {
  if (isAnsweredByEnvoy(route)) return [];
  return route.backends === undefined ? backends : weighted(route.backends);
}

/** Returns the lists of backends that routes use: the function's, where a route has none of its own, and those of routes. */
export function backendLists({ backends, routes }: FunctionSpec): readonly BackendList[] {
  const ofRoutes = routes.map(({ backends: own }, index): BackendList[] =>
    own === undefined ? [] : [{ path: ['routes', index, 'backends'], backends: weighted(own) }],
  );
  const isUsed = routes.some((route) => route.backends === undefined && !isAnsweredByEnvoy(route));
  return [...(isUsed ? [{ path: ['backends'], backends }] : []), ...ofRoutes.flat()];
}
