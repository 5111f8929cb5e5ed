import { withinBudget, budgetOf, type Budget } from './budget';
import { nearConflicts } from './near-conflicts';
import { orderProblems } from './order-problems';
import { pathAdvice } from './path-advice';
import type { RouteProblem } from './problem';
import { problemOf } from './remark-problems';
import type { RouteList, RouteTable, RouteTables } from './route-table';
import type { RoutingRules } from './rules';
import { unmergedProblem } from './unmerged';

/**
 * Whether every request of a table reaches the same outcome whatever the order in which its VirtualServices were
 * created: proved, broken by a request that is shown, or not decided.
 */
export type OrderIndependence = 'proved' | 'broken' | 'undecided';

/** The verdict on one table. */
export interface CheckedTable {
  readonly gateway: string;
  readonly host: string;
  /** How many Envoy routes it has, on the listener that no match names. */
  readonly routes: number;
  readonly orderIndependent: OrderIndependence;
}

/** What a check finds. */
export interface TableCheck {
  readonly tables: readonly CheckedTable[];
  readonly problems: readonly RouteProblem[];
}

/** Work for one route list: so many units, and so many more for each route; a unit takes some 20 to 100 ns. */
const BUDGET = { base: 20_000_000, perRoute: 300 };

/** Checks route tables: one verdict for each, and everything that is wrong or worth knowing. */
export function checkTables({ tables, remarks }: RouteTables, rules: RoutingRules): TableCheck {
  const problems: RouteProblem[] = remarks.map(problemOf);
  const unknown = new Set(
    remarks
      .filter(({ kind }) => kind !== 'ignored-by-version' && kind !== 'unmatchable')
      .map(({ index }) => index),
  );
  const known = new Map<RouteList, OrderIndependence>();
  const checked = tables.map((table): CheckedTable => {
    const verdicts = table.listeners.map(({ port, list }) => {
      let verdict = known.get(list);
      if (verdict !== undefined && table.merged) return verdict;
      const whole = { problems: [] as RouteProblem[], verdict: 'proved' as OrderIndependence };
      const budget = budgetOf(BUDGET.base + BUDGET.perRoute * list.routes.length);
      const done = withinBudget(() => judge(table, port, list, budget));
      if (done === undefined) {
        whole.problems.push(undecided(table));
        whole.verdict = 'undecided';
      } else Object.assign(whole, done.answer);
      problems.push(...whole.problems);
      verdict =
        whole.verdict === 'proved' && list.members.some(({ index }) => unknown.has(index))
          ? 'undecided'
          : whole.verdict;
      known.set(list, verdict);
      return verdict;
    });
    const { gateway, host, listeners } = table;
    const routes = listeners[0]?.list.routes.length ?? 0;
    return { gateway, host, routes, orderIndependent: worst(verdicts) };
  });
  return { tables: checked, problems };

  function judge(table: RouteTable, port: number | undefined, list: RouteList, budget: Budget) {
    const unmerged = table.merged ? undefined : unmergedProblem(table, port, rules, budget);
    const { verdict, problems: found } = orderProblems(table, list, budget);
    return {
      verdict: unmerged === undefined ? verdict : ('broken' as const),
      problems: [
        ...(unmerged === undefined ? [] : [unmerged]),
        ...found,
        ...pathAdvice(list),
        ...nearConflicts(list),
      ],
    };
  }
}

function worst(verdicts: readonly OrderIndependence[]): OrderIndependence {
  return (
    verdicts.find((verdict) => verdict === 'broken') ??
    verdicts.find((verdict) => verdict === 'undecided') ??
    'proved'
  );
}

function undecided({ gateway, host, members }: RouteTable): RouteProblem {
  const [first] = members;
  return {
    code: 'KF612',
    severity: 'error',
    message: `whether the order of creation decides on ${host} (gateway ${gateway}) is not decided: its regexes need more work than a check may take`,
    help: 'make regexes begin with plain text that no other route has, or narrow what they repeat',
    spots: first === undefined ? [] : [{ virtualService: first.index, path: ['spec', 'hosts'] }],
  };
}
