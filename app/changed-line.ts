import { diffLines } from 'diff';
import type { FindingCode } from '../findings';

/** A line and a column of a text, each from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** What a risk is about, as the lines of a catalog file or of a manifest name it. */
const SUBJECTS: Partial<Record<FindingCode, RegExp>> = {
  KF805: /headers|query|methods|match/,
  KF806: /weight/,
  KF807: /retries|retryOn|attempts/,
  KF808: /timeout|retries|attempts|perTryTimeout/,
  KF809: /max/i,
  KF810: /ports?:|cidr|from|to:|Selector/,
};

/**
 * Returns the line of a file that a change is about, for a risk: the first changed line that names its subject, or else the
 * first changed line. Where lines only go, it is the line after them, or the last one.
 *
 * Example: a file changes `timeout` in line 6 and `retries` in line 7; KF807 is about the retries, and points at line 7.
 * @param before the text of the file before the change; undefined where it was not there
 * @param after the text of the file after the change
 * @param code the code of the risk
 */
export function changedLine(before: string | undefined, after: string, code: FindingCode): TextPosition {
  const lines = after.replace(/\n$/, '').split('\n');
  const changed =
    before === undefined ? lines.map((_, index) => index) : changedIndexes(before, after, lines.length);
  const subject = SUBJECTS[code];
  const index =
    (subject === undefined ? undefined : changed.find((one) => subject.test(lines[one] ?? ''))) ??
    changed.find((one) => isContent(lines[one] ?? '')) ??
    0;
  return { line: index + 1, column: (lines[index] ?? '').search(/\S|$/) + 1 };
}

/** The indexes of the lines that come, or in front of which lines go, in order. */
function changedIndexes(before: string, after: string, count: number): readonly number[] {
  const indexes: number[] = [];
  let index = 0;
  for (const { added, removed, value } of diffLines(before, after)) {
    const length = value.split('\n').length - (value.endsWith('\n') ? 1 : 0);
    if (removed) indexes.push(Math.min(index, count - 1));
    else {
      if (added) for (let line = index; line < index + length; line += 1) indexes.push(line);
      index += length;
    }
  }
  return [...new Set(indexes)].sort((a, b) => a - b);
}

/** Whether a line is more than a comment or white space. */
function isContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}
