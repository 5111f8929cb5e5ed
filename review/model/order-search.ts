/** One of `first` comes before the last of `then`; steps by their numbers. */
export interface NumberedNeed {
  readonly first: readonly number[];
  readonly then: readonly number[];
}

/** What a search for an order comes to. */
export type OrderSearch =
  | { readonly kind: 'order'; readonly order: readonly number[] }
  /** There is none. `stuck` are the steps that are still to be done where others can no longer help, ascending. */
  | { readonly kind: 'none'; readonly stuck: readonly number[] }
  /** Nothing was found within the limit. */
  | { readonly kind: 'unknown' };

/** Most times that a search tries a step that may turn out to be wrong. */
const TRIES = 5_000;

/** Where a search stands. */
interface State {
  readonly done: Uint8Array;
  readonly order: number[];
  /** For each need, whether one of its `first` is done. */
  readonly met: Uint8Array;
  /** For each need, how many of its `then` are still to be done. */
  readonly left: Int32Array;
  /** For each step, how many needs that are not met have it in `then`. */
  readonly held: Int32Array;
}

/**
 * Finds an order of some steps in which all needs are met. Steps that no open need waits with go first: doing them
 * early never hurts. Where there are none, each step that breaks no need is tried, the lowest number first.
 * @param count how many steps there are
 */
export function searchOrder(count: number, needs: readonly NumberedNeed[]): OrderSearch {
  const firstIn: number[][] = Array.from({ length: count }, () => []);
  const thenIn: number[][] = Array.from({ length: count }, () => []);
  needs.forEach(({ first, then }, need) => {
    for (const step of first) firstIn[step]?.push(need);
    for (const step of then) thenIn[step]?.push(need);
  });
  const failed = new Set<string>();
  let tries = 0;
  const start: State = {
    done: new Uint8Array(count),
    order: [],
    met: new Uint8Array(needs.length),
    left: Int32Array.from(needs, ({ then }) => then.length),
    held: Int32Array.from(thenIn, ({ length }) => length),
  };
  doFree(start);
  const found = complete(start);
  if (found !== undefined) return { kind: 'order', order: found };
  if (tries > TRIES) return { kind: 'unknown' };
  return { kind: 'none', stuck: stepsLeft(start) };

  /** The rest of an order, from a state in which no step is free. */
  function complete(state: State): readonly number[] | undefined {
    if (state.order.length === count) return state.order;
    const key = state.done.join('');
    if (failed.has(key)) return undefined;
    for (const step of stepsLeft(state)) {
      if (breaks(step, state)) continue;
      tries += 1;
      if (tries > TRIES) return undefined;
      const next = copyOf(state);
      doStep(step, next);
      doFree(next);
      const order = complete(next);
      if (order !== undefined) return order;
    }
    failed.add(key);
    return undefined;
  }

  function doFree(state: State): void {
    for (let free = freeOf(stepsLeft(state)); free.length > 0;) {
      const released: number[] = [];
      for (const step of free) released.push(...doStep(step, state));
      free = freeOf([...new Set(released)].sort((a, b) => a - b));
    }

    function freeOf(steps: readonly number[]): readonly number[] {
      return steps.filter((step) => state.done[step] === 0 && state.held[step] === 0);
    }
  }

  /** Does a step; gives the steps that a need no longer waits with. */
  function doStep(step: number, { done, order, met, left, held }: State): readonly number[] {
    const released: number[] = [];
    done[step] = 1;
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

  /** Whether a step is the last that a need which is not met may wait with. */
  function breaks(step: number, { met, left }: State): boolean {
    return (thenIn[step] ?? []).some((need) => met[need] === 0 && left[need] === 1);
  }

  function stepsLeft({ done }: State): readonly number[] {
    return Array.from(done).flatMap((is, step) => (is === 0 ? [step] : []));
  }
}

function copyOf({ done, order, met, left, held }: State): State {
  return { done: done.slice(), order: [...order], met: met.slice(), left: left.slice(), held: held.slice() };
}
