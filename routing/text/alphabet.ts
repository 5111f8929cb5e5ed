/**
 * The number of symbols: printable ASCII, including the space. The number of a symbol is its code minus
 * {@link FIRST_SYMBOL}. Paths and headers contain no other characters: browsers percent-encode them.
 */
export const SYMBOL_COUNT = 95;

/** The code of the first symbol, the space. */
export const FIRST_SYMBOL = 0x20;

/** Returns the symbol at an index of a text. */
export function symbolAt(text: string, index: number): number {
  return text.charCodeAt(index) - FIRST_SYMBOL;
}

/** The symbols that a kind of text may contain: 1 for each allowed symbol. */
export type Alphabet = Uint8Array;

/** The symbols of a path without its query. */
export const PATH_ALPHABET: Alphabet = alphabetWithout(' ?#');

/** The symbols of a header value. */
export const HEADER_ALPHABET: Alphabet = alphabetWithout('');

/** The symbols of the value of a query parameter before percent-decoding. */
export const QUERY_ALPHABET: Alphabet = alphabetWithout(' #&');

/** The symbols of a method: the characters of an HTTP token. */
export const METHOD_ALPHABET: Alphabet = alphabetWithout(' "(),/:;<=>?@[\\]{}');

/** The symbols of an authority. */
export const AUTHORITY_ALPHABET: Alphabet = alphabetWithout(' "#%/<>?@\\^`{|}');

/**
 * All symbols, sorted by preference in witnesses: letters and digits, then what a path has without percent-encoding and a shell
 * takes without quotes, then what a path has, then the others. The space is last: HTTP/1.1 takes it from the ends of a header.
 */
export const PREFERRED_SYMBOLS: readonly number[] = symbolsOf(
  'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_~/.:@=+,!$&\'()*;"<>[\\]^`{|}%#? ',
);

/** Whether a text consists of symbols of an alphabet. */
export function isTextOf(text: string, alphabet: Alphabet): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (alphabet[text.charCodeAt(index) - FIRST_SYMBOL] !== 1) return false;
  }
  return true;
}

const WORD_SYMBOLS = Uint8Array.from({ length: SYMBOL_COUNT }, (_, symbol) =>
  /\w/.test(String.fromCharCode(symbol + FIRST_SYMBOL)) ? 1 : 0,
);

/** Whether a symbol is a word character of RE2 (`\w`). */
export function isWordSymbol(symbol: number): boolean {
  return WORD_SYMBOLS[symbol] === 1;
}

function alphabetWithout(characters: string): Alphabet {
  return Uint8Array.from({ length: SYMBOL_COUNT }, (_, symbol) =>
    characters.includes(String.fromCharCode(symbol + FIRST_SYMBOL)) ? 0 : 1,
  );
}

function symbolsOf(first: string): number[] {
  const preferred = Array.from(first, (character) => character.charCodeAt(0) - FIRST_SYMBOL);
  const others = Array.from({ length: SYMBOL_COUNT }, (_, symbol) => symbol);
  return [...new Set([...preferred, ...others])];
}
