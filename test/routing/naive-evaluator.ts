import { RE2JS } from 're2js';
import type { RoutingRules } from '../../routing/model/rules';

/** A request as the router sees it: dot segments of the path are already resolved where the version does that. */
export interface NaiveRequest {
  readonly method: string;
  /** The `Host` header as sent, with its port if it has one. */
  readonly host: string;
  /** The path with its `?query`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default http */
  readonly scheme?: 'http' | 'https';
  /**
   * The port of the listener.
   * @default 80
   */
  readonly port?: number;
}

/** One Envoy route that matches a request, named by where it is in its VirtualService. */
export interface NaiveAnswer {
  /** `<namespace>/<name>`. */
  readonly virtualService: string;
  /** Index in `spec.http`. */
  readonly rule: number;
  /** Index in the rule's `match`; 0 for a rule without match. */
  readonly match: number;
}

/** Istio's StringMatch; none of the three, or `null`, asks only that there be a value. */
type StringMatch = { readonly exact?: string; readonly prefix?: string; readonly regex?: string } | null;
type StringMatches = Readonly<Record<string, StringMatch>>;

interface Match {
  readonly uri?: StringMatch;
  readonly ignoreUriCase?: boolean;
  readonly method?: StringMatch;
  readonly scheme?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: StringMatches;
  readonly withoutHeaders?: StringMatches;
  readonly queryParams?: StringMatches;
  readonly port?: number;
  readonly gateways?: readonly string[];
}

interface VirtualService {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly creationTimestamp?: string;
  };
  readonly spec: {
    readonly hosts: readonly string[];
    readonly gateways?: readonly string[];
    readonly http?: readonly { readonly match?: readonly Match[] }[];
  };
}

/** An Envoy route: a match, without what the Istio version does not know, and its place. */
interface Route extends NaiveAnswer {
  readonly condition: Match;
}

/**
 * Every Envoy route that matches the request, in Envoy's order: the first one answers. Does one thing after the
 * other over plain lists, as the facts tell them. Delegates, sourceLabels and JWT claims are not handled.
 */
export function naiveMatches(
  virtualServices: readonly unknown[],
  rules: RoutingRules,
  gateway: string,
  request: NaiveRequest,
): NaiveAnswer[] {
  const served = (virtualServices as readonly VirtualService[])
    .filter((virtualService) => names(virtualService, virtualService.spec.gateways ?? [], gateway))
    .toSorted((a, b) => order(a, b, rules))
    .map(({ metadata, spec }) => ({
      hosts: spec.hosts.map((host) => host.toLowerCase()),
      routes: routesOf({ metadata, spec }, rules, gateway, request.port ?? 80),
    }))
    // A VirtualService without a route on this listener makes no virtual host either.
    .filter(({ routes }) => routes.length > 0);

  const host = bestHost(
    served.flatMap(({ hosts }) => hosts),
    request.host.toLowerCase().replace(/:\d+$/, ''),
  );
  const sharing = served.filter(({ hosts }) => host !== undefined && hosts.includes(host));
  const routes = (rules.merges ? sharing : sharing.slice(0, 1)).flatMap((each) => each.routes);
  return [
    ...routes.filter(({ condition }) => !isCatchAll(condition, rules)),
    ...routes.filter(({ condition }) => isCatchAll(condition, rules)),
  ]
    .filter(({ condition }) => holds(condition, request, rules))
    .map(({ virtualService, rule, match }) => ({ virtualService, rule, match }));
}

/** Whether a list of gateways, spelled as in a VirtualService, names `gateway`. */
function names({ metadata }: VirtualService, list: readonly string[], gateway: string): boolean {
  return list.some((text) => {
    if (text.startsWith('./')) return `${metadata.namespace}${text.slice(1)}` === gateway;
    if (text.includes('/')) return text === gateway;
    const [name = '', namespace = metadata.namespace] = text.split('.');
    return `${namespace}/${name}` === gateway;
  });
}

/** Negative where `a` comes before `b`: the older one, then what the version says of those of one second. */
function order(a: VirtualService, b: VirtualService, { tieBreak }: RoutingRules): number {
  const [x, y] = [a.metadata, b.metadata];
  const byTime = compareText(x.creationTimestamp ?? '', y.creationTimestamp ?? '');
  if (byTime !== 0) return byTime;
  if (tieBreak === 'dotted-name') return compareText(`${x.name}.${x.namespace}`, `${y.name}.${y.namespace}`);
  return compareText(x.name, y.name) || compareText(x.namespace, y.namespace);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The host that Envoy picks: the same, else the longest `*.suffix`, else `*`. */
function bestHost(hosts: readonly string[], wanted: string): string | undefined {
  if (hosts.includes(wanted)) return wanted;
  return hosts
    .filter((host) => host.startsWith('*'))
    .filter((host) => host === '*' || (wanted.endsWith(host.slice(1)) && wanted.length >= host.length))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** The Envoy routes of one VirtualService, in its own order, up to where its building ends. */
function routesOf(
  virtualService: VirtualService,
  rules: RoutingRules,
  gateway: string,
  port: number,
): readonly Route[] {
  const { metadata, spec } = virtualService;
  const routes: Route[] = [];
  for (const [rule, { match: matches = [] }] of (spec.http ?? []).entries()) {
    const place = { virtualService: `${metadata.namespace}/${metadata.name}`, rule };
    if (matches.length === 0) return [...routes, { ...place, match: 0, condition: {} }];
    const built = matches
      .map((match, index) => ({ ...place, match: index, condition: known(match, rules) }))
      .filter(({ condition }) => (condition.port ?? 0) === 0 || condition.port === port)
      .filter(
        ({ condition: { gateways = [] } }) => !gateways.length || names(virtualService, gateways, gateway),
      );
    if (rules.endsAt === 'any-root-prefix') {
      const root = built.find(({ condition }) => isRoot(condition, rules));
      if (root !== undefined) return [...routes, root];
    }
    const end = built.findIndex(({ condition }) => isCatchAll(condition, rules));
    if (rules.endsAt === 'catch-all' && end >= 0) return [...routes, ...built.slice(0, end + 1)];
    routes.push(...built);
  }
  return routes;
}

/** The match without the fields of which the Istio version makes nothing. */
function known(match: Match, rules: RoutingRules): Match {
  const { ignoreUriCase, queryParams, withoutHeaders, ...rest } = match;
  return {
    ...rest,
    ...(ignoreUriCase !== undefined && rules.ignoreUriCase && { ignoreUriCase }),
    ...(queryParams !== undefined && rules.queryParams && { queryParams }),
    ...(withoutHeaders !== undefined && rules.withoutHeaders !== 'ignored' && { withoutHeaders }),
  };
}

/** Whether the Envoy route is moved behind all others: every path, and nothing else asked for. */
function isCatchAll(match: Match, rules: RoutingRules): boolean {
  const { uri } = match;
  return (
    (kindOf(uri) === 'present' || uri?.prefix === '/' || uri?.regex === rules.catchAllRegex) &&
    isEmpty(match.headers) &&
    isEmpty(match.withoutHeaders) &&
    isEmpty(match.queryParams) &&
    [match.method, match.authority, match.scheme].every((asked) => (asked ?? undefined) === undefined)
  );
}

/** What 1.5 to 1.7 took for a catch-all while building: only headers and query parameters are looked at. */
function isRoot({ uri, headers, queryParams }: Match, rules: RoutingRules): boolean {
  const root = uri?.prefix === '/' || uri?.regex === rules.catchAllRegex;
  return root && isEmpty(headers) && isEmpty(queryParams);
}

function isEmpty(matches: StringMatches | undefined): boolean {
  return Object.keys(matches ?? {}).length === 0;
}

/** Whether the request has everything that the match asks for. */
function holds(match: Match, request: NaiveRequest, rules: RoutingRules): boolean {
  const header = (name: string): string | undefined =>
    Object.entries(request.headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return (
    pathHolds(match, request.path.split('?')[0] ?? '') &&
    (match.method === undefined || valueHolds(match.method, request.method)) &&
    (match.scheme === undefined || valueHolds(match.scheme, request.scheme ?? 'http')) &&
    (match.authority === undefined || valueHolds(match.authority, request.host)) &&
    Object.entries(match.headers ?? {}).every(([name, wanted]) => valueHolds(wanted, header(name))) &&
    Object.entries(match.withoutHeaders ?? {}).every(([name, unwanted]) =>
      withoutHolds(unwanted, header(name), rules),
    ) &&
    Object.entries(match.queryParams ?? {}).every(([name, wanted]) =>
      queryHolds(wanted, queryValue(request.path, name), rules),
    )
  );
}

/** `path` is without its query. */
function pathHolds({ uri, ignoreUriCase = false }: Match, path: string): boolean {
  switch (kindOf(uri)) {
    case 'present':
      return path.startsWith('/');
    case 'regex':
      return textHolds(uri, path);
    default:
      if (!ignoreUriCase) return textHolds(uri, path);
      return textHolds(mapValues(uri ?? {}, foldCase), foldCase(path));
  }
}

function mapValues(uri: NonNullable<StringMatch>, change: (text: string) => string): StringMatch {
  return Object.fromEntries(Object.entries(uri).map(([kind, text]) => [kind, change(text)]));
}

/** Folds what Envoy folds: ASCII letters. */
function foldCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A header, or a pseudo header, of value `value`; `undefined` where it is absent. */
function valueHolds(wanted: StringMatch, value: string | undefined): boolean {
  if (value === undefined) return false;
  return isPresence(wanted) || textHolds(wanted, value);
}

function withoutHolds(unwanted: StringMatch, value: string | undefined, rules: RoutingRules): boolean {
  if (isPresence(unwanted)) return value === undefined;
  if (value === undefined) return rules.withoutHeaders === 'absent-is-empty' && refuses(unwanted, '');
  return refuses(unwanted, value);
}

/** The opposite of {@link textHolds}, but a regex that RE2 does not compile holds nowhere. */
function refuses(unwanted: StringMatch, value: string): boolean {
  return compiles(unwanted) && !textHolds(unwanted, value);
}

function queryHolds(wanted: StringMatch, value: string | undefined, rules: RoutingRules): boolean {
  if (value === undefined) return false;
  // With the prefix came the regex `*` for presence; before, it went to RE2 as it was.
  if (!rules.queryPrefix) return ['present', 'prefix'].includes(kindOf(wanted)) || textHolds(wanted, value);
  return isPresence(wanted) || textHolds(wanted, value);
}

/** The first value of a query parameter, as it is in the path; empty where it has no `=`. */
function queryValue(path: string, name: string): string | undefined {
  const start = path.indexOf('?');
  if (start < 0) return undefined;
  for (const parameter of path.slice(start + 1).split('&')) {
    const equals = parameter.indexOf('=');
    const end = equals < 0 ? parameter.length : equals;
    if (parameter.slice(0, end) === name) return parameter.slice(end + 1);
  }
  return undefined;
}

function kindOf(wanted: StringMatch | undefined): 'exact' | 'prefix' | 'regex' | 'present' {
  if (wanted?.exact !== undefined) return 'exact';
  if (wanted?.prefix !== undefined) return 'prefix';
  return wanted?.regex !== undefined ? 'regex' : 'present';
}

/** Whether only presence is asked for: nothing, or the regex `*`, which is no RE2. */
function isPresence(wanted: StringMatch): boolean {
  return kindOf(wanted) === 'present' || wanted?.regex === '*';
}

function textHolds(wanted: StringMatch | undefined, text: string): boolean {
  const { exact, prefix, regex } = wanted ?? {};
  if (exact !== undefined) return text === exact;
  if (prefix !== undefined) return text.startsWith(prefix);
  return regex !== undefined && compiles({ regex }) && compiled(regex).matches(text);
}

function compiles(wanted: StringMatch): boolean {
  if (wanted?.regex === undefined) return true;
  try {
    compiled(wanted.regex);
    return true;
  } catch {
    return false;
  }
}

const COMPILED = new Map<string, RE2JS>();

/** Compiles each regex once. */
function compiled(regex: string): RE2JS {
  const known = COMPILED.get(regex) ?? RE2JS.compile(regex);
  COMPILED.set(regex, known);
  return known;
}
