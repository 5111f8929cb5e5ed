import type { FunctionDeclaration, RouteDeclaration, ServiceDeclaration } from './declaration';
import { conventionalPrefix, ksvcName } from './names';

/** A function on one cluster, with overlays and defaults applied. */
export interface FunctionSpec {
  readonly team: string;
  readonly name: string;
  /** Name of its Knative Service. */
  readonly ksvc: string;
  readonly runtime: FunctionDeclaration['runtime'];
  /** In the order in which they are tried. */
  readonly routes: readonly RouteDeclaration[];
  /** At least one; the weights make 100. */
  readonly backends: readonly { readonly service: string; readonly weight: number }[];
  /** The Java services that it calls, in the order of its file. */
  readonly calls: readonly string[];
  /** `undefined` if another pipeline deploys the Knative Service. */
  readonly service: ServiceDeclaration | undefined;
}

/** A route of a function. */
export interface RouteOfFunction {
  readonly function: FunctionSpec;
  /** Index of the route in the function. */
  readonly route: number;
}

/** Fills in what a declaration leaves to convention. */
export function functionSpec(team: string, name: string, declaration: FunctionDeclaration): FunctionSpec {
  const ksvc = ksvcName(team, name);
  const { runtime, routes, backends, calls = [], service } = declaration;
  return {
    team,
    name,
    ksvc,
    runtime,
    routes: routes ?? [{ match: { prefix: conventionalPrefix(team, name) } }],
    backends: (backends ?? [{ service: ksvc }]).map(({ service, weight = 100 }) => ({ service, weight })),
    calls,
    service,
  };
}
