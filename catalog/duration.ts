/** Milliseconds in each unit that a duration may use. */
const UNITS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** One or more numbers with units, as Go writes them: `10s`, `1m30s`, `1.5s`, `250ms`. */
export const DURATION_PATTERN = '^([0-9]+(\\.[0-9]+)?(h|ms|m|s))+$';

/** Longest accepted duration: a longer one is most likely a mistake of units. */
const LONGEST_MS = 24 * UNITS.h;

/** A duration in milliseconds, or why Istio would reject it. */
export type Duration = { readonly ms: number } | { readonly problem: string };

/**
 * Reads a duration. Istio's webhook rejects timeouts below 1 ms and fractions of a millisecond in every
 * release (Istio 1.0 to 1.31, validation of VirtualService).
 */
export function parseDuration(text: string): Duration {
  if (!new RegExp(DURATION_PATTERN).test(text)) return { problem: 'is not a duration' };
  let ms = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/([0-9.]+)(h|ms|m|s)/g)) {
    ms += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  // Rounded to the nanosecond, Go's resolution: 0.001s times 1000 is not exactly 1 in binary.
  ms = Math.round(ms * 1e6) / 1e6;
  if (ms < 1) return { problem: 'is shorter than 1ms' };
  if (!Number.isInteger(ms)) return { problem: 'has a fraction of a millisecond' };
  if (ms > LONGEST_MS) return { problem: 'is longer than 24h' };
  return { ms };
}
