import { compareKeys, isMapping, listOf, mappingOf, stableText, type Mapping } from '../../base';
import { hostSetBy, isHostHeader } from './host-header';

/**
 * Returns the normal form of a rule: rules that do the same with a request, but for its path, have equal normal forms. It omits
 * the matches, the name, rewrites of the path and unset fields, reduces weights to shares, and has durations in milliseconds.
 */
export function effectiveOutcome(written: Mapping): Mapping {
  const rule = withAuthority(written);
  const { timeout, retries, fault, route, redirect, rewrite, headers, ...rest } = withoutNulls(rule);
  return withoutNulls({
    ...rest,
    rewrite: isMapping(rewrite) ? withoutPath(rewrite) : rewrite,
    match: undefined,
    name: undefined,
    headers: isMapping(headers) ? normalHeaders(headers) : headers,
    // What Envoy answers by itself waits for nobody, and is not tried again.
    ...(rest.directResponse === undefined && redirect === undefined
      ? {
          timeout: normalDuration(timeout),
          retries: isMapping(retries) ? normalRetries(retries) : retries,
        }
      : {}),
    fault: isMapping(fault) ? normalFault(fault) : fault,
    redirect: isMapping(redirect) ? normalRedirect(redirect) : redirect,
    route: sharesOf(listOf(route).filter(isMapping).map(withNormalHeaders)),
  });
}

/**
 * The Host that a rule's only destination is sent with, as a rewrite of the authority: headers that set it do the same (Istio 1.31,
 * networking/core/route/route.go). Copies of requests keep the Host that they came with, so that rules with a mirror stay as they are.
 */
function withAuthority(rule: Mapping): Mapping {
  const all = listOf(rule.route).filter(isMapping);
  const entries = all.length > 1 ? all.filter(({ weight }) => (weight ?? 0) !== 0) : all;
  const [only] = entries;
  const { authority, ...rewrite } = mappingOf(rule.rewrite);
  if (entries.length !== 1 || only === undefined || (rule.mirror ?? rule.mirrors ?? authority) !== undefined)
    return rule;
  const host = hostSetBy(rule) ?? hostSetBy(only);
  if (host === undefined) return rule;
  return {
    ...rule,
    rewrite: { ...rewrite, authority: host },
    headers: withoutHost(rule.headers),
    route: [{ ...only, headers: withoutHost(only.headers) }],
  };
}

/** Takes the Host out of changes of headers. */
function withoutHost(headers: unknown): unknown {
  if (!isMapping(headers)) return headers;
  const request = mappingOf(headers.request);
  const set = Object.entries(mappingOf(request.set)).filter(([name]) => !isHostHeader(name));
  const changes = withoutEmpty({ ...request, set: withoutEmpty(Object.fromEntries(set)) });
  return withoutEmpty({ ...headers, request: changes });
}

/** A mapping without its unset fields; undefined if none is left. */
function withoutEmpty(fields: Mapping): Mapping | undefined {
  const set = withoutNulls(fields);
  return Object.keys(set).length === 0 ? undefined : set;
}

/** Removes unset fields. Null counts as unset, as for the Kubernetes API server. */
function withoutNulls(fields: Mapping): Mapping {
  const set = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(
    set.map(([name, value]) => [name, isMapping(value) ? withoutNulls(value) : value]),
  );
}

function normalRetries({ perTryTimeout, retryOn, backoff, ...rest }: Mapping): Mapping {
  return withoutNulls({
    attempts: 0,
    ...rest,
    perTryTimeout: normalDuration(perTryTimeout),
    backoff: normalDuration(backoff),
    retryOn: typeof retryOn === 'string' ? normalList(retryOn) : retryOn,
  });
}

/** What a rewrite does beside the path; undefined if that is nothing. */
function withoutPath({ uri, ...rest }: Mapping): Mapping | undefined {
  const others = typeof uri === 'string' ? rest : { uri, ...rest };
  const set = Object.entries(others).filter(([, value]) => value !== undefined && value !== '');
  return set.length === 0 ? undefined : Object.fromEntries(set);
}

/** A redirect without a code, and one with code 0, is a 301 (Istio 1.31, networking/core/route/route.go). */
function normalRedirect({ redirectCode, prefixRewrite, ...rest }: Mapping): Mapping {
  const kept = typeof prefixRewrite === 'string' ? {} : { prefixRewrite };
  return { ...rest, ...kept, redirectCode: redirectCode === 0 ? 301 : (redirectCode ?? 301) };
}

function normalFault({ delay, ...rest }: Mapping): Mapping {
  if (!isMapping(delay)) return withoutNulls({ ...rest, delay });
  return { ...rest, delay: { ...delay, fixedDelay: normalDuration(delay.fixedDelay) } };
}

/**
 * Changes of headers by lower-case names, as Envoy writes them in HTTP/1.1 and HTTP/2 alike (Envoy, `LowerCaseString`). Two spellings of one
 * name stay as they are: which of them comes last decides.
 */
function normalHeaders(headers: Mapping): Mapping {
  const sides = Object.entries(headers).map(([side, changes]) => [
    side,
    isMapping(changes) ? Object.fromEntries(Object.entries(changes).map(normalChanges)) : changes,
  ]);
  return Object.fromEntries(sides) as Mapping;
}

function withNormalHeaders(destination: Mapping): Mapping {
  const { headers } = destination;
  return isMapping(headers) ? { ...destination, headers: normalHeaders(headers) } : destination;
}

function normalChanges([kind, names]: readonly [string, unknown]): readonly [string, unknown] {
  if (Array.isArray(names)) {
    const texts = names.map((name: unknown) => (typeof name === 'string' ? name.toLowerCase() : name));
    return [kind, [...new Set(texts)].sort()];
  }
  if (!isMapping(names)) return [kind, names];
  const lower = Object.entries(names).map(([name, value]) => [name.toLowerCase(), value] as const);
  const spelled = Object.fromEntries(lower);
  return [kind, Object.keys(spelled).length === lower.length ? spelled : names];
}

/** Sorts a comma-separated list and removes duplicates: `5xx, reset` and `reset,5xx` are equal. */
function normalList(text: string): string {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names)].sort().join();
}

/** Returns the destinations that receive requests, sorted; weights are divided by their greatest common divisor. */
function sharesOf(route: readonly Mapping[]): readonly Mapping[] {
  const live = route.length > 1 ? route.filter(({ weight }) => (weight ?? 0) !== 0) : route;
  const [only] = live;
  if (live.length === 1 && only !== undefined) return [{ ...only, weight: undefined }];
  const weights = live.map(({ weight }) => weight);
  if (!weights.every(isPositiveInteger)) return live;
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  return live
    .map((entry, index): [string, Mapping] => {
      const shared = { ...entry, weight: (weights[index] ?? 0) / divisor };
      return [stableText(shared), shared];
    })
    .sort(compareKeys)
    .map(([, shared]) => shared);
}

function isPositiveInteger(weight: unknown): weight is number {
  return Number.isInteger(weight) && (weight as number) > 0;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** Returns a duration in milliseconds; any other value unchanged. */
function normalDuration(value: unknown): unknown {
  return durationOf(value) ?? value;
}

/** Returns an Istio duration (`1m30s`, `2s`, `250ms`) in milliseconds, or `undefined` for any other value. */
export function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(h|ms|m|s)/g)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  // Go's resolution is the nanosecond; without rounding, 0.1s0.2s and 300ms would differ.
  return Math.round(total * 1e6) / 1e6;
}
