import type { Witness } from '../../../findings';
import {
  budgetOf,
  shortestRequest,
  withinBudget,
  witnessOf,
  type Difference,
  type RouteList,
} from '../../../routing';

/** Common methods that are not idempotent (RFC 9110, section 9.2.2; RFC 5789 for PATCH). */
const NOT_IDEMPOTENT = ['POST', 'PATCH'];

/** The work for one set of requests: a thousand times the usual amount, as conditions on methods are few and short. */
const BUDGET = 200_000;

/**
 * Returns requests of a difference with methods that are not idempotent, one for each method among its requests. The
 * routes' conditions decide, however they are spelled. If the work exceeds the budget, a method counts as included, and the
 * witness of the difference stands for it.
 */
export function notIdempotentRequests(
  { matched, except, witness }: Pick<Difference, 'matched' | 'except' | 'witness'>,
  list: Pick<RouteList, 'domain'>,
): readonly Witness[] {
  const hasMethodCondition = [...matched, ...except].some(({ conditions }) =>
    conditions.some(({ dimension }) => dimension === 'method'),
  );
  if (!hasMethodCondition) return NOT_IDEMPOTENT.map((method) => ({ ...witness, method }));
  return NOT_IDEMPOTENT.flatMap((method) => (method === witness.method ? [witness] : requestWith(method)));

  function requestWith(method: string): readonly Witness[] {
    const methodCondition = {
      dimension: 'method',
      absent: false,
      texts: { kind: 'values', values: [method] },
      negated: false,
    } as const;
    const narrowed = matched.map((route) => ({
      ...route,
      conditions: [...route.conditions, methodCondition],
    }));
    const found = withinBudget(() => shortestRequest(narrowed, except, list, budgetOf(BUDGET)));
    if (found === undefined) return [witness];
    return found.answer === undefined ? [] : [witnessOf(found.answer)];
  }
}
