/** Characters that break a line, steer a terminal or the direction of writing, or cannot be seen; half characters too. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text of many hands on one line: what cannot be seen in it is shown by its number, so that it steers neither the
 * reader's terminal nor what reads a log.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, numbered);
}

function numbered(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  const number = (char.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, '0')}`;
}
