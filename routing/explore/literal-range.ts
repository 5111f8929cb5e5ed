import { FIRST_SYMBOL } from '../text';
import type { LiteralIndex } from './literal-index';

/** Consecutive nodes of an index, for example a subtree. */
export interface NodeRange {
  readonly low: number;
  /** The node after the last one. */
  readonly high: number;
}

/** Returns the end of the subtree of a node: the first node after it whose text does not begin with the node's text. */
export function rangeEnd({ texts, enclosing }: LiteralIndex, node: number, high: number): number {
  if (enclosing[node + 1] !== node) return node + 1;
  const text = texts[node] ?? '';
  return endOfAlike(node, high, (other) => texts[other]?.startsWith(text) === true);
}

/** Returns the range of nodes for each symbol at a depth. The texts of all nodes must be longer than the depth. */
export function waysOn({ texts }: LiteralIndex, { low, high }: NodeRange, depth: number) {
  const ways = new Map<number, NodeRange>();
  for (let node = low; node < high;) {
    const code = texts[node]?.charCodeAt(depth) ?? 0;
    const end = endOfAlike(node, high, (other) => texts[other]?.charCodeAt(depth) === code);
    ways.set(code - FIRST_SYMBOL, { low: node, high: end });
    node = end;
  }
  return ways;
}

/** Binary search: returns the first node that is not like the first node of a range. All alike nodes precede it. */
function endOfAlike(low: number, high: number, isAlike: (node: number) => boolean): number {
  let [inside, outside] = [low, high];
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (isAlike(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}
