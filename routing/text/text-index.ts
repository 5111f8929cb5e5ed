/**
 * Implicit trie in a sorted array: `/a`, `/ab`, `/b` are three nodes, and the first encloses the second.
 *
 * INVARIANT: texts are distinct and ascending, so all texts that begin with a node's text follow it directly.
 */
export interface TextIndex {
  /** The text of each node. */
  readonly texts: readonly string[];
  /** For each node, the node of its longest proper prefix; -1 for none. */
  readonly enclosing: Int32Array;
  /** The routes of all nodes, node by node, ascending within a node. */
  readonly routes: Int32Array;
  /** The offset of each node's routes; a last entry holds the end. */
  readonly starts: Int32Array;
}

/**
 * Creates the index of some texts.
 * @param routes the route of each text, ascending
 */
export function textIndex(literals: readonly string[], routes: readonly number[]): TextIndex {
  const indexes = sortedIndexes(literals);
  const texts: string[] = [];
  const sorted = new Int32Array(indexes.length);
  const starts = new Int32Array(indexes.length + 1);
  let last: string | undefined;
  for (let offset = 0; offset < indexes.length; offset += 1) {
    const entry = indexes[offset] ?? 0;
    const text = literals[entry] ?? '';
    sorted[offset] = routes[entry] ?? 0;
    if (text === last) continue;
    starts[texts.length] = offset;
    texts.push(text);
    last = text;
  }
  starts[texts.length] = indexes.length;
  return { texts, enclosing: enclosingNodes(texts), routes: sorted, starts };
}

/**
 * Returns the last node whose text is not greater than a text; -1 for none. Only it and its enclosing nodes can be
 * prefixes of the text.
 */
export function lastNotBehind({ texts }: Pick<TextIndex, 'texts'>, text: string): number {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Returns the indexes of texts, stably sorted by text. */
function sortedIndexes(texts: readonly string[]): readonly number[] {
  const indexes: number[] = [];
  let isSorted = true;
  let before = '';
  for (const text of texts) {
    isSorted = isSorted && before <= text;
    before = text;
    indexes.push(indexes.length);
  }
  if (isSorted) return indexes;
  return indexes.sort((a, b) => {
    const x = texts[a] ?? '';
    const y = texts[b] ?? '';
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

function enclosingNodes(texts: readonly string[]): Int32Array {
  const enclosing = new Int32Array(texts.length);
  for (let node = 0; node < texts.length; node += 1) {
    const text = texts[node] ?? '';
    let outer = node - 1;
    while (outer !== -1 && !text.startsWith(texts[outer] ?? '')) outer = enclosing[outer] ?? -1;
    enclosing[node] = outer;
  }
  return enclosing;
}
