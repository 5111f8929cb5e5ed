import { isWordSymbol, SYMBOL_COUNT } from './alphabet';

/** Symbols that belong to the same of some sets. */
export interface SymbolClass {
  readonly symbols: readonly number[];
  /** The sets that they belong to, by index. */
  readonly inSets: readonly number[];
}

/** All symbols, split into the coarsest classes that no set tells apart. */
export interface SymbolPartition {
  readonly classes: readonly SymbolClass[];
  /** The class of each symbol. */
  readonly classOf: Uint8Array;
}

/** The symbols of words: what assertions tell apart. */
export const WORD_SET: readonly number[] = Array.from({ length: SYMBOL_COUNT }, (_, symbol) => symbol).filter(
  isWordSymbol,
);

/** Splits all symbols into the coarsest classes that no set tells apart. */
export function partition(sets: readonly (readonly number[])[]): SymbolPartition {
  const splitOf = new Array<number>(SYMBOL_COUNT).fill(0);
  const inSets: number[][] = [[]];
  sets.forEach((symbols, set) => {
    const split = new Map<number, number>();
    for (const symbol of symbols) {
      const old = splitOf[symbol] ?? 0;
      let now = split.get(old);
      if (now === undefined) {
        now = inSets.push([...(inSets[old] ?? []), set]) - 1;
        split.set(old, now);
      }
      splitOf[symbol] = now;
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
