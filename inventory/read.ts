import { DEFAULT_NAMES, groupBy, isMapping, Names, once, type CompanyNames } from '../base';
import { sortedFindings, type Finding } from '../findings';
import { checkShape, suggest, type Problem, type ValuePath } from '../shape';
import { checkEnvironments } from './check';
import { checkNames } from './check-names';
import type { Delivery } from './delivery';
import type { Environment } from './environment';
import { INDEX_FILE } from './problem';
import { namesSchema } from './names-schema';
import { deliverySchema, environmentSchema } from './schema';
import { valuePlaces, type ValuePlaces } from './source';

/** The clusters of a company, and how manifests get to them. */
export interface Inventory {
  /** In the order in which a change travels. */
  readonly environments: readonly Environment[];
  readonly delivery: Delivery;
  /** What the company calls things. */
  readonly names: Names;
}

/** An inventory, or the findings that explain why there is none. */
export type ReadInventory = Inventory | { readonly findings: readonly Finding[] };

/** What environments/index.ts exports; it may also export `NAMES`. */
const EXPORTS = ['ENVIRONMENTS', 'DELIVERY'] as const;

/**
 * Reads the data that environments/index.ts exports. TypeScript has not checked it: a run that renders does not start
 * the compiler. Reports every wrong shape, and with them the wrong values of the environments whose shape is right. If
 * every shape is right, the values are checked together with the catalog.
 * @param source returns the text of a file of environments/, to find the line of a value
 */
export function readInventory(
  exported: unknown,
  source: (file: string) => string | undefined,
): ReadInventory {
  const all = isMapping(exported) ? exported : {};
  const { ENVIRONMENTS: environments, DELIVERY: delivery } = all;
  // Environments are shaped once more only where names or findings need those that are sound.
  const sound = once(() => soundOf(environments));
  const settings = readSettings(all, sound);
  const misnamed = 'problems' in settings ? settings.problems : [];
  const names = 'names' in settings ? settings.names : DEFAULT_NAMES;
  const problems = [
    ...checkExports(all),
    ...environmentProblems(environments),
    ...(delivery === undefined ? [] : shapeProblems(deliverySchema, delivery, 'the delivery', ['DELIVERY'])),
    ...misnamed,
  ];
  if (problems.length === 0) {
    return { environments: environments as readonly Environment[], delivery: delivery as Delivery, names };
  }
  const shapes = located(problems, valuePlaces(INDEX_FILE, source));
  return { findings: sortedFindings([...shapes, ...checkEnvironments(sound(), source, names)]) };
}

/** Reads what the company calls things, which it need not say. */
function readSettings(
  exported: Readonly<Record<string, unknown>>,
  environments: () => readonly (Environment | undefined)[],
): { readonly names: Names } | { readonly problems: readonly Problem[] } {
  if (!('NAMES' in exported)) return { names: DEFAULT_NAMES };
  const misshapen = shapeProblems(namesSchema, exported.NAMES, 'the names', ['NAMES']);
  if (misshapen.length > 0) return { problems: misshapen };
  const settings = exported.NAMES as CompanyNames;
  const problems = checkNames(settings, environments());
  return problems.length > 0 ? { problems } : { names: new Names(settings) };
}

/** Clusters can share data, such as their versions: a field that is wrong there is reported once. */
function located(problems: readonly Problem[], places: ValuePlaces): readonly Finding[] {
  const found = problems.map(({ path, at, code, message, help }) => {
    const finding: Finding = { code, severity: 'error', message, help, places: [places(path, at)] };
    const field = path.filter((step) => typeof step === 'string');
    return { key: JSON.stringify([code, field, finding.places]), finding };
  });
  return [...groupBy(found, ({ key }) => key).values()].map(([{ finding }]) => finding);
}

function checkExports(exported: Readonly<Record<string, unknown>>): Problem[] {
  return EXPORTS.filter((name) => exported[name] === undefined).map((name) => ({
    code: 'KF203',
    path: [name],
    message: `${INDEX_FILE} does not export ${name}`,
    help: suggest(name, Object.keys(exported)),
  }));
}

function environmentProblems(environments: unknown): Problem[] {
  const path = ['ENVIRONMENTS'];
  if (environments === undefined) return [];
  if (!Array.isArray(environments) || environments.length === 0) {
    const message = 'ENVIRONMENTS is not a list with at least one environment';
    return [{ code: 'KF202', path, message, help: 'write [test, staging, prod]' }];
  }
  return environments.flatMap((environment: unknown, index) =>
    shapeProblems(environmentSchema, environment, 'the environment', [...path, index]),
  );
}

/** Returns the problems of a value whose path from the exports on is given. */
function shapeProblems(
  schema: typeof environmentSchema | typeof deliverySchema | typeof namesSchema,
  value: unknown,
  whole: string,
  own: ValuePath,
): Problem[] {
  if (value === undefined) {
    const help = 'leave it out, or import a name that its file exports';
    return [{ code: 'KF203', path: own, message: `${whole} is undefined`, help }];
  }
  const shaped = checkShape(schema, value, whole);
  if ('value' in shaped) return [];
  return shaped.problems.map((problem) => ({ ...problem, path: [...own, ...problem.path] }));
}

/** The environments whose shape is right; undefined in the place of others. */
function soundOf(environments: unknown): readonly (Environment | undefined)[] {
  const all: readonly unknown[] = Array.isArray(environments) ? environments : [];
  return all.map((environment) => {
    const shaped = checkShape(environmentSchema, environment);
    return 'value' in shaped ? shaped.value : undefined;
  });
}
