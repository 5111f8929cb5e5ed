import type { FunctionSpec, Target } from '../catalog';
import type { RoutingRules } from '../routing';

/** A cluster, as far as routes are concerned. */
export interface RoutedCluster {
  readonly target: Target;
  readonly namespaces: readonly string[];
  /** The Gateways that its VirtualServices are bound to. */
  readonly gateways: readonly string[];
  readonly rules: RoutingRules;
  /** Two clusters with the same key render the same rules of the same function. */
  readonly key: string;
  readonly hostOf: (namespace: string) => string;
  /** The rules of a function's VirtualService, as they are rendered there. */
  readonly rulesOf: (spec: FunctionSpec, namespace: string) => readonly object[];
  /** `<namespace>/<name>` of a function's VirtualService. */
  readonly virtualServiceOf: (spec: FunctionSpec, namespace: string) => string;
}
