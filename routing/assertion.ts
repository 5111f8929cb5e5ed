import type { Assertion } from '../re2';

/** What came before a position: nothing, a word's symbol, or another. */
export type Before = 0 | 1 | 2;

/** What follows a position: the end of the text, a word's symbol, or another. */
export const AFTER = { end: 0, word: 1, other: 2 } as const;

/** Whether an assertion holds between what came before and what follows. */
export function holds(assertion: Assertion | undefined, before: Before, after: 0 | 1 | 2): boolean {
  if (assertion === undefined) return true;
  const boundary = (before === 1) !== (after === AFTER.word);
  return (
    !(assertion.begin && before !== 0) &&
    !(assertion.end && after !== AFTER.end) &&
    !(assertion.wordBoundary && !boundary) &&
    !(assertion.noWordBoundary && boundary)
  );
}
