import { SYMBOL_COUNT } from './alphabet';

/** Symbols that belong to the same of some sets. */
export interface SymbolClass {
  readonly symbols: readonly number[];
  /** The sets that they belong to, by index. */
  readonly inSets: readonly number[];
}

/** Splits all symbols into the coarsest classes that no set tells apart. */
export function partition(sets: readonly (readonly number[])[]): SymbolClass[] {
  const classOf = new Array<number>(SYMBOL_COUNT).fill(0);
  const inSets: number[][] = [[]];
  sets.forEach((symbols, set) => {
    const split = new Map<number, number>();
    for (const symbol of symbols) {
      const old = classOf[symbol] ?? 0;
      let now = split.get(old);
      if (now === undefined) {
        now = inSets.push([...(inSets[old] ?? []), set]) - 1;
        split.set(old, now);
      }
      classOf[symbol] = now;
    }
  });
  const members = new Map<number, number[]>();
  classOf.forEach((id, symbol) => {
    const known = members.get(id);
    if (known === undefined) members.set(id, [symbol]);
    else known.push(symbol);
  });
  return [...members].map(([id, symbols]) => ({ symbols, inSets: inSets[id] ?? [] }));
}
