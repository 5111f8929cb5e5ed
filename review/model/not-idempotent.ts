import { budgetOf, shortestRequest, withinBudget, type Difference, type RouteList } from '../../routing';

/** Methods in use that HTTP does not call idempotent (RFC 9110, section 9.2.2; RFC 5789 for PATCH). */
const NOT_IDEMPOTENT = ['POST', 'PATCH'];

/** Work for one set of requests. Conditions on methods are few and short: this is a thousand times what most need. */
const BUDGET = 200_000;

/**
 * The methods that are not idempotent and are among the requests of a difference. Decided by what its routes ask for, and
 * not by how that is spelled; where it takes more work than a review may take, the method counts as one of them.
 */
export function notIdempotentMethods(
  { matched, except, witness }: Pick<Difference, 'matched' | 'except' | 'witness'>,
  list: Pick<RouteList, 'domain'>,
): readonly string[] {
  const asks = [...matched, ...except].some(({ conditions }) =>
    conditions.some(({ dimension }) => dimension === 'method'),
  );
  if (!asks) return NOT_IDEMPOTENT;
  return NOT_IDEMPOTENT.filter((method) => method === witness.method || isAmong(method));

  function isAmong(method: string): boolean {
    const asked = {
      dimension: 'method',
      absent: false,
      texts: { kind: 'values', values: [method] },
      negated: false,
    } as const;
    const narrowed = matched.map((route) => ({ ...route, conditions: [...route.conditions, asked] }));
    const found = withinBudget(() => shortestRequest(narrowed, except, list, budgetOf(BUDGET)));
    return found === undefined || found.answer !== undefined;
  }
}
