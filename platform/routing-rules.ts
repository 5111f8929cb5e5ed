import { compareVersions, parseVersion, valueAt, type Version } from './version';

/** Rows of a table of consequences: the release that brought a value, oldest first. */
type Rows<T> = readonly (readonly [since: string, value: T])[];

/**
 * How an Istio version makes Envoy routes of VirtualServices that share a host. What each field means for a request
 * stands where it is used, in the routing room.
 */
const RULES = {
  // Merged from 1.0.1: before, the first VirtualService of a host won ("DuplicatedDomains").
  merges: [
    ['1.0.0', false],
    ['1.0.1', true],
  ] as Rows<boolean>,
  // sortConfigByCreationTime; 1.23 compares name and namespace apart.
  tieBreak: [
    ['1.0.0', 'none'],
    ['1.1.7', 'dotted-name'],
    ['1.23.0', 'name'],
  ] as Rows<'none' | 'dotted-name' | 'name'>,
  // 1.5 to 1.7 ended at any match on `/` without headers and query (catchAllMatch).
  endsAt: [
    ['1.0.0', 'catch-all'],
    ['1.5.0', 'any-root-prefix'],
    ['1.8.0', 'catch-all'],
  ] as Rows<'catch-all' | 'any-root-prefix'>,
  regex: [
    ['1.0.0', 'std::regex'],
    ['1.4.0', 'RE2'],
  ] as Rows<'std::regex' | 'RE2'>,
  // 1.4 to 1.6 sent max_program_size 1024 with every regex; later the bootstrap's 32768 holds.
  regexProgramLimit: [
    ['1.0.0', Number.POSITIVE_INFINITY],
    ['1.4.0', 1024],
    ['1.7.0', 32_768],
  ] as Rows<number>,
  ignoreUriCase: [
    ['1.0.0', false],
    ['1.2.3', true],
  ] as Rows<boolean>,
  queryParams: [
    ['1.0.0', false],
    ['1.3.0', true],
  ] as Rows<boolean>,
  queryPrefix: [
    ['1.0.0', false],
    ['1.18.0', true],
  ] as Rows<boolean>,
  // 1.22 treats a missing header as an empty one.
  withoutHeaders: [
    ['1.0.0', 'ignored'],
    ['1.6.0', 'needs-header'],
    ['1.22.0', 'absent-is-empty'],
  ] as Rows<'ignored' | 'needs-header' | 'absent-is-empty'>,
  directResponse: [
    ['1.0.0', false],
    ['1.15.0', true],
  ] as Rows<boolean>,
  // Behind a flag that is off in 1.6 and 1.7; regexes in roots and delegates from 1.15.
  delegate: [
    ['1.0.0', 'ignored'],
    ['1.8.0', 'without-regex'],
    ['1.15.0', 'with-regex'],
  ] as Rows<'ignored' | 'without-regex' | 'with-regex'>,
  // normalize_path is set from 1.2 on; DEFAULT is still BASE in 1.31.
  normalizesPath: [
    ['1.0.0', false],
    ['1.2.0', true],
  ] as Rows<boolean>,
} as const;

/** What the routing room must know of an Istio version. */
export type RoutingRules = {
  readonly [K in keyof typeof RULES]: (typeof RULES)[K] extends Rows<infer T> ? T : never;
} & {
  /** The regex that is a catch-all; see {@link catchAllRegexOf}. */
  readonly catchAllRegex: '*' | '.*';
};

/** Oldest and newest release whose rules are known. */
export const ROUTING_RULES_RANGE = { oldest: '1.0.0', newest: '1.31' } as const;

/** The rules of an Istio version, such as `1.28.6`; `undefined` for a text that is none or lies outside the range. */
export function routingRulesOf(istio: string): RoutingRules | undefined {
  const version = parseVersion(istio);
  const newest = parseVersion(ROUTING_RULES_RANGE.newest);
  if (version === undefined || newest === undefined) return undefined;
  if (compareVersions({ ...version, patch: 0 }, newest) > 0) return undefined;
  const entries = Object.entries(RULES).map(([name, rows]) => [
    name,
    valueAt<unknown>(rows, version) ?? undefined,
  ]);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return {
    ...(Object.fromEntries(entries) as Omit<RoutingRules, 'catchAllRegex'>),
    catchAllRegex: catchAllRegexOf(version),
  };
}

/**
 * `.*` counts from 1.21 on, and from the patches 1.19.8 and 1.20.4 (route.go, isCatchAllRoute); before, the text
 * `*`, which no RE2 compiles.
 */
function catchAllRegexOf({ major, minor, patch }: Version): '*' | '.*' {
  const backported: Record<number, number> = { 19: 8, 20: 4 };
  const since = backported[minor];
  const counts = major > 1 || minor >= 21 || (since !== undefined && patch >= since);
  return counts ? '.*' : '*';
}
