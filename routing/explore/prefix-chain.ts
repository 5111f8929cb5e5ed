/** The routes of all prefixes of the text read so far. */
export interface PrefixChain {
  /** Chains of one exploration with the same number are equal. */
  readonly id: number;
  /** In ascending order. */
  readonly routes: readonly number[];
  /** Returns the chain with more routes; itself if there are none. */
  with(routes: readonly number[]): PrefixChain;
}

/** Creates a chain without routes. */
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
