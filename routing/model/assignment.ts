import type { Budget } from '../text';
import {
  complement,
  satisfyingValue,
  takesValue,
  usualValue,
  type Condition,
  type Dimension,
  type DimensionValue,
  type Domain,
} from './condition';

/** The values of a request by dimension; other dimensions have their usual value. */
export type Assignment = ReadonlyMap<Dimension, DimensionValue>;

/**
 * Backtracking search for values that meet all conditions and fail at least one condition of each other conjunction.
 * To meet `a` and fail `b and c`, it tries `a, not b`, then `a, not c`.
 *
 * INVARIANT: `values` satisfies all conditions in `asked`; only conjunctions that still hold are branched on.
 * @returns `undefined` if there are no such values
 */
export function findAssignment(
  met: readonly Condition[],
  failed: readonly (readonly Condition[])[],
  domain: Domain,
  budget: Budget,
): Assignment | undefined {
  const values = new Map<Dimension, DimensionValue>();
  const asked = new Map<Dimension, readonly Condition[]>();
  // A conjunction of one condition leaves no choice.
  const forced = failed.flatMap(([only, another]) =>
    only !== undefined && another === undefined ? [complement(only)] : [],
  );
  const byDimension = new Map<Dimension, Condition[]>();
  for (const condition of [...met, ...forced]) {
    const known = byDimension.get(condition.dimension);
    if (known === undefined) byDimension.set(condition.dimension, [condition]);
    else known.push(condition);
  }
  for (const [dimension, conditions] of byDimension) {
    if (!ask(dimension, conditions)) return undefined;
  }
  const open = failed.filter(({ length }) => length !== 1).sort((a, b) => a.length - b.length);
  return search() ? values : undefined;

  /** Whether values exist with which no open conjunction holds; if so, `values` has them. */
  function search(): boolean {
    budget.spend(1 + open.length / 8);
    const holding = open.find((conjunction) => conjunction.every(holds));
    if (holding === undefined) return true;
    return holding.some((condition) => {
      const { dimension } = condition;
      const [before, valueBefore] = [asked.get(dimension), values.get(dimension)];
      if (!ask(dimension, [...(before ?? []), complement(condition)])) return false;
      if (search()) return true;
      if (before === undefined) {
        asked.delete(dimension);
        values.delete(dimension);
      } else {
        asked.set(dimension, before);
        values.set(dimension, valueBefore);
      }
      return false;
    });
  }

  /** Sets a dimension to a value that all conditions accept; changes nothing if there is none. */
  function ask(dimension: Dimension, conditions: readonly Condition[]): boolean {
    const found = satisfyingValue(dimension, conditions, domain, budget);
    if (found === undefined) return false;
    asked.set(dimension, conditions);
    values.set(dimension, found.value);
    return true;
  }

  function holds(condition: Condition): boolean {
    const { dimension } = condition;
    return takesValue(
      condition,
      values.has(dimension) ? values.get(dimension) : usualValue(dimension, domain),
    );
  }
}
