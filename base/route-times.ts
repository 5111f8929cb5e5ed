/** How long a route lets a request take, in milliseconds. */
export interface RouteTimes {
  /** How long the whole request may take, all tries together. @default - as long as the tries take */
  readonly timeout: number | undefined;
  /** Retries after the first try (Envoy's `num_retries`, which Istio sets to `attempts`; Istio's HTTPRetry). */
  readonly attempts: number;
  /** How long one try may take. @default - as long as the whole request */
  readonly perTry: number | undefined;
}

/** Tries that do not all fit into the timeout of their route. */
export interface ShortTimeout {
  /** All tries, the first included. */
  readonly tries: number;
  /** What they need if each of them fails by its time limit, in milliseconds. */
  readonly needed: number;
}

/**
 * Returns how often a request is tried at most, the first try included. It is the only place on the way where a request
 * of ours is retried: the gateways do not (`retryable: false`), and Knative's own VirtualService, where it does, stays
 * within the time of one of these tries.
 */
export function triesOf({ attempts }: Pick<RouteTimes, 'attempts'>): number {
  return attempts + 1;
}

/**
 * Returns what is missing where the timeout of a route ends before all its tries have had their time; undefined where it
 * does not, or where one of the three is not said. The waits between tries are not counted: Envoy's are at most 25 ms before
 * the first retry, and grow from there.
 */
export function shortTimeout({ timeout, attempts, perTry }: RouteTimes): ShortTimeout | undefined {
  if (timeout === undefined || perTry === undefined || attempts === 0) return undefined;
  const needed = triesOf({ attempts }) * perTry;
  return needed > timeout ? { tries: triesOf({ attempts }), needed } : undefined;
}

/**
 * Returns the longest that a route lets a request take, in milliseconds: its timeout, or what its tries need; undefined
 * where it says neither.
 */
export function longestRequest({ timeout, attempts, perTry }: RouteTimes): number | undefined {
  return timeout ?? (perTry === undefined ? undefined : triesOf({ attempts }) * perTry);
}

/** Writes milliseconds as a duration: `8s`, `250ms`. */
export function spellDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
