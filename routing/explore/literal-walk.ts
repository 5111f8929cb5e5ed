import { DEAD } from '../text';
import { mayBeFull, merged, type ExploreContext, type Task } from './context';
import type { LiteralNode } from './literal-index';
import { rangeEnd } from './literal-range';
import type { PrefixChain } from './prefix-chain';

/**
 * Preorder walk of the implicit trie, where no regex is alive. It is linear in the nodes, not in their characters:
 * for the exact paths `/a` and `/ab` it reports the routes of `/a`, of `/ab`, and of neither.
 *
 * INVARIANT: a node's prefixes are all prefixes that begin at its text, and nested nodes follow it directly, so a
 * stack of open prefixes holds all routes that match besides the node's own.
 *
 * INVARIANT: fewer than PATH_SYMBOLS nodes after an exact path cannot cover every continuation of it, so the set of the
 * chain alone occurs; from that limit on, the product walk compares the continuations.
 */
export function walkLiterals(context: ExploreContext, { low, high, depth, chain: outer }: Task): void {
  const { index, visitor, budget, tasks } = context;
  const first = low < index.length ? index.nodeAt(low) : undefined;
  // Some text continues beside all nodes, unless the shared text is itself an exact path.
  if (first === undefined || first.text.length > depth || isExactAlone(first, low, high)) {
    visitor.accept(outer.routes);
  }
  const open: { readonly text: string; readonly chain: PrefixChain }[] = [];
  for (let position = low; position < high; position += 1) {
    const node = index.nodeAt(position);
    while (open.length > 0 && !node.text.startsWith(open.at(-1)?.text ?? '')) open.pop();
    const chain = open.at(-1)?.chain ?? outer;
    budget.spend(1);
    if (node.stems.length > 0 || mayBeFull(node, position, high)) {
      const end = rangeEnd(index, position, high);
      tasks.push({
        literalsOnly: false,
        low: position,
        high: end,
        depth: node.text.length,
        state: DEAD,
        chain,
      });
      position = end - 1;
      continue;
    }
    // INVARIANT: no text follows a lone prefix, so it and the chain are one set, and the chain need not grow.
    if (node.exacts.length === 0 && index.enclosing[position + 1] !== position) {
      visitor.accept(merged(chain.routes, node.prefixes));
      continue;
    }
    const inner = chain.with(node.prefixes);
    if (node.exacts.length > 0) visitor.accept(merged(inner.routes, node.exacts));
    if (node.prefixes.length > 0) {
      visitor.accept(inner.routes);
      open.push({ text: node.text, chain: inner });
    }
  }
}

function isExactAlone(node: LiteralNode, position: number, high: number): boolean {
  return node.prefixes.length === 0 && node.stems.length === 0 && !mayBeFull(node, position, high);
}
