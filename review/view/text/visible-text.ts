import { visibleText } from '../../../findings';

/** Most characters of a text from a manifest: paths and matches of honest functions are far shorter. */
const LIMIT = 400;

/**
 * Text from a manifest on one line, with the number of each character that cannot be seen; too long a text is cut, and
 * says how long it is: `abc… (4,000 characters)`.
 */
export function plainText(text: string, limit = LIMIT): string {
  const shown = visibleText(text);
  if (shown.length <= limit) return shown;
  return `${shown.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}… (${grouped(text.length)} characters)`;
}

/** A text that begins a line. */
export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** A number with its noun: `1 host`, `5,000 hosts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A whole number, its thousands apart: `5,000`. The machine's locale has no say. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The first few of a list, and how many more there are. */
export function few(texts: readonly string[], most: number, separator = ', '): string {
  const shown = texts.slice(0, most).join(separator);
  return texts.length <= most ? shown : `${shown} and ${grouped(texts.length - most)} more`;
}
