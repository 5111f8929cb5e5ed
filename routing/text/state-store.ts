import type { Before } from './assertion';

/** The identity of a state: a set of instructions and the context before it. */
export interface Rest {
  /** The instructions to continue from, in ascending order, before ε-closure. */
  readonly kernel: readonly number[];
  /** The context before, if the state depends on it; otherwise 0. */
  readonly before: Before;
}

/**
 * Hash-consing of states: equal rests have one number. Storing `[1, 2]` twice returns the same number.
 *
 * INVARIANT: a number never changes, and two numbers never have equal rests.
 */
export interface StateStore<T extends Rest> {
  /** Returns the number of a rest; `make` creates its state on first use. */
  numberOf(kernel: readonly number[], before: Before, make: () => T): number;
  stateOf(number: number): T;
}

/** The end of a chain of states with the same hash. */
const NONE = -1;

/** Creates an empty store. It hashes numbers: string keys would take more memory than the rests. */
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
    stateOf: (number) => states[number] as T,
  };
}

/** Returns a hash of 30 bits: FNV-1a over whole numbers instead of bytes. */
function hashOf(kernel: readonly number[], before: Before): number {
  let hash = 0x811c9dc5 ^ before;
  for (let index = 0; index < kernel.length; index += 1) {
    hash = Math.imul(hash ^ (kernel[index] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash & 0x3fffffff;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
