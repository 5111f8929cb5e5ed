import { isMapping, listOf, stableText, type Mapping } from './plain-object';

/**
 * A rule in the words that all rules share which do the same with a request: without its matches, its name and what is
 * not set; weights as shares; durations in milliseconds.
 */
export function plainOutcome(rule: Mapping): Mapping {
  const { timeout, retries, fault, route, ...rest } = withoutNulls(rule);
  return withoutNulls({
    ...rest,
    match: undefined,
    name: undefined,
    timeout: plainDuration(timeout),
    retries: isMapping(retries) ? plainRetries(retries) : retries,
    fault: isMapping(fault) ? plainFault(fault) : fault,
    route: sharesOf(listOf(route).filter(isMapping)),
  });
}

/** A field that is null is not set: so the Kubernetes API server stores it. */
function withoutNulls(fields: Mapping): Mapping {
  const set = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    set.map(([name, value]) => [name, isMapping(value) ? withoutNulls(value) : value]),
  );
}

function plainRetries({ perTryTimeout, retryOn, ...rest }: Mapping): Mapping {
  return withoutNulls({
    attempts: 0,
    ...rest,
    perTryTimeout: plainDuration(perTryTimeout),
    retryOn: typeof retryOn === 'string' ? plainList(retryOn) : retryOn,
  });
}

function plainFault({ delay, ...rest }: Mapping): Mapping {
  if (!isMapping(delay)) return withoutNulls({ ...rest, delay });
  return { ...rest, delay: { ...delay, fixedDelay: plainDuration(delay.fixedDelay) } };
}

/** Names in any order, each once: `5xx, reset` and `reset,5xx`. */
function plainList(text: string): string {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names)].sort().join();
}

/** Destinations that get requests, in one order, with the smallest whole numbers that stand to each other as their weights. */
function sharesOf(route: readonly Mapping[]): readonly Mapping[] {
  const live = route.length > 1 ? route.filter(({ weight }) => (weight ?? 0) !== 0) : route;
  const [only] = live;
  if (live.length === 1 && only !== undefined) return [{ ...only, weight: undefined }];
  const weights = live.map(({ weight }) => weight);
  if (!weights.every(isWhole)) return live;
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  return live
    .map((entry, at): [string, Mapping] => {
      const shared = { ...entry, weight: (weights[at] ?? 0) / divisor };
      return [stableText(shared), shared];
    })
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, shared]) => shared);
}

function isWhole(weight: unknown): weight is number {
  return Number.isInteger(weight) && (weight as number) > 0;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** A duration in milliseconds; whatever is none as it stands. */
function plainDuration(value: unknown): unknown {
  return durationOf(value) ?? value;
}

/** A duration as Istio takes it, in milliseconds: `1m30s`, `2s`, `250ms`; undefined for anything else. */
export function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(h|ms|m|s)/g)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  // Go's resolution is the nanosecond: 0.1s and 0.2s are 300ms.
  return Math.round(total * 1e6) / 1e6;
}
