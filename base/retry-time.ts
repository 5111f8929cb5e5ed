/**
 * Returns the time that a request needs if every try fails by its time limit: `attempts` counts the retries, and the
 * first try comes before them (Envoy's `num_retries`, which Istio sets to `attempts`; Istio's HTTPRetry). The waits between
 * tries are not counted: Envoy's are at most 25 ms before the first retry, and grow from there.
 * @param perTry in milliseconds
 */
export function timeForTries(attempts: number, perTry: number): number {
  return (attempts + 1) * perTry;
}

/** Writes milliseconds as a duration: `8s`, `250ms`. */
export function spellDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
