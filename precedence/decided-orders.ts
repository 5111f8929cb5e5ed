import type { DeclaredOrder } from '../base';
import { compareText } from '../base';
import { spellRequest } from '../findings';
import { shortestRequest, witnessOf, type Budget, type Route, type RouteList } from '../routing';
import type { RuleKey } from './order-rules';
import type { OrderedCrossing } from './plan-table';

/** What finds the routes of rules, and requests that they match. */
export interface OrderedRoutes {
  readonly routesOf: (rule: RuleKey) => readonly Route[];
  readonly idOf: (rule: RuleKey) => string;
  readonly list: RouteList;
  readonly budget: Budget;
}

/**
 * Returns the declared orders that decide on some request, each with the shortest: two rules match it, no rule before
 * them does, and the order says which answers.
 * @param groups the rules of each VirtualService, as they are ordered
 */
export function decidedOrders(
  crossings: readonly OrderedCrossing[],
  groups: readonly (readonly RuleKey[])[],
  { routesOf, idOf, list, budget }: OrderedRoutes,
): readonly DeclaredOrder[] {
  const found = new Map<string, DeclaredOrder & { readonly length: number }>();
  for (const { first, then } of crossings) {
    const group = groups.find((rules) => rules.some((rule) => isSame(rule, first))) ?? [];
    const earlier = group.slice(
      0,
      group.findIndex((rule) => isSame(rule, first)),
    );
    const taken = earlier.flatMap((rule) => routesOf(rule));
    for (const route of routesOf(first)) {
      for (const other of routesOf(then)) {
        const shown = shortestRequest([route, other], taken, list, budget);
        if (shown === undefined) continue;
        const witness = witnessOf(shown);
        const key = `${idOf(first)} ${idOf(then)}`;
        const { length } = witness.path;
        if (length >= (found.get(key)?.length ?? Infinity)) continue;
        found.set(key, { first: idOf(first), then: idOf(then), request: spellRequest(witness), length });
      }
    }
  }
  return [...found.values()]
    .map(({ first, then, request }) => ({ first, then, request }))
    .sort((a, b) => compareText(a.first, b.first) || compareText(a.then, b.then));
}

function isSame(a: RuleKey, b: RuleKey): boolean {
  return a.member === b.member && a.rule === b.rule;
}
