/** Bounds the work of one question: whoever works on it spends, and stops with {@link BudgetExhausted}. */
export interface Budget {
  /** Takes units of work; a unit is about one step of an automaton. */
  spend(units: number): void;
}

/** Thrown where a question is not decided within its budget; it never leaves this room. */
export class BudgetExhausted extends Error {}

/** A budget of so many units. */
export function budgetOf(units: number): Budget {
  let left = units;
  return {
    spend(spent) {
      left -= spent;
      if (left < 0) throw new BudgetExhausted();
    },
  };
}

/** The answer to a question, or `undefined` where its budget does not suffice. */
export function withinBudget<T>(question: () => T): { readonly answer: T } | undefined {
  try {
    return { answer: question() };
  } catch (error) {
    if (error instanceof BudgetExhausted) return undefined;
    throw error;
  }
}

/** Work for one route table: so many units, and so many more for each route. A unit takes some 50 to 300 ns. */
const TABLE = { base: 10_000_000, perRoute: 300 };

/** The budget of one question about a whole table; of automata, a unit takes up to 30 bytes. */
export function tableBudget(routes: number): Budget {
  return budgetOf(TABLE.base + TABLE.perRoute * routes);
}
