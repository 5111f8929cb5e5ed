/**
 * The symbols of all texts that a request is matched by: printable ASCII, the space included. A symbol's number is
 * its code less {@link FIRST_SYMBOL}. Paths and headers hold nothing else: browsers percent-encode the rest.
 */
export const SYMBOL_COUNT = 95;

/** Code of the first symbol, the space. */
export const FIRST_SYMBOL = 0x20;

/** The symbol at a place of a text. */
export function symbolAt(text: string, at: number): number {
  return text.charCodeAt(at) - FIRST_SYMBOL;
}

/** Which symbols a kind of text may have: 1 for each that it may. */
export type Alphabet = Uint8Array;

/** What can stand in a path once the query is gone. */
export const PATH_ALPHABET: Alphabet = alphabetWithout(' ?#');

/** What can stand in a header's value. */
export const HEADER_ALPHABET: Alphabet = alphabetWithout('');

/** What can stand in the value of a query parameter, as it is sent. */
export const QUERY_ALPHABET: Alphabet = alphabetWithout(' #&');

/** What can stand in a method: the characters of an HTTP token. */
export const METHOD_ALPHABET: Alphabet = alphabetWithout(' "(),/:;<=>?@[\\]{}');

/** What can stand in an authority. */
export const AUTHORITY_ALPHABET: Alphabet = alphabetWithout(' "#%/<>?@\\^`{|}');

/** Symbols in the order in which a witness prefers them: letters and digits read best. */
export const PREFERRED_SYMBOLS: readonly number[] = symbolsOf(
  'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZ~/.',
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

/** Whether RE2 counts a character as a word's (`\w`). */
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
