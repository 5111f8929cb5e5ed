import {
  pathOwnerships,
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
  type RouteOfFunction,
  type Target,
} from '../catalog';
import type { Finding, Place, TableVerdict } from '../findings';
import {
  checkTables,
  routeTables,
  type CheckedTable,
  type RouteProblem,
  type RoutingRules,
} from '../routing';
import type { RuleKey } from './order-rules';
import { consentsIn } from './team-consents';
import { outsideTeamPaths } from './team-paths';
import { planTable, type RuleProblem, type TablePlan } from './plan-table';
import { unitsOf } from './virtual-service-units';
import { virtualServiceObject } from './virtual-service';

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

/** One function on one cluster. */
export interface PlacedFunction {
  readonly declared: CatalogFunction;
  readonly spec: FunctionSpec;
}

/** A route of a group, with the declaration of its function. */
export interface GroupedRoute extends RouteOfFunction {
  readonly declared: CatalogFunction;
}

/** The routes of functions of one cluster that overlap, in rule order: they share one VirtualService. */
export type RouteGroup = readonly GroupedRoute[];

/** The result of checking the routes of all clusters. */
export interface RouteCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** The groups of each cluster by its name; the function of the last route hosts the VirtualService. */
  readonly groups: ReadonlyMap<string, readonly RouteGroup[]>;
}

/**
 * Checks the route tables of every cluster, and orders functions whose routes overlap.
 * @param isRefused whether a function cannot be rendered on a cluster, which is said elsewhere; by default all can
 */
export function checkRoutes(
  catalog: Catalog,
  clusters: readonly RoutedCluster[],
  isRefused: (cluster: string, declared: CatalogFunction) => boolean = () => false,
): RouteCheck {
  const tables: TableVerdict[] = [];
  const findings: Finding[] = [];
  const groups = new Map<string, readonly RouteGroup[]>();
  const known: {
    readonly functions: readonly PlacedFunction[];
    readonly key: string;
    readonly checked: Checked;
  }[] = [];
  for (const cluster of clusters) {
    const { target, rules, gateways } = cluster;
    const functions = catalog.functions.flatMap((declared) => {
      const spec = declared.specs.get(target.cluster);
      return spec === undefined || isRefused(target.cluster, declared) ? [] : [{ declared, spec }];
    });
    const key = `${cluster.key} ${JSON.stringify(rules)}`;
    const alike = known.find(
      (other) =>
        other.key === key &&
        other.functions.length === functions.length &&
        other.functions.every(({ spec }, place) => spec === functions[place]?.spec),
    );
    const checked = alike?.checked ?? checkCluster(catalog, cluster, functions);
    if (alike === undefined) {
      known.push({ functions, key, checked });
      findings.push(...checked.findings);
    }
    groups.set(target.cluster, checked.groups);
    for (const namespace of cluster.namespaces) {
      for (const gateway of gateways) {
        const { routes, orderIndependent } = checked.table;
        tables.push({
          cluster: target.cluster,
          gateway,
          host: cluster.hostOf(namespace),
          routes,
          orderIndependent,
        });
      }
    }
  }
  return { tables, findings, groups };
}

/** The verdict on one cluster: its namespaces have the same routes, each for a host of its own. */
interface Checked {
  readonly table: Pick<CheckedTable, 'routes' | 'orderIndependent'>;
  readonly findings: readonly Finding[];
  readonly groups: readonly RouteGroup[];
}

/** Stands for the Gateways of a cluster, in the only form that every Istio version takes. */
const STAND_IN = 'gateway.kfaas.svc.cluster.local';

function checkCluster(
  { teams, sources }: Catalog,
  cluster: RoutedCluster,
  functions: readonly PlacedFunction[],
): Checked {
  const [namespace = ''] = cluster.namespaces;
  const object = (id: string, rules: readonly object[]) => {
    const [team = '', name = ''] = id.split('/');
    const host = cluster.hostOf(namespace);
    return virtualServiceObject({ namespace: team, name, host, gateways: [STAND_IN], rules });
  };
  // The rules of the first namespace represent those of the others, which differ in hosts alone.
  const rulesOf = functions.map(({ spec }) => cluster.rulesOf(spec, namespace));
  const apart = routeTables(
    functions.map(({ declared }, place) => object(declared.id, rulesOf[place] ?? [])),
    { ...cluster.rules, tieBreak: 'none' },
  );
  const list = apart.tables[0]?.listeners[0]?.list;
  if (list === undefined)
    return { table: { routes: 0, orderIndependent: 'proved' }, findings: [], groups: [] };
  const order = list.members.map(({ index }) => index);
  const members = order.map((place) => {
    const placed = functions[place];
    return { id: placed?.declared.id ?? '', team: placed?.spec.team ?? '' };
  });
  const plan: TablePlan = planTable(members, list, consentsIn(teams));
  const inCatalog = (key: RuleKey): RuleKey => ({ member: order[key.member] ?? 0, rule: key.rule });
  const groups = plan.groups.map((rules) => rules.map(inCatalog));

  const units = unitsOf(functions.length, groups, (place) => rulesOf[place]?.length ?? 0);
  const objects = units.map((unit) => {
    const host = functions[unit.at(-1)?.member ?? 0]?.declared.id ?? '';
    return object(
      host,
      unit.map(({ member, rule }) => rulesOf[member]?.[rule] ?? {}),
    );
  });
  const { tables, problems } = checkTables(routeTables(objects, cluster.rules), cluster.rules);
  const ownershipOf = pathOwnerships(teams);
  const outside = functions.flatMap(({ declared, spec }, member) =>
    outsideTeamPaths(list, order.indexOf(member), spec, ownershipOf(declared.id)).map(
      ({ rule, ...problem }) => ({ ...problem, rules: [{ member, rule }] }),
    ),
  );
  // A regex that leaves its team's prefixes meets the routes of many teams. Its cause is reported, and not each of these.
  const strays = new Set(
    outside.flatMap(({ witness, rules }) => (witness === undefined ? [] : rules.map(spellRule))),
  );
  const isConsequence = (rules: readonly RuleKey[]) => rules.some((rule) => strays.has(spellRule(rule)));
  const planned = plan.problems
    .map((problem) => ({ ...problem, rules: problem.rules.map(inCatalog) }))
    .filter(({ rules }) => !isConsequence(rules));
  // Rules that cannot be ordered were not brought together; what that breaks has been said.
  const rest = problems
    .filter(({ code }) => code !== 'KF601' || plan.problems.length === 0)
    .filter((problem) => isOfWholeRule(problem) && !isConsequence(rulesAt(problem.positions)))
    .map(tableFinding);
  const orderIndependent = tables[0]?.orderIndependent ?? 'proved';
  const toGroup = (rules: readonly RuleKey[]): RouteGroup =>
    rules.flatMap(({ member, rule }) => {
      const owner = functions[member];
      return owner === undefined ? [] : [{ declared: owner.declared, function: owner.spec, route: rule }];
    });
  return {
    table: { routes: tables[0]?.routes ?? 0, orderIndependent },
    findings: [...[...outside, ...planned].map(ruleFinding), ...rest],
    groups: groups.map(toGroup),
  };

  function ruleFinding({ rules, ...problem }: RuleProblem): Finding {
    return {
      ...problem,
      severity: 'error',
      places: rules.flatMap((rule) => placeOf(rule)),
      routes: rules.flatMap((rule) => referenceOf(rule)),
    };
  }

  function rulesAt(positions: RouteProblem['positions']): RuleKey[] {
    return positions.flatMap(
      ({ virtualService, path }) => units[virtualService]?.[Number(path[2] ?? 0)] ?? [],
    );
  }

  function tableFinding({ positions, routes, ...problem }: RouteProblem): Finding {
    const keys = rulesAt(positions);
    return {
      ...problem,
      places: keys.flatMap((rule) => placeOf(rule)),
      ...(routes === undefined ? {} : { routes: keys.flatMap((rule) => referenceOf(rule)) }),
    };
  }

  function placeOf({ member, rule }: RuleKey): Place[] {
    const placed = functions[member];
    const text = placed === undefined ? undefined : sources.get(placed.declared.file);
    if (placed === undefined || text === undefined) return [];
    const match = placed.spec.routes[rule]?.match ?? {};
    const kind =
      (['prefix', 'exact', 'regex'] as const).find((name) => match[name] !== undefined) ?? 'prefix';
    return [placeInFunction(placed.declared, text, cluster.target, ['routes', rule, 'match', kind])];
  }

  function referenceOf({ member, rule }: RuleKey) {
    const placed = functions[member];
    if (placed === undefined) return [];
    return [{ virtualService: cluster.virtualServiceOf(placed.spec, namespace), rule, match: 0 }];
  }
}

function spellRule({ member, rule }: RuleKey): string {
  return `${member} ${rule}`;
}

/**
 * A route of the catalog is a rule whose matches differ in the method: it is dead only where all of them are, and
 * that is reported once.
 */
function isOfWholeRule({ code, severity, routes: [route] = [] }: RouteProblem): boolean {
  return code !== 'KF604' || (severity === 'error' && route?.match === 0);
}
