import { DEAD, ROOT_PATH, type Budget, type Language } from '../text';
import { ExploreContext, type Visitor } from './context';
import type { LiteralIndex } from './literal-index';
import { walkLiterals } from './literal-walk';
import { prefixChain } from './prefix-chain';
import { walkProduct } from './product-walk';

/**
 * Product of a trie and a lazy DFA: finds which sets of routes match a path together, over all paths at once. Literal
 * paths are an implicit trie in a sorted array; one DFA runs all regexes. For the prefix `/a` and the regex `/a[0-9]`
 * the sets are none, the prefix, and both.
 *
 * INVARIANT: the tasks on the stack and the sets reported so far cover all paths.
 * @param pathOf returns the path of a route by its index
 * @throws BudgetExhausted
 */
export function explore(
  index: LiteralIndex,
  pathOf: (route: number) => Language,
  visitor: Visitor,
  budget: Budget,
): void {
  const context = new ExploreContext(index, pathOf, visitor, budget);
  const { tasks } = context;
  const depth = ROOT_PATH.length;
  tasks.push({ literalsOnly: true, low: 0, high: index.length, depth, state: DEAD, chain: prefixChain() });
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (task.literalsOnly) walkLiterals(context, task);
    else walkProduct(context, task);
  }
}
