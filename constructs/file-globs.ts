/**
 * Patterns that match some files of a folder and none of its others: as few letters as do, and a star.
 * @param own the names of the files that are to match
 * @param all the names of all files of the folder, sorted by code units
 * @param prefix what the names of `own` begin with, at least
 */
export function globsOf(own: readonly string[], all: readonly string[], prefix: string): string[] {
  const wanted = new Set(own);
  const others: string[] = [];
  for (let index = firstFrom(all, prefix); all[index]?.startsWith(prefix) === true; index += 1) {
    const name = all[index] ?? '';
    if (!wanted.has(name)) others.push(name);
  }
  return globsBelow(own, others, prefix);
}

/** Where in a sorted list the texts begin that are no smaller than one. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function globsBelow(own: readonly string[], others: readonly string[], prefix: string): string[] {
  if (others.length === 0) return [`${prefix}*`];
  const next = new Set(own.map((name) => name.slice(0, prefix.length + 1)));
  return [...next].sort().flatMap((longer) => {
    const [mine, foreign] = [own, others].map((names) => names.filter((name) => name.startsWith(longer)));
    return globsBelow(mine ?? [], foreign ?? [], longer);
  });
}
