/** The routes of all prefixes that the text read so far goes on from. */
export interface PrefixChain {
  /** Two chains of one exploration with the same number are the same. */
  readonly id: number;
  /** In ascending order. */
  readonly routes: readonly number[];
  /** The chain with some more; itself for none. */
  with(routes: readonly number[]): PrefixChain;
}

/** The chain without routes. */
export function prefixChain(): PrefixChain {
  let count = 0;
  return chainOf([]);

  function chainOf(routes: readonly number[]): PrefixChain {
    const chain: PrefixChain = {
      id: count++,
      routes,
      with(more) {
        if (more.length === 0) return chain;
        return chainOf(routes.length === 0 ? more : [...routes, ...more].sort((a, b) => a - b));
      },
    };
    return chain;
  }
}
