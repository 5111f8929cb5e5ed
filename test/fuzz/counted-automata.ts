import type * as BudgetModule from '../../routing/text/budget';
import type * as StoreModule from '../../routing/text/state-store';

/** What automata have done and hold since the last reset. */
export const automataCount = { units: 0, states: 0, instructionsHeld: 0 };

/** Sets the counts to zero. */
export function resetAutomataCount(): void {
  Object.assign(automataCount, { units: 0, states: 0, instructionsHeld: 0 });
}

/** Budgets whose units are counted. */
export function countingBudgets(actual: typeof BudgetModule): typeof BudgetModule {
  const counted = (budget: BudgetModule.Budget): BudgetModule.Budget => ({
    spend(units) {
      automataCount.units += units;
      budget.spend(units);
    },
  });
  return {
    ...actual,
    budgetOf: (units) => counted(actual.budgetOf(units)),
    tableBudget: (routes) => counted(actual.tableBudget(routes)),
  };
}

/** Stores whose states are counted, and the instructions that they hold. */
export function countingStores({ stateStore }: typeof StoreModule): typeof StoreModule {
  return { stateStore: <T extends StoreModule.Rest>() => countingStore(stateStore<T>()) };
}

function countingStore<T extends StoreModule.Rest>(store: StoreModule.StateStore<T>): typeof store {
  return {
    stateOf: (number) => store.stateOf(number),
    numberOf: (kernel, before, make) =>
      store.numberOf(kernel, before, () => {
        const made = make();
        automataCount.states += 1;
        automataCount.instructionsHeld += kernel.length;
        return made;
      }),
  };
}
