import { isWordSymbol, SYMBOL_COUNT } from './alphabet';

/** Symbols that belong to the same sets. */
export interface SymbolClass {
  readonly symbols: readonly number[];
  /** The sets that they belong to, by index. */
  readonly inSets: readonly number[];
}

/** All symbols in the coarsest classes that no set splits. */
export interface SymbolPartition {
  readonly classes: readonly SymbolClass[];
  /** The class of each symbol. */
  readonly classOf: Uint8Array;
}

/** The word symbols, which assertions distinguish from others. */
export const WORD_SET: readonly number[] = Array.from({ length: SYMBOL_COUNT }, (_, symbol) => symbol).filter(
  isWordSymbol,
);

/**
 * Symbol equivalence classes by partition refinement: for `{a, b}` and `{b}` the classes are `{a}`, `{b}` and the rest.
 *
 * INVARIANT: every symbol is in one class, and two symbols share a class only if they are in the same sets.
 */
export function partition(sets: readonly (readonly number[])[]): SymbolPartition {
  const splitOf = new Array<number>(SYMBOL_COUNT).fill(0);
  const inSets: number[][] = [[]];
  sets.forEach((symbols, set) => {
    const split = new Map<number, number>();
    for (const symbol of symbols) {
      const before = splitOf[symbol] ?? 0;
      let after = split.get(before);
      if (after === undefined) {
        after = inSets.push([...(inSets[before] ?? []), set]) - 1;
        split.set(before, after);
      }
      splitOf[symbol] = after;
    }
  });
  const members = new Map<number, number[]>();
  splitOf.forEach((split, symbol) => {
    const known = members.get(split);
    if (known === undefined) members.set(split, [symbol]);
    else known.push(symbol);
  });
  const classes = [...members].map(([split, symbols]) => ({ symbols, inSets: inSets[split] ?? [] }));
  const classOf = new Uint8Array(SYMBOL_COUNT);
  classes.forEach(({ symbols }, id) => {
    for (const symbol of symbols) classOf[symbol] = id;
  });
  return { classes, classOf };
}
