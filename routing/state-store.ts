import type { Before } from './assertion';

/** What is left of languages after a text. */
export interface Rest {
  /** Instructions to go on from, before jumps and forks are followed: numbers, ascending. */
  readonly kernel: readonly number[];
  /** What came before, where that matters; 0 elsewhere. */
  readonly before: Before;
}

/** Numbers things by the rest that they stand for: equal rests have one number. */
export interface StateStore<T extends Rest> {
  /** The number of a rest; what stands for a new one is made. */
  numberOf(kernel: readonly number[], before: Before, make: () => T): number;
  at(number: number): T;
}

/** Stands where no other state has the same hash. */
const NONE = -1;

/** Makes a store without states. Rests are told apart by a hash first: texts of them would take more memory than they. */
export function stateStore<T extends Rest>(): StateStore<T> {
  const states: T[] = [];
  const newest = new Map<number, number>();
  /** For each state, the one before it that has the same hash. */
  const earlier: number[] = [];
  return {
    numberOf(kernel, before, make) {
      const hash = hashOf(kernel, before);
      const first = newest.get(hash) ?? NONE;
      for (let number = first; number !== NONE; number = earlier[number] ?? NONE) {
        const state = states[number];
        if (state?.before === before && isSame(state.kernel, kernel)) return number;
      }
      const number = states.push(make()) - 1;
      earlier.push(first);
      newest.set(hash, number);
      return number;
    },
    at: (number) => states[number] as T,
  };
}

/** A number of 30 bits, mixed by multiplication (FNV-1a, by whole numbers instead of bytes). */
function hashOf(kernel: readonly number[], before: Before): number {
  let hash = 0x811c9dc5 ^ before;
  for (let at = 0; at < kernel.length; at += 1) {
    hash = Math.imul(hash ^ (kernel[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash & 0x3fffffff;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
