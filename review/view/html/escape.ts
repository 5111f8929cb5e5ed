import { visibleText } from '../../../findings';

/** Under this key markup keeps its text: no manifest can have it, so that no value from one passes for markup. */
const MARKUP = Symbol('markup');

/** A piece of HTML in which all foreign text is escaped. */
export interface Html {
  readonly [MARKUP]: string;
}

/** What may be in a template: text is escaped, pieces are as they are, lists one after the other, undefined is nothing. */
export type HtmlPart = Html | string | number | undefined | readonly HtmlPart[];

/**
 * Writes a piece of HTML. Whatever is put into the template is escaped for an element's content and for an attribute's
 * value in double quotes; nowhere else may anything be put.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { [MARKUP]: texts.map((text, index) => text + written(parts[index])).join('') };
}

/** The text of a piece of HTML. */
export function written(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return MARKUP in part ? part[MARKUP] : part.map(written).join('');
}

/** Text of this program that is markup already: the style and the script, whose hashes the page states. */
export function trusted(markup: string): Html {
  return { [MARKUP]: markup };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element's content or an attribute's value: it cannot end either, and shows what it has that cannot be seen. */
function escapeHtml(text: string): string {
  return text
    .split('\n')
    .map(visibleText)
    .join('\n')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
