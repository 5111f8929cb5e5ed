import {
  pathOwnerships,
  placeInFunction,
  type Catalog,
  type CatalogFunction,
  type FunctionSpec,
  type RouteOfFunction,
} from '../catalog';
import type { DeclaredOrder } from '../base';
import type { Finding, Place } from '../findings';
import { checkTables, routeTables, type CheckedTable, type RouteProblem } from '../routing';
import type { RuleKey } from './order-rules';
import { planTable, type RuleProblem } from './plan-table';
import type { RoutedCluster } from './routed-cluster';
import { consentsIn } from './team-consents';
import { outsideTeamPaths } from './team-paths';
import { unitsOf } from './virtual-service-units';
import { virtualServiceObject } from './virtual-service';

/** One function on one cluster. */
export interface PlacedFunction {
  readonly declared: CatalogFunction;
  readonly spec: FunctionSpec;
}

/** A route of a group, with the declaration of its function. */
export interface GroupedRoute extends RouteOfFunction {
  readonly declared: CatalogFunction;
}

/** Functions of one cluster whose routes overlap: they share one VirtualService. */
export interface RouteGroup {
  /** Their rules, in the order in which they are tried. */
  readonly rules: readonly GroupedRoute[];
  /** The orders among them that a function's file declares. */
  readonly orders: readonly DeclaredOrder[];
}

/** The verdict on one cluster: its namespaces have the same routes, each for a host of its own. */
export interface CheckedCluster {
  readonly table: Pick<CheckedTable, 'routes' | 'orderIndependent'>;
  readonly findings: readonly Finding[];
  readonly groups: readonly RouteGroup[];
  /** The declared orders that decide on some request; undefined if the functions could not be compared. */
  readonly orders: readonly DeclaredOrder[] | undefined;
}

/** Stands for the Gateways of a cluster, in the only form that every Istio version takes. */
const STAND_IN = 'gateway.kfaas.svc.cluster.local';

/** Orders the functions of one cluster, and checks the route table that follows. */
export function checkCluster(
  { teams, sources }: Catalog,
  cluster: RoutedCluster,
  functions: readonly PlacedFunction[],
): CheckedCluster {
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
    return { table: { routes: 0, orderIndependent: 'proved' }, findings: [], groups: [], orders: [] };
  const order = list.members.map(({ index }) => index);
  const members = order.map((place) => {
    const placed = functions[place];
    const { team = '', before = [] } = placed?.spec ?? {};
    return { id: placed?.declared.id ?? '', team, before };
  });
  const plan = planTable(members, list, consentsIn(teams));
  const inCatalog = (key: RuleKey): RuleKey => ({ member: order[key.member] ?? 0, rule: key.rule });
  const { problems: unordered = [], orders } = plan ?? {};
  // What could not be decided, the check of the rendered tables says: it has no larger budget.
  const groups = plan?.groups.map((rules) => rules.map(inCatalog)) ?? [];

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
  const planned = unordered
    .map((problem) => ({ ...problem, rules: problem.rules.map(inCatalog) }))
    .filter(({ rules }) => !isConsequence(rules));
  // Rules that cannot be ordered were not brought together; what that breaks has been said.
  const rest = problems
    .filter(({ code }) => code !== 'KF601' || unordered.length === 0)
    .filter((problem) => isOfWholeRule(problem) && !isConsequence(rulesAt(problem.positions)))
    .map(tableFinding);
  const orderIndependent = tables[0]?.orderIndependent ?? 'proved';
  const toGroup = (keys: readonly RuleKey[]): RouteGroup => {
    const rules = keys.flatMap(({ member, rule }) => {
      const owner = functions[member];
      return owner === undefined ? [] : [{ declared: owner.declared, function: owner.spec, route: rule }];
    });
    const ids = new Set(rules.map(({ declared }) => declared.id));
    return { rules, orders: orders?.filter(({ first }) => ids.has(first)) ?? [] };
  };
  return {
    table: { routes: tables[0]?.routes ?? 0, orderIndependent },
    findings: [...[...outside, ...planned].map(ruleFinding), ...rest],
    groups: groups.map(toGroup),
    orders,
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
