import { closest, distance } from 'fastest-levenshtein';

/** Returns the known word closest to a misspelt one; `undefined` if none is close. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const normalised = (text: string) => text.replaceAll('_', '').toLowerCase();
  const sameWord = known.find((other) => normalised(other) === normalised(word));
  if (sameWord !== undefined) return sameWord;
  const candidate = closest(word, [...known]);
  const tolerance = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
  return distance(word, candidate) <= tolerance ? candidate : undefined;
}
