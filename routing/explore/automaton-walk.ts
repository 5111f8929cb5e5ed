import { DEAD, PATH_ALPHABET } from '../text';
import { merged, type ExploreContext } from './context';
import type { PrefixChain } from './prefix-chain';

/** More states than any budget allows. */
const STATE_LIMIT = 2 ** 26;

/**
 * Depth-first search of the lazy DFA, where no literal continues: the routes of the chain match every continuation,
 * the regexes may match. For `/a[0-9]+` and `/a1.*` after `/a` it reports neither, one and both.
 *
 * INVARIANT: what follows depends on the pair of chain and state alone, so each pair is visited once.
 */
export function walkAutomaton(context: ExploreContext, chain: PrefixChain, from: number): void {
  const { joint, visitor, budget, seen } = context;
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const key = chain.id * STATE_LIMIT + state;
    if (seen.has(key)) continue;
    seen.add(key);
    budget.spend(1);
    const alive = context.alive(state);
    // INVARIANT: every set found from here is a subset of the chain and the live routes.
    if (visitor.isSettled(merged(chain.routes, alive))) continue;
    // INVARIANT: without assertions, a live language accepts some continuation: the only other set is the chain's.
    if (alive.length === 1 && !joint.asserts(state) && visitor.isDone(chain.routes)) {
      visitor.accept(merged(chain.routes, alive));
      continue;
    }
    visitor.accept(merged(chain.routes, context.accepted(state)));
    for (const { symbols, state: next } of joint.transitions(state)) {
      if (!symbols.some((symbol) => PATH_ALPHABET[symbol] === 1)) continue;
      if (next === DEAD) visitor.accept(chain.routes);
      else open.push(next);
    }
  }
}
