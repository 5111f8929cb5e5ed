import type { ValuePath } from '../shape';
import { isAnsweredByEnvoy } from './answered-by-envoy';
import type { RolloutDeclaration, RouteDeclaration } from './declaration';
import type { Backend } from './backend';
import type { FunctionSpec } from './function-spec';
import type { RolloutStep } from './rollout-stages';

/** The rollout of a function, on one cluster. */
export interface RolloutState {
  /** The Knative Service that has the requests. */
  readonly from: string;
  /** The one that they go over to. */
  readonly to: string;
  readonly canary: RolloutDeclaration['canary'];
  /** Shares that go over, in percent, rising to 100. */
  readonly steps: readonly number[];
  /** The step that the cluster is at: 0 where it has not begun, or stays behind. */
  readonly at: RolloutStep;
  /** Indexes of the routes that are not declared, and take the canary's requests from the route after them. */
  readonly canaryRoutes: readonly number[];
}

/** What a rollout gives a function on a cluster. */
export type RolledOut = Pick<FunctionSpec, 'routes' | 'backends' | 'rollout'>;

/** The routes and backends of a function on a cluster that is at a step of its rollout. */
export function rolledOut(
  { from, to, canary, steps }: RolloutDeclaration,
  at: RolloutStep,
  routes: readonly RouteDeclaration[],
  ksvc: string,
): RolledOut {
  const share = at === 'canary' ? 0 : at;
  const backends: readonly Backend[] = [
    { service: from ?? ksvc, weight: 100 - share },
    { service: to, weight: share },
  ];
  // At the last step, all requests go where the canary's do.
  const hasCanary = canary !== undefined && at !== 0 && share < 100;
  const derived = routes.flatMap((route) => {
    const declared = { route, isCanary: false };
    if (!hasCanary || route.backends !== undefined || isAnsweredByEnvoy(route)) return [declared];
    const match = { ...route.match, ...canary };
    if (canary.headers !== undefined) match.headers = { ...route.match.headers, ...canary.headers };
    return [{ route: { ...route, match, backends: [{ service: to }] }, isCanary: true }, declared];
  });
  return {
    routes: derived.map(({ route }) => route),
    backends,
    rollout: {
      from: from ?? ksvc,
      to,
      canary,
      steps,
      at,
      canaryRoutes: derived.flatMap(({ isCanary }, index) => (isCanary ? [index] : [])),
    },
  };
}

/** Returns the path, in a function's declaration, of a value that a rollout may have brought. */
export function declaredPath({ rollout, backends }: FunctionSpec, path: ValuePath): ValuePath {
  if (rollout === undefined) return path;
  const [field, index, ...rest] = path;
  if (field === 'backends') {
    const service = typeof index === 'number' ? backends[index]?.service : undefined;
    if (service === undefined) return ['rollout', 'steps'];
    return ['rollout', service === rollout.to ? 'to' : 'from'];
  }
  if (field !== 'routes' || typeof index !== 'number') return path;
  const isCanary = rollout.canaryRoutes.includes(index);
  if (isCanary && rest[0] === 'backends') return ['rollout', 'to'];
  const [, group, name = ''] = rest;
  const headers = rollout.canary?.headers ?? {};
  const isOfCanary =
    group === 'headers'
      ? Object.hasOwn(headers, name)
      : group === 'cookie' && rollout.canary?.cookie !== undefined;
  if (isCanary && isOfCanary) return ['rollout', 'canary', ...rest.slice(1)];
  const before = rollout.canaryRoutes.filter((canary) => canary < index).length;
  return [field, index - before, ...rest];
}
