import {
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
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
import { outsideTeamPaths } from './team-paths';
import { planTable, type RuleProblem, type TablePlan } from './plan-table';

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

/** Functions of one cluster whose routes overlap, in one VirtualService. */
export type Group = readonly { readonly of: PlacedFunction; readonly route: number }[];

/** What the check of all clusters' routes comes to. */
export interface RouteCheck {
  readonly tables: readonly TableVerdict[];
  readonly findings: readonly Finding[];
  /** The groups of each cluster by its name; the function of the last route hosts the VirtualService. */
  readonly groups: ReadonlyMap<string, readonly Group[]>;
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
  const groups = new Map<string, readonly Group[]>();
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
  readonly groups: readonly Group[];
}

function checkCluster(
  { teams, sources }: Catalog,
  cluster: RoutedCluster,
  functions: readonly PlacedFunction[],
): Checked {
  const [namespace = ''] = cluster.namespaces;
  const object = (id: string, http: readonly object[]) => {
    const [team = '', name = ''] = id.split('/');
    return {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { namespace: team, name },
      spec: { hosts: [cluster.hostOf(namespace)], gateways: ['kfaas/gateway'], http },
    };
  };
  // The rules of the first namespace stand for those of the others, which differ in hosts alone.
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
    const of = functions[place];
    return { id: of?.declared.id ?? '', team: of?.spec.team ?? '' };
  });
  const consents = (team: string, id: string) => teams.get(team)?.consents?.includes(id) === true;
  const plan: TablePlan = planTable(members, list, consents);
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
  const planned = plan.problems.map((problem) =>
    ruleFinding({ ...problem, rules: problem.rules.map(inCatalog) }),
  );
  // Rules that cannot be ordered were not brought together; what that breaks has been said.
  const untold = problems.filter(({ code }) => code !== 'KF601' || planned.length === 0);
  const rest = untold.filter(isOfWholeRule).map(tableFinding);
  const outside = functions.flatMap(({ spec }, member) =>
    outsideTeamPaths(list, order.indexOf(member), spec, teams).map(({ rule, ...problem }) =>
      ruleFinding({ ...problem, rules: [{ member, rule }] }),
    ),
  );
  const orderIndependent = tables[0]?.orderIndependent ?? 'proved';
  const toGroup = (rules: readonly RuleKey[]): Group =>
    rules.flatMap(({ member, rule }) => {
      const of = functions[member];
      return of === undefined ? [] : [{ of, route: rule }];
    });
  return {
    table: { routes: tables[0]?.routes ?? 0, orderIndependent },
    findings: [...outside, ...planned, ...rest],
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

  function tableFinding({ spots, routes, ...problem }: RouteProblem): Finding {
    const keys = spots.flatMap(
      ({ virtualService, path }) => units[virtualService]?.[Number(path[2] ?? 0)] ?? [],
    );
    return {
      ...problem,
      places: keys.flatMap((rule) => placeOf(rule)),
      ...(routes === undefined ? {} : { routes: keys.flatMap((rule) => referenceOf(rule)) }),
    };
  }

  function placeOf({ member, rule }: RuleKey): Place[] {
    const of = functions[member];
    const text = of === undefined ? undefined : sources.get(of.declared.file);
    if (of === undefined || text === undefined) return [];
    const match = of.spec.routes[rule]?.match ?? {};
    const kind =
      (['prefix', 'exact', 'regex'] as const).find((name) => match[name] !== undefined) ?? 'prefix';
    return [placeInFunction(of.declared, text, cluster.target, ['routes', rule, 'match', kind])];
  }

  function referenceOf({ member, rule }: RuleKey) {
    const of = functions[member];
    if (of === undefined) return [];
    return [{ virtualService: cluster.virtualServiceOf(of.spec, namespace), rule, match: 0 }];
  }
}

/** The rules of each VirtualService: a group's in its order, the others' in their own. */
function unitsOf(
  count: number,
  groups: readonly (readonly RuleKey[])[],
  rulesIn: (member: number) => number,
): (readonly RuleKey[])[] {
  const grouped = new Set(groups.flat().map(({ member }) => member));
  const apart = Array.from({ length: count }, (_, member) => member)
    .filter((member) => !grouped.has(member))
    .map((member) => Array.from({ length: rulesIn(member) }, (_, rule) => ({ member, rule })));
  return [...apart, ...groups];
}

/**
 * A route of the catalog is a rule whose matches differ in the method: it is dead only where all of them are, and
 * that is told once.
 */
function isOfWholeRule({ code, severity, routes: [route] = [] }: RouteProblem): boolean {
  return code !== 'KF604' || (severity === 'error' && route?.match === 0);
}
