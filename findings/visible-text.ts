/** Line breaks, control characters, direction marks, invisible characters and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Returns untrusted text on one line. Invisible characters are replaced by their code points, so that they cannot
 * control a terminal or a log viewer.
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter);
}

function escapeCharacter(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  const number = (char.codePointAt(0) ?? 0).toString(16);
  return number.length > 4 ? `\\u{${number}}` : `\\u${number.padStart(4, '0')}`;
}
