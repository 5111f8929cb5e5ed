import type { Budget } from './budget';
import {
  complement,
  satisfyingValue,
  type Condition,
  type Dimension,
  type DimensionValue,
  type Domain,
} from './condition';

/** What a request has in each dimension that matters; other dimensions are free. */
export type Assignment = ReadonlyMap<Dimension, DimensionValue>;

/**
 * Finds what a request must have to meet some conditions and to fail, of each of some other conjunctions, at least
 * one condition. Exact: it tries, for each conjunction that is to fail, each of its conditions in turn.
 * @returns `undefined` where no request is so
 */
export function findAssignment(
  met: readonly Condition[],
  failed: readonly (readonly Condition[])[],
  domain: Domain,
  budget: Budget,
): Assignment | undefined {
  const values = new Map<Dimension, DimensionValue>();
  const asked = new Map<Dimension, readonly Condition[]>();
  for (const condition of met) {
    asked.set(condition.dimension, [...(asked.get(condition.dimension) ?? []), condition]);
  }
  for (const [dimension, conditions] of asked) {
    const found = satisfyingValue(dimension, conditions, domain, budget);
    if (found === undefined) return undefined;
    values.set(dimension, found.value);
  }
  // The fewer ways there are to fail, the earlier it is tried.
  const open = failed.filter((conjunction) => conjunction.every(meets)).sort((a, b) => a.length - b.length);
  return search(open, 0) ? values : undefined;

  /** Whether a conjunction could still hold together with all that is asked: one that cannot has failed. */
  function meets({ dimension, ...rest }: Condition): boolean {
    const conditions = asked.get(dimension);
    if (conditions === undefined) return true;
    const together = [...conditions, { dimension, ...rest }];
    return satisfyingValue(dimension, together, domain, budget) !== undefined;
  }

  function search(conjunctions: readonly (readonly Condition[])[], from: number): boolean {
    const conjunction = conjunctions[from];
    if (conjunction === undefined) return true;
    budget.spend(1);
    for (const condition of conjunction) {
      const { dimension } = condition;
      const before = asked.get(dimension);
      const valueBefore = values.get(dimension);
      const together = [...(before ?? []), complement(condition)];
      const found = satisfyingValue(dimension, together, domain, budget);
      if (found === undefined) continue;
      asked.set(dimension, together);
      values.set(dimension, found.value);
      if (search(conjunctions, from + 1)) return true;
      if (before === undefined) {
        asked.delete(dimension);
        values.delete(dimension);
      } else {
        asked.set(dimension, before);
        values.set(dimension, valueBefore);
      }
    }
    return false;
  }
}
