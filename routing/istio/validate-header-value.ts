/** Where the reader of a header's value is: in plain text, or in a part of `%NAME(["argument", "argument"])%`. */
type State = 'text' | 'name' | 'arguments' | 'item' | 'string' | 'separator' | 'closing' | 'end';

/** For each state, what follows after a character; `other` for all that are not named. Without `other`, they are refused. */
const NEXT: Readonly<Record<State, Readonly<Record<string, State>> & { readonly other?: State }>> = {
  text: { '%': 'name', other: 'text' },
  name: { '%': 'text', '(': 'arguments', other: 'name' },
  arguments: { '[': 'item', ' ': 'arguments', other: 'string' },
  item: { '"': 'string', ' ': 'item' },
  string: { ')': 'end', '"': 'separator', other: 'string' },
  separator: { ',': 'item', ']': 'closing', ' ': 'separator' },
  closing: { ')': 'end', ' ': 'closing' },
  end: { '%': 'text', ' ': 'end' },
};

/** Control characters, but for the tabulator. */

const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * Whether Envoy takes a text as the value of a header that it sets: without control characters, and each `%` is doubled or belongs to a
 * variable that ends (pkg/config/validation/header_value_validator.go).
 */
export function isHeaderValue(text: string): boolean {
  if (CONTROL.test(text)) return false;
  if (!text.includes('%')) return true;
  let state: State = 'text';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const isEscape = (state === 'text' && text.startsWith('%%', at)) || (state === 'string' && char === '\\');
    if (isEscape) {
      at += 1;
      if (at === text.length) return false;
      continue;
    }
    const next: State | undefined = NEXT[state][char] ?? NEXT[state].other;
    if (next === undefined) return false;
    state = next;
  }
  return state === 'text';
}

/** Whether each `%` is doubled or one of two: all that Istio 1.8 to 1.17 asks for. */
export function hasEvenPercents(text: string): boolean {
  return text.split('%').length % 2 === 1;
}
