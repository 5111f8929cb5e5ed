/** Bounds the work of one question: the code that answers it spends units until {@link BudgetExhausted} is thrown. */
export interface Budget {
  /** Spends units of work; a unit is about one step of an automaton. */
  spend(units: number): void;
}

/** Thrown when the budget of a question is spent; callers in other rooms catch it by {@link withinBudget}. */
export class BudgetExhausted extends Error {}

/** Creates a budget of a number of units. */
export function budgetOf(units: number): Budget {
  let left = units;
  return {
    spend(spent) {
      left -= spent;
      if (left < 0) throw new BudgetExhausted();
    },
  };
}

/** Returns the answer to a question, or `undefined` if its budget is exhausted. */
export function withinBudget<T>(question: () => T): { readonly answer: T } | undefined {
  try {
    return { answer: question() };
  } catch (error) {
    if (error instanceof BudgetExhausted) return undefined;
    throw error;
  }
}

/** Units of work for one route table: a base, and more for each route. A unit takes about 50 to 300 ns. */
const TABLE = { base: 10_000_000, perRoute: 300 };

/** Returns the budget of one question about a whole table. A unit spent on an automaton takes up to 30 bytes. */
export function tableBudget(routes: number): Budget {
  return budgetOf(TABLE.base + TABLE.perRoute * routes);
}
