import { FIRST_SYMBOL } from './alphabet';
import type { LiteralIndex } from './literal-index';

/** Some nodes of an index that follow each other. */
export interface NodeRange {
  readonly low: number;
  /** The node behind the last one. */
  readonly high: number;
}

/** Where the nodes of a range end that begin with the text of one of them. */
export function rangeEnd({ texts, enclosing }: LiteralIndex, at: number, high: number): number {
  if (enclosing[at + 1] !== at) return at + 1;
  const text = texts[at] ?? '';
  return endOfAlike(at, high, (other) => texts[other]?.startsWith(text) === true);
}

/** The ranges of the nodes, all longer than a depth, that go on by each symbol there. */
export function waysOn({ texts }: LiteralIndex, { low, high }: NodeRange, depth: number) {
  const ways = new Map<number, NodeRange>();
  for (let at = low; at < high;) {
    const code = texts[at]?.charCodeAt(depth) ?? 0;
    const end = endOfAlike(at, high, (other) => texts[other]?.charCodeAt(depth) === code);
    ways.set(code - FIRST_SYMBOL, { low: at, high: end });
    at = end;
  }
  return ways;
}

/** The first node of a range that is not like its first one; those that are stand before all others. */
function endOfAlike(low: number, high: number, isAlike: (node: number) => boolean): number {
  let [inside, outside] = [low, high];
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (isAlike(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}
