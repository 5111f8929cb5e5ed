import type { AnswerClass } from './answer-classes';
import { outcomeKeys } from './outcome';
import type { Route } from './route';
import type { OwnRoutes, VirtualServiceChanges } from './virtual-service-changes';

/** One of the changes of `first` must be done before the last one of `then`; changes by their places. */
export interface Precedence {
  readonly first: readonly number[];
  readonly then: readonly number[];
}

/** What the requests of a class get, by the keys of outcomes; `undefined` stands for no answer. */
type Outcomes = readonly (string | undefined)[];

/** A changed VirtualService that has a catch-all, with its outcome on either side. */
interface CatchAllChange {
  readonly place: number;
  readonly old: string | undefined;
  readonly now: string | undefined;
}

/** What some changes demand of their order. */
export interface OrderDemands {
  /** Whether catch-alls change: then classes matter too in which no other answer is taken away or none is brought. */
  readonly hasCatchAlls: boolean;
  /** @param found a class that, catch-alls aside, no VirtualService keeps answering, changed or not */
  of(found: AnswerClass): readonly Precedence[];
}

/**
 * Says what a class of requests demands of the order of changes, so that in every state in between it has an outcome
 * that it may have at the start or at the end.
 *
 * A request is answered by one of the VirtualServices that match it, which one the order of their creation decides; by
 * a catch-all only where no other route matches. So while one answers that is no catch-all, its outcome is old or new.
 * What can go wrong is that none does, in between: then either nobody answers, or a catch-all with an outcome that the
 * request has neither at the start nor at the end. In the states where that is so, everyone who stops answering is
 * done, and no one who begins to.
 */
export function orderDemands({ changes, unchanged }: VirtualServiceChanges): OrderDemands {
  const keyOf = outcomeKeys();
  const constant = [...new Set(unchanged.flatMap((own) => catchAllOf(own) ?? []))];
  const changed = changes.flatMap(({ before, after }, place): CatchAllChange[] => {
    const [old, now] = [catchAllOf(before), catchAllOf(after)];
    return old === undefined && now === undefined ? [] : [{ place, old, now }];
  });
  const oldCatchAlls = changed.flatMap(({ old }) => old ?? []);
  const newCatchAlls = changed.flatMap(({ now }) => now ?? []);
  return { hasCatchAlls: changed.some(({ old, now }) => old !== now), of };

  function of({ before, after }: AnswerClass): readonly Precedence[] {
    const [takes, brings] = [[...before.keys()], [...after.keys()]];
    const right = new Set([...possible(before, oldCatchAlls), ...possible(after, newCatchAlls)]);
    const isWrong = (outcome: string | undefined) => outcome !== undefined && !right.has(outcome);
    if (constant.some(isWrong)) return [{ first: brings, then: takes }];
    const found: Precedence[] = [];
    for (const { place, old, now } of changed) {
      if (isWrong(old) && !before.has(place)) found.push({ first: union(brings, [place]), then: takes });
      if (isWrong(now) && !after.has(place)) found.push({ first: brings, then: union(takes, [place]) });
    }
    if (right.has(undefined) || constant.length > 0) return found;
    if (changed.some(({ old, now }) => old !== undefined && now !== undefined)) return found;
    const first = union(
      brings,
      changed.flatMap(({ place, now }) => (now === undefined ? [] : [place])),
    );
    const then = union(
      takes,
      changed.flatMap(({ place, old }) => (old === undefined ? [] : [place])),
    );
    // Whoever must be done and must not be done leaves no such state.
    return first.some((place) => then.includes(place)) ? found : [...found, { first, then }];
  }

  /** What requests of a class may get on a side. */
  function possible(answers: ReadonlyMap<number, Route>, catchAlls: Outcomes): Outcomes {
    if (answers.size > 0) return [...answers.values()].map(keyOf);
    return catchAlls.length + constant.length > 0 ? [...catchAlls, ...constant] : [undefined];
  }

  function catchAllOf({ catchAll }: OwnRoutes): string | undefined {
    return catchAll === undefined ? undefined : keyOf(catchAll);
  }
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
