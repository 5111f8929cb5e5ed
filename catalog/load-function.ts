import { DEFAULT_NAMES, type Names } from '../base';
import type { Finding } from '../findings';
import { checkShape, followsFrom, withoutBroken, type Problem } from '../shape';
import { checkBackends, checkDeployedElsewhere } from './backend-rules';
import { checkCalls } from './call-rules';
import { checkBefore } from './declared-orders';
import type { FunctionDeclaration } from './declaration';
import type { CatalogFile } from './files';
import { functionSpec, type FunctionSpec } from './function-spec';
import { ksvcName } from './names';
import {
  checkEnvironmentNames,
  checkOverlayNames,
  originOf,
  overlaysFor,
  withOverlays,
  type Target,
} from './overlays';
import type { PathOwnership } from './path-ownership';
import { checkOwnership } from './path-rules';
import { checkJsonValue } from './json-value';
import { checkCanaryRoutes, checkRollout } from './rollout-rules';
import { rolloutStages, stepOf, type RolloutStep } from './rollout-stages';
import { checkRoute } from './route-rules';
import { functionSchema } from './schema';
import { checkSecurity } from './security-rules';
import { checkService } from './service-rules';
import { explainRefused } from './refused-fields';
import { checkTraffic } from './traffic-rules';
import { locate, parseYaml } from './yaml';

/** A function of the catalog without errors. */
export interface CatalogFunction {
  /** `<team>/<name>` */
  readonly id: string;
  /** The file that declares it. */
  readonly file: string;
  /** Name of its Knative Service. */
  readonly ksvc: string;
  /** Identifies all text that the function depends on: two functions with equal inputs are equal. */
  readonly inputs: string;
  /** The function on each cluster where it runs. Clusters without an overlay of their own share one object. */
  readonly specs: ReadonlyMap<string, FunctionSpec>;
}

/** A function and the findings of its file. The function is undefined if the file has errors. */
export interface LoadedFunction {
  readonly specs: CatalogFunction['specs'] | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads one function's file and checks its base and the result of each overlay.
 * @param ownership the paths that its team owns
 * @param targets every cluster of every environment
 * @param names what the company calls things
 */
export function loadFunction(
  { path: file, team, text }: CatalogFile,
  name: string,
  ownership: PathOwnership | undefined,
  targets: readonly Target[],
  names = DEFAULT_NAMES,
): LoadedFunction {
  const id = `${team}/${name}`;
  const parsed = parseYaml(file, text);
  if (!('value' in parsed)) return { specs: undefined, findings: parsed.findings };
  const unusable = checkJsonValue(parsed.value);
  if (unusable.length > 0) return { specs: undefined, findings: locate(file, text, unusable, id) };
  const shaped = checkShape(functionSchema, parsed.value);
  if (!('value' in shaped)) {
    const rest = withoutBroken(functionSchema, parsed.value, shaped.problems);
    const more = (rest === undefined ? [] : judge(rest).problems).filter(
      (problem) => !followsFrom(problem, shaped.problems),
    );
    return {
      specs: undefined,
      findings: locate(file, text, explainRefused([...shaped.problems, ...more]), id),
    };
  }
  const { specs, problems } = judge(shaped.value);
  const findings = locate(file, text, problems, id);
  return { specs: findings.length > 0 ? undefined : specs, findings };

  function judge(declaration: FunctionDeclaration) {
    return judgeFunction(declaration, team, name, ownership, targets, names);
  }
}

/** Checks a declaration's base and the result of each overlay, for every cluster. */
function judgeFunction(
  declaration: FunctionDeclaration,
  team: string,
  name: string,
  ownership: PathOwnership | undefined,
  targets: readonly Target[],
  company: Names,
): { readonly specs: Map<string, FunctionSpec>; readonly problems: readonly Problem[] } {
  const problems = checkRules(declaration, team, name, ownership, company);
  const base = functionSpec(team, name, declaration, 0, company);
  const stepAt = rolloutStepAt(declaration, targets);
  const specs = new Map<string, FunctionSpec>();
  const { overlays = {}, environments = [] } = declaration;
  const running = targets.filter(({ environment }) => runsIn(declaration, environment));
  problems.push(
    ...checkEnvironmentNames(environments, targets),
    ...checkOverlayNames(overlays, targets),
    ...checkRollout(declaration, base.ksvc, running, targets),
  );
  const merged = new Map<string, FunctionSpec>();
  for (const target of targets) {
    const names = overlaysFor(overlays, target);
    const step = stepAt(target.cluster);
    const key = [...names, step].join();
    const spec = merged.get(key) ?? (names.length === 0 ? atStep(step) : overlaid(names, step));
    merged.set(key, spec);
    if (runsIn(declaration, target.environment)) specs.set(target.cluster, spec);
  }
  return { specs, problems };

  function atStep(step: RolloutStep): FunctionSpec {
    return step === 0 ? base : functionSpec(team, name, declaration, step, company);
  }

  function overlaid(names: readonly string[], step: RolloutStep): FunctionSpec {
    const changed = checkShape(functionSchema, withOverlays(declaration, names));
    const found =
      'value' in changed ? checkRules(changed.value, team, name, ownership, company) : changed.problems;
    problems.push(
      ...found.map((problem) => ({ ...problem, path: originOf(declaration, names, problem.path) })),
    );
    return 'value' in changed ? functionSpec(team, name, changed.value, step, company) : base;
  }
}

function checkRules(
  declaration: FunctionDeclaration,
  team: string,
  name: string,
  ownership: PathOwnership | undefined,
  company: Names,
): Problem[] {
  const { before, routes, backends, calls, deployedElsewhere, service } = declaration;
  const conventional = company.conventionalPrefix(team, name);
  const routeProblems =
    routes === undefined
      ? checkOwnership(conventional, `the conventional path "${conventional}"`, [], ownership)
      : routes.flatMap((route, index) => checkRoute(route, ['routes', index], ownership));
  return [
    ...routeProblems,
    ...checkBackends(backends, ['backends']),
    ...checkDeployedElsewhere(deployedElsewhere),
    ...checkCalls(calls),
    ...checkBefore(before),
    ...checkCanaryRoutes(declaration),
    ...checkService(declaration),
    ...checkTraffic(declaration, ksvcName(team, name)),
    ...checkSecurity(service),
  ];
}

/** Returns a look-up of the step that each cluster is at in the rollout of a function. */
function rolloutStepAt(
  declaration: FunctionDeclaration,
  targets: readonly Target[],
): (cluster: string) => RolloutStep {
  const { rollout } = declaration;
  if (rollout === undefined) return () => 0;
  const running = targets.filter(({ environment }) => runsIn(declaration, environment));
  const steps = rolloutStages(rollout, running).stages.flatMap(({ name, clusters }) =>
    clusters.map((cluster) => [cluster, stepOf(rollout, name)] as const),
  );
  const byCluster = new Map(steps);
  return (cluster) => byCluster.get(cluster) ?? 0;
}

function runsIn({ environments }: FunctionDeclaration, environment: string): boolean {
  return environments?.some((name) => name === environment) ?? true;
}
