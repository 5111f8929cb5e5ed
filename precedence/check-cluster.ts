import { pathOwnerships, type Catalog, type CatalogFunction, type RouteOfFunction } from '../catalog';
import type { DeclaredOrder } from '../base';
import type { Finding } from '../findings';
import { checkTables, routeTables, type CheckedTable, type RouteProblem } from '../routing';
import type { RuleKey } from './order-rules';
import { planTable, type RuleProblem } from './plan-table';
import type { RoutedCluster } from './routed-cluster';
import { rulePlaces, type PlacedFunction } from './rule-places';
import { consentsIn } from './team-consents';
import { outsideTeamPaths } from './team-paths';
import { unitsOf } from './virtual-service-units';
import { virtualServiceObject } from './virtual-service';

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
  /** The rules of each VirtualService; the function of the last one hosts it. */
  readonly units: readonly (readonly RuleKey[])[];
  /** Whether a rule leaves the prefixes of its team, which is reported: whatever else it meets follows from that. */
  readonly isStray: (rule: RuleKey) => boolean;
  /** The declared orders that decide on some request; undefined if the functions could not be compared. */
  readonly orders: readonly DeclaredOrder[] | undefined;
}

/** A cluster whose functions have no routes. */
const NO_ROUTES: CheckedCluster = {
  table: { routes: 0, orderIndependent: 'proved' },
  findings: [],
  groups: [],
  units: [],
  isStray: () => false,
  orders: [],
};

/** Stands for the Gateways of a cluster, in the only form that every Istio version takes. */
const STAND_IN = 'gateway.kfaas.svc.cluster.local';

/** Orders the functions of one cluster, and checks the route table that follows. */
export function checkCluster(
  catalog: Catalog,
  cluster: RoutedCluster,
  functions: readonly PlacedFunction[],
): CheckedCluster {
  const { teams } = catalog;
  const [namespace = ''] = cluster.namespaces;
  const { placeOf, referenceOf } = rulePlaces(catalog, cluster, functions, namespace);
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
  if (list === undefined) return NO_ROUTES;
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
  const isStray = (rule: RuleKey) => strays.has(spellRule(rule));
  const isConsequence = (rules: readonly RuleKey[]) => rules.some(isStray);
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
    units,
    isStray,
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
