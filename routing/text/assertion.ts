import type { Assertion } from '../../re2';

/** The context before a position: start of text, word symbol, or other symbol. */
export type Before = 0 | 1 | 2;

/** The context after a position: end of text, word symbol, or other symbol. */
export const AFTER = { end: 0, word: 1, other: 2 } as const;

/** Whether an assertion holds between the contexts before and after a position. */
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
