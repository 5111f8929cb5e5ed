import { DEAD, PATH_ALPHABET, type Transition } from '../text';
import { walkAutomaton } from './automaton-walk';
import { merged, PATH_SYMBOLS, type ExploreContext, type Task } from './context';
import type { LiteralIndex, LiteralNode } from './literal-index';
import { waysOn, type NodeRange } from './literal-range';
import type { PrefixChain } from './prefix-chain';

type Ways = ReadonlyMap<number, NodeRange>;

/** A node for a text that is not in the index. */
const NO_NODE: LiteralNode = { text: '', prefixes: [], exacts: [], stems: [] };

/**
 * One step in the product of the trie and the lazy DFA: visits a text and its continuations, symbol by symbol. For the
 * exact path `/ab` and the regex `/a.` it reads `/a` in both, then `b` in both, and every other symbol in the DFA.
 *
 * INVARIANT: once no literal continues, only the DFA is walked; once the DFA is dead, only the literals are.
 */
export function walkProduct(context: ExploreContext, task: Task): void {
  const { index, joint, visitor, tasks } = context;
  const { low: first, high, depth, state: before } = task;
  const isNode = first < high && index.texts[first]?.length === depth;
  const node = isNode ? index.nodeAt(first) : NO_NODE;
  const low = isNode ? first + 1 : first;
  const chain = task.chain.with(node.prefixes);
  if (before === DEAD && low >= high && isSettledAlone(context, node, chain)) return;
  const state = isNode ? context.enter(before, node) : before;
  visitor.accept(merged(chain.routes, [...node.exacts, ...context.accepted(state)]));

  const ways = waysOn(index, { low, high }, depth);
  if (state === DEAD) {
    if (hasOtherWay(index, ways, depth)) visitor.accept(chain.routes);
    if (low < high) tasks.push({ literalsOnly: true, low, high, depth: depth + 1, state, chain });
    return;
  }
  if (low >= high && node.exacts.length === 0) {
    walkAutomaton(context, chain, state);
    return;
  }
  const [only] = ways.size === 1 ? ways.keys() : [];
  for (const transition of joint.transitions(state)) {
    const next = transition.state;
    const isFree =
      only === undefined
        ? followEach(context, transition, ways, depth, chain)
        : followOnly(context, transition, { only, way: ways.get(only), from: state }, depth, chain);
    if (!isFree) continue;
    if (next === DEAD) visitor.accept(chain.routes);
    else walkAutomaton(context, chain, next);
  }
}

/** Pushes a task for every symbol of a transition that literals continue with; whether other symbols are left. */
function followEach(
  context: ExploreContext,
  { symbols, state }: Transition,
  ways: Ways,
  depth: number,
  chain: PrefixChain,
): boolean {
  let isFree = false;
  for (const symbol of symbols) {
    if (PATH_ALPHABET[symbol] !== 1) continue;
    const way = ways.get(symbol);
    if (way === undefined) isFree = true;
    else push(context, way, depth, state, chain);
  }
  return isFree;
}

/**
 * The same where literals continue with one symbol.
 * INVARIANT: all other symbols of a transition lead to the same pair of chain and state, so one of them suffices.
 */
function followOnly(
  context: ExploreContext,
  { symbols, state }: Transition,
  { only, way, from }: { readonly only: number; readonly way: NodeRange | undefined; readonly from: number },
  depth: number,
  chain: PrefixChain,
): boolean {
  const isPath = PATH_ALPHABET[only] === 1;
  if (way !== undefined && isPath && context.joint.step(from, only) === state) {
    push(context, way, depth, state, chain);
  }
  return symbols.some((symbol) => symbol !== only && PATH_ALPHABET[symbol] === 1);
}

function push(
  { tasks }: ExploreContext,
  way: NodeRange,
  depth: number,
  state: number,
  chain: PrefixChain,
): void {
  tasks.push({
    literalsOnly: state === DEAD,
    low: way.low,
    high: way.high,
    depth: depth + 1,
    state,
    chain,
  });
}

/**
 * Visits the continuations of a node that one regex alone continues from, if that decides all of them.
 * INVARIANT: a live rest without assertions accepts some continuation, so the set with the regex occurs; the only other
 * set is the chain's.
 */
function isSettledAlone(
  context: ExploreContext,
  { text, exacts, stems }: LiteralNode,
  chain: PrefixChain,
): boolean {
  const { visitor, budget } = context;
  const [route] = stems;
  if (route === undefined || stems.length > 1 || exacts.length > 0) return false;
  const rest = context.restAfter(context.pathOf(route), text);
  if (rest === undefined) return false;
  const both = merged(chain.routes, [route]);
  visitor.accept(rest.holdsEmpty ? both : chain.routes);
  budget.spend(1);
  if (visitor.isSettled(both)) return true;
  if (!visitor.isDone(chain.routes)) return false;
  visitor.accept(both);
  return true;
}

/**
 * Whether a text has a continuation that no prefix after it covers.
 * INVARIANT: fewer ways than symbols leave a symbol uncovered; otherwise every way must be a prefix of one symbol.
 */
function hasOtherWay(index: LiteralIndex, ways: Ways, depth: number): boolean {
  if (ways.size < PATH_SYMBOLS) return true;
  for (const { low } of ways.values()) {
    const { text, prefixes } = index.nodeAt(low);
    if (text.length > depth + 1 || prefixes.length === 0) return true;
  }
  return false;
}
