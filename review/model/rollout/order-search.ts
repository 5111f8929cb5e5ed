import type { Precedence } from '../../../routing';

/** The result of a search for an order. */
export type OrderSearch =
  | { readonly kind: 'order'; readonly steps: readonly number[] }
  /** No order exists. `stuck` are the steps that remain once all free steps are applied, ascending. */
  | { readonly kind: 'none'; readonly stuck: readonly number[] }
  /** The search reached its limit. */
  | { readonly kind: 'unknown' };

/** The most steps that a search tries without knowing that they are safe. */
const TRIES = 5_000;

/** A partial order: the steps applied so far. */
interface State {
  /** For each step, 1 if it is applied. */
  readonly applied: Uint8Array;
  readonly order: number[];
  /** For each need, 1 if one of its `first` is applied. */
  readonly met: Uint8Array;
  /** For each need, how many of its `then` remain. */
  readonly left: Int32Array;
  /** For each step, how many unmet needs have it in `then`. */
  readonly held: Int32Array;
}

/**
 * Searches for an order of steps that meets all needs, by backtracking with memoized dead ends. For example, for three
 * steps and the needs {first: [2], then: [0]} and {first: [0], then: [1]}, the order is 2, 0, 1.
 *
 * Invariants: applying a free step (`held` is 0) early never hurts, so all free steps are applied before the search
 * branches. Without free steps, each step that violates no need is tried, the lowest number first. Which steps are
 * applied decides whether a state can be completed, so a set of applied steps that failed once is not tried again.
 * @param count the number of steps
 * @param needs precedences between step numbers
 */
export function searchOrder(count: number, needs: readonly Precedence<number>[]): OrderSearch {
  const firstIn: number[][] = Array.from({ length: count }, () => []);
  const thenIn: number[][] = Array.from({ length: count }, () => []);
  needs.forEach(({ first, then }, need) => {
    for (const step of first) firstIn[step]?.push(need);
    for (const step of then) thenIn[step]?.push(need);
  });
  const failed = new Set<string>();
  let tries = 0;
  const start: State = {
    applied: new Uint8Array(count),
    order: [],
    met: new Uint8Array(needs.length),
    left: Int32Array.from(needs, ({ then }) => then.length),
    held: Int32Array.from(thenIn, ({ length }) => length),
  };
  applyFree(start);
  const found = complete(start);
  if (found !== undefined) return { kind: 'order', steps: found };
  if (tries > TRIES) return { kind: 'unknown' };
  return { kind: 'none', stuck: stepsLeft(start) };

  /** Completes an order from a state without free steps; undefined if that is impossible or the limit is reached. */
  function complete(state: State): readonly number[] | undefined {
    if (state.order.length === count) return state.order;
    const key = state.applied.join('');
    if (failed.has(key)) return undefined;
    for (const step of stepsLeft(state)) {
      if (violatesNeed(step, state)) continue;
      tries += 1;
      if (tries > TRIES) return undefined;
      const next = copyOf(state);
      applyStep(step, next);
      applyFree(next);
      const order = complete(next);
      if (order !== undefined) return order;
    }
    failed.add(key);
    return undefined;
  }

  function applyFree(state: State): void {
    for (let free = freeOf(stepsLeft(state)); free.length > 0;) {
      const released: number[] = [];
      for (const step of free) released.push(...applyStep(step, state));
      free = freeOf([...new Set(released)].sort((a, b) => a - b));
    }

    function freeOf(steps: readonly number[]): readonly number[] {
      return steps.filter((step) => state.applied[step] === 0 && state.held[step] === 0);
    }
  }

  /** Applies a step; returns the steps that a newly met need released. */
  function applyStep(step: number, { applied, order, met, left, held }: State): readonly number[] {
    const released: number[] = [];
    applied[step] = 1;
    order.push(step);
    for (const need of thenIn[step] ?? []) left[need] = (left[need] ?? 0) - 1;
    for (const need of firstIn[step] ?? []) {
      if (met[need] === 1) continue;
      met[need] = 1;
      for (const other of needs[need]?.then ?? []) {
        held[other] = (held[other] ?? 0) - 1;
        released.push(other);
      }
    }
    return released;
  }

  /** Whether a step is the last remaining `then` of an unmet need. */
  function violatesNeed(step: number, { met, left }: State): boolean {
    return (thenIn[step] ?? []).some((need) => met[need] === 0 && left[need] === 1);
  }

  function stepsLeft({ applied }: State): readonly number[] {
    return Array.from(applied).flatMap((isApplied, step) => (isApplied === 0 ? [step] : []));
  }
}

function copyOf({ applied, order, met, left, held }: State): State {
  return {
    applied: applied.slice(),
    order: [...order],
    met: met.slice(),
    left: left.slice(),
    held: held.slice(),
  };
}
