/** Places of routes by their texts. Each text is one node; nodes are in order, so those that go on from it follow. */
export interface TextIndex {
  /** The text of each node. */
  readonly texts: readonly string[];
  /** For each node the longest other one that its text begins with; -1 for none. */
  readonly enclosing: Int32Array;
  /** The routes of all nodes, node by node, and by their place within one. */
  readonly routes: Int32Array;
  /** Where the routes of each node begin, and, one more, where those of the last one end. */
  readonly starts: Int32Array;
}

/**
 * Makes the index of some texts.
 * @param routes the route of each text, ascending
 */
export function textIndex(given: readonly string[], routes: readonly number[]): TextIndex {
  const order = inTextOrder(given);
  const texts: string[] = [];
  const sorted = new Int32Array(order.length);
  const starts = new Int32Array(order.length + 1);
  let last: string | undefined;
  for (let at = 0; at < order.length; at += 1) {
    const entry = order[at] ?? 0;
    const text = given[entry] ?? '';
    sorted[at] = routes[entry] ?? 0;
    if (text === last) continue;
    starts[texts.length] = at;
    texts.push(text);
    last = text;
  }
  starts[texts.length] = order.length;
  return { texts, enclosing: enclosingNodes(texts), routes: sorted, starts };
}

/** The last node whose text does not come behind a text; -1 for none. Only it, or one that encloses it, begins the text. */
export function lastNotBehind({ texts }: Pick<TextIndex, 'texts'>, text: string): number {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The places of some texts in the order of the texts; equal texts keep theirs. */
function inTextOrder(texts: readonly string[]): readonly number[] {
  const order: number[] = [];
  let isSorted = true;
  let before = '';
  for (const text of texts) {
    isSorted = isSorted && before <= text;
    before = text;
    order.push(order.length);
  }
  if (isSorted) return order;
  return order.sort((a, b) => {
    const x = texts[a] ?? '';
    const y = texts[b] ?? '';
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

function enclosingNodes(texts: readonly string[]): Int32Array {
  const enclosing = new Int32Array(texts.length);
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? '';
    let outer = at - 1;
    while (outer !== -1 && !text.startsWith(texts[outer] ?? '')) outer = enclosing[outer] ?? -1;
    enclosing[at] = outer;
  }
  return enclosing;
}
