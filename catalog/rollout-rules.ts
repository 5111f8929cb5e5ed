import { suggest, type Problem, type ValuePath } from '../shape';
import { isAnsweredByEnvoy } from './answered-by-envoy';
import { checkServiceName } from './backend-rules';
import type { FunctionDeclaration, RolloutDeclaration } from './declaration';
import { checkHeaders } from './condition-rules';
import type { Target } from './overlays';
import {
  rolloutStages,
  rolloutSteps,
  spellStep,
  stepOf,
  stepsTaken,
  type RolloutStages,
} from './rollout-stages';

/**
 * Checks the rollout of a function: that its plan can be carried out, names every cluster where the function runs, and that
 * each stage is at a step of the plan and, where it has an order, none ahead of the one before it.
 * @param ksvc the function's own Knative Service
 * @param running the clusters where the function runs
 * @param targets every cluster of every environment
 */
export function checkRollout(
  { rollout, backends, overlays = {} }: FunctionDeclaration,
  ksvc: string,
  running: readonly Target[],
  targets: readonly Target[],
): Problem[] {
  if (rollout === undefined) return [];
  const stages = rolloutStages(rollout, running);
  return [
    ...checkServices(rollout, ksvc),
    ...checkSteps(rollout),
    ...checkCanary(rollout),
    ...checkNames(rollout, stages, running, targets),
    ...checkProgress(rollout, stages),
    ...(backends === undefined ? [] : [besideRollout(['backends'])]),
    ...Object.entries(overlays).flatMap(([name, patch]) =>
      (patch as FunctionDeclaration).backends === undefined
        ? []
        : [besideRollout(['overlays', name, 'backends'])],
    ),
  ];
}

function checkServices({ from = '', to }: RolloutDeclaration, ksvc: string): Problem[] {
  const path = ['rollout', 'to'];
  const misnamed = [
    ...(from === '' ? [] : checkServiceName(from, `the Knative Service "${from}"`, ['rollout', 'from'])),
    ...checkServiceName(to, `the Knative Service "${to}"`, path),
  ];
  if (misnamed.length > 0 || to !== (from === '' ? ksvc : from)) return misnamed;
  const message = `the rollout goes from "${to}" to itself`;
  return [{ code: 'KF431', path, message, help: 'write another Knative Service as from or to' }];
}

function checkSteps({ steps }: RolloutDeclaration): Problem[] {
  const falling = steps.findIndex((share, index) => index > 0 && share <= (steps[index - 1] ?? 0));
  if (falling > 0) {
    const message = `the step ${steps[falling]} does not rise above the ${steps[falling - 1]} before it`;
    const help = 'write shares that rise, as in [1, 10, 50, 100]';
    return [{ code: 'KF431', path: ['rollout', 'steps', falling], message, help }];
  }
  if (steps.at(-1) === 100) return [];
  const message = `the last step is ${steps.at(-1)}, and the rest of the requests never goes over`;
  return [{ code: 'KF431', path: ['rollout', 'steps'], message, help: 'add the step 100' }];
}

function checkCanary({ canary }: RolloutDeclaration): Problem[] {
  if (canary === undefined) return [];
  const path = ['rollout', 'canary'];
  if (Object.keys(canary.headers ?? {}).length > 0 || canary.cookie !== undefined) {
    return checkHeaders(canary, path);
  }
  const message = 'the canary has no condition: all requests would go over';
  return [{ code: 'KF431', path, message, help: 'write headers or a cookie, or leave it out' }];
}

/** Checks that the canary's conditions can be added to those of each route that goes over. */
export function checkCanaryRoutes({ rollout, routes = [] }: FunctionDeclaration): Problem[] {
  const { canary } = rollout ?? {};
  if (canary === undefined) return [];
  const own = namesOf(canary);
  return routes.flatMap((route, index): Problem[] => {
    const { match, backends } = route;
    const goesOver = backends === undefined && !isAnsweredByEnvoy(route);
    const name = goesOver ? namesOf(match).find((one) => own.includes(one)) : undefined;
    if (name === undefined) return [];
    const kind = match.headers?.[name] === undefined ? ['cookie'] : ['headers', name];
    const message = `the route has a condition on the header "${name}", as the canary of the rollout has`;
    const help = 'let the canary ask for another header, or give the route backends of its own';
    return [{ code: 'KF431', path: ['routes', index, 'match', ...kind], message, help }];
  });
}

/** The headers that conditions are about. */
function namesOf({ headers = {}, cookie }: NonNullable<RolloutDeclaration['canary']>): string[] {
  return [...Object.keys(headers), ...(cookie === undefined ? [] : ['cookie'])];
}

/** Checks the names of the order and of those that stay behind. */
function checkNames(
  { order = [], hold = [] }: RolloutDeclaration,
  { stages, left }: RolloutStages,
  running: readonly Target[],
  targets: readonly Target[],
): Problem[] {
  const known = [...new Set(targets.flatMap(({ environment, cluster }) => [environment, cluster]))];
  const problems = [
    ...order.map((name, index) => ({ name, path: ['rollout', 'order', index] })),
    ...hold.map((name, index) => ({ name, path: ['rollout', 'hold', index] })),
  ].flatMap(({ name, path }, place, all): Problem[] => {
    const found = { code: 'KF431', path } as const;
    if (!known.includes(name)) {
      return [
        { ...found, message: `"${name}" is no environment and no cluster`, help: suggest(name, known) },
      ];
    }
    if (all.findIndex((other) => other.name === name) !== place) {
      return [{ ...found, message: `"${name}" is named twice`, help: 'keep one' }];
    }
    if (running.some(({ environment, cluster }) => environment === name || cluster === name)) return [];
    return [{ ...found, message: `the function does not run on "${name}"`, help: 'leave it out' }];
  });
  const empty = order.flatMap((name, index): Problem[] => {
    if (problems.length > 0 || stages[index]?.clusters.length !== 0) return [];
    const message = `"${name}" has no cluster that is not named itself`;
    return [{ code: 'KF431', path: ['rollout', 'order', index], message, help: 'leave it out' }];
  });
  if (problems.length + empty.length > 0 || left.length === 0) return [...problems, ...empty];
  const message = `the rollout says nothing of ${left.join(', ')}, where the function runs`;
  const help = `add them to order, or, where they stay behind, the line "hold: [${left.join(', ')}]"`;
  return [{ code: 'KF433', path: ['rollout', 'order'], message, help }];
}

/** Checks that stages are at steps of the plan, in their order. */
function checkProgress(rollout: RolloutDeclaration, { stages }: RolloutStages): Problem[] {
  const names = stages.map(({ name }) => name);
  const problems = Object.entries(rollout.at ?? {}).flatMap(([name, step]): Problem[] => {
    const path = ['rollout', 'at', name];
    if (!names.includes(name)) {
      const message = `"${name}" is not in the order of the rollout`;
      return [{ code: 'KF432', path, at: 'key', message, help: suggest(name, names) }];
    }
    if (stepsTaken(rollout, step) !== -1) return [];
    const message = `${name} is at ${spellStep(step)}, which is no step of the plan`;
    const help = `write one of 0, ${rolloutSteps(rollout).join(', ')}, or add the step`;
    return [{ code: 'KF432', path, message, help }];
  });
  // A new environment would stop every rollout that has begun behind it.
  if (problems.length > 0 || rollout.order === undefined) return problems;
  return names.flatMap((name, index): Problem[] => {
    const before = names[index - 1];
    if (before === undefined) return [];
    const [own, earlier] = [stepOf(rollout, name), stepOf(rollout, before)];
    if (stepsTaken(rollout, own) <= stepsTaken(rollout, earlier)) return [];
    const message = `${name} is at ${spellStep(own)}, ahead of ${before}, which goes first and is at ${spellStep(earlier)}`;
    const help = `take the steps in ${before} first, or change the order`;
    return [{ code: 'KF432', path: ['rollout', 'at', name], message, help }];
  });
}

function besideRollout(path: ValuePath): Problem {
  return {
    code: 'KF434',
    path,
    message: 'the function has backends beside its rollout, which says where the requests go',
    help: 'leave one of the two out; a route may have backends of its own',
  };
}
