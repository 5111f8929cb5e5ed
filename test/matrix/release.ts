/** Whether a release is another or a later one: written here anew, so that the tests share no comparison with platform/. */
export function isSince(release: string, since: string): boolean {
  const [own, other] = [release, since].map((text) => text.split('.').map(Number));
  for (const place of [0, 1, 2]) {
    const difference = (own?.[place] ?? 0) - (other?.[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Whether a release has something with a life of `1.1` (from then on) or `1.1-1.5` (from the one until before the other). */
export function isWithin(release: string, life: string): boolean {
  const [from = '', until] = life.split('-');
  return isSince(release, from) && (until === undefined || !isSince(release, until));
}
