import { closest, distance } from 'fastest-levenshtein';

/** The known word that a misspelt one most likely stands for; `undefined` where none is near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const plain = (text: string) => text.replaceAll('_', '').toLowerCase();
  const same = known.find((other) => plain(other) === plain(word));
  if (same !== undefined) return same;
  const candidate = closest(word, [...known]);
  const tolerance = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
  return distance(word, candidate) <= tolerance ? candidate : undefined;
}
