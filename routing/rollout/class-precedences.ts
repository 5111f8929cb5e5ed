import type { AnswerClass } from './answer-classes';
import { outcomes, type Route } from '../model';
import type { Precedence } from './precedence';
import type { OwnRoutes, VirtualServiceChanges } from './virtual-service-changes';

/** The possible outcomes of a class, by outcome key; `undefined` is no answer. */
type Outcomes = readonly (string | undefined)[];

/** A changed VirtualService that has a catch-all, with the outcome before and after. */
interface CatchAllChange {
  readonly index: number;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Derives precedences between changes from classes of requests. */
export interface ClassPrecedences {
  /** Whether catch-alls change. Then classes that lose no other answer or gain none matter, too. */
  readonly hasCatchAlls: boolean;
  /**
   * Returns the precedences that a class requires; steps are indexes of changes.
   * @param answers a class that no VirtualService, changed or unchanged, answers both before and after by a route that
   *   is not a catch-all
   */
  requiredBy(answers: AnswerClass): readonly Precedence<number>[];
}

/**
 * Derives the precedences under which every intermediate state gives a class of requests an outcome from before or
 * after the rollout.
 *
 * One of the matching VirtualServices answers a request; their creation order decides which. A catch-all answers only
 * if no other route matches. So while any other route answers, the outcome is one from before or after. A state is
 * wrong only if no such route answers, and either nothing answers or a catch-all answers with a foreign outcome. In a
 * wrong state, every VirtualService that loses its route is applied, and none that gains one.
 */
export function classPrecedences({ changes, unchanged }: VirtualServiceChanges): ClassPrecedences {
  const keyOf = outcomes().keyOf;
  const constant = [...new Set(unchanged.flatMap((own) => catchAllOf(own) ?? []))];
  const changed = changes.flatMap(({ before, after }, index): CatchAllChange[] => {
    const change = { index, before: catchAllOf(before), after: catchAllOf(after) };
    return change.before === undefined && change.after === undefined ? [] : [change];
  });
  const catchAllsBefore = changed.flatMap(({ before }) => before ?? []);
  const catchAllsAfter = changed.flatMap(({ after }) => after ?? []);
  return { hasCatchAlls: changed.some(({ before, after }) => before !== after), requiredBy };

  function requiredBy({ before, after }: AnswerClass): readonly Precedence<number>[] {
    const [losing, gaining] = [[...before.keys()], [...after.keys()]];
    const right = new Set([...possible(before, catchAllsBefore), ...possible(after, catchAllsAfter)]);
    const isWrong = (outcome: string | undefined) => outcome !== undefined && !right.has(outcome);
    if (constant.some(isWrong)) return [{ first: gaining, then: losing }];
    const found: Precedence<number>[] = [];
    for (const { index, ...catchAll } of changed) {
      if (isWrong(catchAll.before) && !before.has(index)) {
        found.push({ first: union(gaining, [index]), then: losing });
      }
      if (isWrong(catchAll.after) && !after.has(index)) {
        found.push({ first: gaining, then: union(losing, [index]) });
      }
    }
    if (right.has(undefined) || constant.length > 0) return found;
    if (changed.some((catchAll) => catchAll.before !== undefined && catchAll.after !== undefined))
      return found;
    const first = union(
      gaining,
      changed.flatMap((catchAll) => (catchAll.after === undefined ? [] : [catchAll.index])),
    );
    const then = union(
      losing,
      changed.flatMap((catchAll) => (catchAll.before === undefined ? [] : [catchAll.index])),
    );
    // A change in both lists would have to be applied and not applied: no state is wrong.
    return first.some((index) => then.includes(index)) ? found : [...found, { first, then }];
  }

  /** Returns the outcomes that a class may have in one snapshot. */
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
