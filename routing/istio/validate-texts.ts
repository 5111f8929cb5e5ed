/** Units of a duration, in nanoseconds (Go, time.ParseDuration). */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** The longest duration of Go, in nanoseconds. */
const LONGEST = 2n ** 63n - 1n;

/** The nanoseconds of a duration such as `1.5s`, `100ms` and `1h30m`; undefined for a text that is none. */
export function nanoseconds(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  // Each digit, dot or letter can only be read in one way: this takes time in proportion to the text.
  if (rest === '' || !/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(/(\d*)\.?(\d*)([a-zµμ]+)/g)) {
    const size = UNITS[unit] ?? 0n;
    total += BigInt(whole === '' ? 0 : whole) * size;
    const digits = fraction.slice(0, 18);
    if (digits !== '') total += (BigInt(digits) * size) / 10n ** BigInt(digits.length);
  }
  if (total > LONGEST) return undefined;
  return sign === '-' ? -total : total;
}

/** Whether a text is a duration that the webhook takes: whole milliseconds, at least one. */
export function isDuration(text: string): boolean {
  const time = nanoseconds(text);
  return time !== undefined && time >= 1_000_000n && time % 1_000_000n === 0n;
}

/** Whether a text is the name of a header in HTTP (RFC 9110, a token). */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/.test(text);
}

/** What a header's name may be beside, in a match. */
const PSEUDO: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path', ':status']);

/** Whether a match may ask for a header of that name. */
export function isMatchedHeader(name: string): boolean {
  return isToken(name) || PSEUDO.has(name) || isClaim(name);
}

/** Whether a header's name stands for a claim of a token: `@request.auth.claims.sub`, `@request.auth.claims[sub]`. */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..|\[.+\]$)/is.test(name);
}

/** Whether a header's name stands for the authority. */
export function isAuthority(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === ':authority' || lower === 'host';
}
