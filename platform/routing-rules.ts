import { fact, rowAt, spellLimit, yesOrNo, type Fact } from './fact';
import { KNOWN_RELEASES } from './component';
import { VALIDATION_FACTS } from './validation-facts';
import { isNewerRelease, parseVersion } from './version';

const is = (what: string, rows: Fact<boolean>['rows']) => fact<boolean>('istio', what, rows, yesOrNo);

/**
 * How an Istio version makes Envoy routes of VirtualServices that share a host. What each means for a request
 * is where it is used, in the routing room.
 */
export const ROUTING_FACTS = {
  merges: is('VirtualServices of one host are merged', [
    ['1.0.0', false, 'in 1.0.0 the first one of a host wins'],
    ['1.0.1', true, 'from 1.0.1'],
  ]),
  // config.go, sortConfigByCreationTime; 1.23 compares name and namespace apart.
  tieBreak: fact<'none' | 'dotted-name' | 'name'>('istio', 'order of VirtualServices created in one second', [
    ['1.0.0', 'none', 'undefined before 1.1.7'],
    ['1.1.7', 'dotted-name', 'by <name>.<namespace> up to 1.22'],
    ['1.23.0', 'name', 'by name, then namespace, from 1.23'],
  ]),
  endsAt: fact<'catch-all' | 'any-root-prefix'>('istio', 'what ends a VirtualService', [
    ['1.0.0', 'catch-all', 'a match of every request'],
    ['1.5.0', 'any-root-prefix', '1.5 to 1.7 end at the prefix / whatever method it asks for'],
    ['1.8.0', 'catch-all', 'a match of every request'],
  ]),
  // route.go, isCatchAllRoute; `.*` came to 1.19.8 and 1.20.4 too. No RE2 compiles `*`.
  catchAllRegex: fact<'*' | '.*'>('istio', 'regex that is moved behind all other routes', [
    ['1.0.0', '*', 'the text * alone before 1.21 (1.20.4, 1.19.8)'],
    ['1.19.8', '.*', 'fixed in 1.19.8'],
    ['1.20.0', '*', 'the text * alone before 1.20.4'],
    ['1.20.4', '.*', 'from 1.20.4'],
  ]),
  regex: fact<'std::regex' | 'RE2'>('istio', 'engine of regexes', [
    ['1.0.0', 'std::regex', "Envoy's regex before 1.4"],
    ['1.4.0', 'RE2', 'safe_regex from 1.4'],
  ]),
  regexProgramLimit: fact<number>(
    'istio',
    'most instructions of a regex',
    [
      ['1.0.0', Number.POSITIVE_INFINITY, 'std::regex counts none'],
      ['1.4.0', 1024, 'sent with every regex, 1.4 to 1.6'],
      ['1.7.0', 32_768, "the bootstrap's limit"],
    ],
    spellLimit,
  ),
  ignoreUriCase: is('ignoreUriCase', [
    ['1.0.0', false, 'it came with 1.2.3'],
    ['1.2.3', true, 'from 1.2.3'],
  ]),
  queryParams: is('match of query parameters', [
    ['1.0.0', false, 'ignored without a word before 1.3'],
    ['1.3.0', true, 'from 1.3'],
  ]),
  queryPrefix: is('match of the prefix of a query parameter', [
    ['1.0.0', false, 'before 1.18 any value of the parameter matches'],
    ['1.18.0', true, 'from 1.18'],
  ]),
  withoutHeaders: fact<'ignored' | 'needs-header' | 'absent-is-empty'>('istio', 'withoutHeaders', [
    ['1.0.0', 'ignored', 'it came with 1.6'],
    ['1.6.0', 'needs-header', 'a missing header does not match before 1.22'],
    ['1.22.0', 'absent-is-empty', 'a missing header counts as an empty one'],
  ]),
  sourceNamespace: is('sourceNamespace', [
    ['1.0.0', false, 'it came with 1.6'],
    ['1.6.0', true, 'from 1.6'],
  ]),
  directResponse: is('directResponse', [
    ['1.0.0', false, 'it came with 1.15'],
    ['1.15.0', true, 'from 1.15'],
  ]),
  delegate: fact<'ignored' | 'without-regex' | 'with-regex'>('istio', 'delegate', [
    ['1.0.0', 'ignored', 'off by default in 1.6 and 1.7'],
    ['1.8.0', 'without-regex', 'on by default; regexes from 1.15'],
    ['1.15.0', 'with-regex', 'regexes from 1.15'],
  ]),
  defaultExportTo: fact<readonly string[] | undefined>(
    'istio',
    'exportTo of VirtualServices by default',
    [
      ['1.0.0', undefined, 'exportTo came with 1.1'],
      ['1.1.0', ['*'], 'the mesh configuration may say otherwise'],
    ],
    (namespaces) => namespaces?.join(', ') ?? 'none',
  ),
  // push_context.go, initVirtualServices: sorted before delegates were merged in, which came to 1.19.8 and 1.20.4 too.
  delegatingLast: is('VirtualServices that delegate come after all others', [
    ['1.0.0', false, 'by age like others'],
    ['1.8.0', true, 'whatever their age before 1.21 (1.20.4, 1.19.8)'],
    ['1.19.8', false, 'fixed in 1.19.8'],
    ['1.20.0', true, 'whatever their age before 1.20.4'],
    ['1.20.4', false, 'by age from 1.20.4'],
  ]),
  // core/gateway.go listens on target ports from 1.6 on (pull request 20838), model/gateway.go merges by them from 1.11 on (32919).
  targetPorts: fact<'ignored' | 'dropped' | 'shared'>('istio', 'servers whose ports a Service maps to one', [
    ['1.0.0', 'ignored', 'on ports of their own before 1.6'],
    ['1.6.0', 'dropped', 'all but one are dropped, 1.6 to 1.10'],
    ['1.11.0', 'shared', 'they share a listener and its routes from 1.11'],
  ]),
  // model/sidecar.go, computeWildcardHostVirtualServiceIndex, and the setting PERSIST_OLDEST_FIRST_HEURISTIC_FOR_VIRTUAL_SERVICE_HOST_MATCHING,
  // which the compatibility profile of 1.20 turns on.
  meshHosts: fact<'oldest' | 'most specific'>('istio', 'VirtualServices of overlapping hosts in the mesh', [
    ['1.0.0', 'oldest', 'the first one created serves a service before 1.21'],
    ['1.21.0', 'most specific', 'the one with the most specific host serves a service from 1.21'],
  ]),
  pathNormalization: fact<PathNormalization>('istio', 'normalisation of paths', [
    ['1.0.0', 'NONE', 'not set before 1.2'],
    ['1.2.0', 'BASE', 'normalize_path from 1.2; the default still in 1.31'],
  ]),
} as const;

/** How the mesh changes a path before it is routed: `meshConfig.pathNormalization`. */
export type PathNormalization = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/** All facts that the routing room must know. */
export const RULE_FACTS = { ...ROUTING_FACTS, ...VALIDATION_FACTS } as const;

/** What the routing room must know of an Istio version. */
export type RoutingRules = {
  readonly [K in keyof typeof RULE_FACTS]: (typeof RULE_FACTS)[K] extends Fact<infer T> ? T : never;
};

/** Oldest and newest release whose rules are known. */
export const ROUTING_RULES_RANGE = { oldest: '1.0.0', newest: KNOWN_RELEASES.istio.newest } as const;

/** The rules of an Istio version, such as `1.28.6`; `undefined` for a text that is none or lies outside the range. */
export function routingRulesOf(istio: string): RoutingRules | undefined {
  const version = parseVersion(istio);
  if (version === undefined || isNewerRelease(version, ROUTING_RULES_RANGE.newest)) return undefined;
  const rows = Object.entries<Fact<unknown>>(RULE_FACTS).map(
    ([name, fact]) => [name, rowAt(fact, version)] as const,
  );
  if (rows.some(([, row]) => row === undefined)) return undefined;
  return Object.fromEntries(rows.map(([name, row]) => [name, row?.[1]])) as unknown as RoutingRules;
}
