import type { Finding } from '../findings';
import type { FunctionDeclaration } from './declaration';
import type { CatalogFile } from './files';
import { functionSpec, type FunctionSpec } from './function-spec';
import { conventionalPrefix } from './names';
import { checkOverlayNames, originOf, overlaysFor, withOverlays, type Target } from './overlays';
import { checkOwnership } from './path-rules';
import type { Problem } from './problem';
import { checkRoute } from './route-rules';
import { functionSchema } from './schema';
import { checkShape } from './shape';
import { checkBackends, checkService } from './workload-rules';
import { locate, parseYaml } from './yaml';

/** A sound function of the catalog. */
export interface CatalogFunction {
  /** `<team>/<name>` */
  readonly id: string;
  /** The file that declares it. */
  readonly file: string;
  /** Name of its Knative Service. */
  readonly ksvc: string;
  /** Stands for all text that the function follows from: two functions with equal inputs are equal. */
  readonly inputs: string;
  /** What it is on each cluster where it runs; clusters without an overlay of their own share one object. */
  readonly specs: ReadonlyMap<string, FunctionSpec>;
}

/** What a function's file declares, or nothing where its file has errors; and what is wrong with the file. */
export interface LoadedFunction {
  readonly specs: CatalogFunction['specs'] | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Reads one function's file and judges it as it stands and as each overlay changes it.
 * @param prefixes the path prefixes of its team
 * @param targets every cluster of every environment
 */
export function loadFunction(
  { path: file, team, text }: CatalogFile,
  name: string,
  prefixes: readonly string[],
  targets: readonly Target[],
): LoadedFunction {
  const id = `${team}/${name}`;
  const parsed = parseYaml(file, text);
  if (!('value' in parsed)) return { specs: undefined, findings: parsed.findings };
  const shaped = checkShape(functionSchema, parsed.value);
  if (!('value' in shaped)) {
    return { specs: undefined, findings: locate(file, text, shaped.problems, id) };
  }
  const declaration = shaped.value;
  const problems = checkRules(declaration, team, name, prefixes);
  const base = functionSpec(team, name, declaration);
  const specs = new Map<string, FunctionSpec>();
  const running = targets.filter(({ environment }) => runsIn(declaration, environment));
  if (declaration.overlays === undefined) {
    for (const { cluster } of running) specs.set(cluster, base);
  } else {
    problems.push(...checkOverlayNames(declaration.overlays, targets));
    const merged = new Map<string, FunctionSpec>();
    for (const target of running) {
      const names = overlaysFor(declaration.overlays, target);
      const key = names.join();
      const spec = names.length === 0 ? base : (merged.get(key) ?? overlaid(names));
      merged.set(key, spec);
      specs.set(target.cluster, spec);
    }
  }
  const findings = locate(file, text, problems, id);
  return { specs: findings.length > 0 ? undefined : specs, findings };

  function overlaid(names: readonly string[]): FunctionSpec {
    const changed = checkShape(functionSchema, withOverlays(declaration, names));
    const found = 'value' in changed ? checkRules(changed.value, team, name, prefixes) : changed.problems;
    problems.push(
      ...found.map((problem) => ({ ...problem, path: originOf(declaration, names, problem.path) })),
    );
    return 'value' in changed ? functionSpec(team, name, changed.value) : base;
  }
}

function checkRules(
  declaration: FunctionDeclaration,
  team: string,
  name: string,
  prefixes: readonly string[],
): Problem[] {
  const { routes, backends, service } = declaration;
  const conventional = conventionalPrefix(team, name);
  const routeProblems =
    routes === undefined
      ? checkOwnership(conventional, `the conventional path "${conventional}"`, [], prefixes)
      : routes.flatMap((route, index) => checkRoute(route, ['routes', index], prefixes));
  return [...routeProblems, ...checkBackends(backends), ...checkService(service)];
}

function runsIn({ environments }: FunctionDeclaration, environment: string): boolean {
  return environments?.some((name) => name === environment) ?? true;
}
