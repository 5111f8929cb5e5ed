import { isMapping, listOf, type Mapping } from '../../base';
import { actionOf, knativeServiceOf, type RouteBook } from '../../app';
import type { RoutingRules } from '../../platform';
import { type Destination, type GatewayRequest, type Route } from '../../routing';

/** A line of an answer. */
export type Row = readonly [label: string, text: string];

/** Returns the target of a request in one line: `one.ns:80 (as h.example)`. */
export function spellTarget(route: Route, sent: GatewayRequest, rules: RoutingRules): string {
  const { destinations, instead } = actionOf(route, rules);
  const field = fieldOf(route.outcome, instead ?? '');
  if (instead === 'redirect')
    return `redirect ${shown(field.redirectCode ?? 301)} to ${location(field, route, sent)}`;
  if (instead === 'directResponse') return `direct response ${shown(field.status)}`;
  if (instead === 'delegate') {
    const { namespace, name } = field;
    return `delegate ${namespace === undefined ? '' : `${shown(namespace)}/`}${shown(name)} (not resolved)`;
  }
  return (
    destinations.map((destination) => spellDestination(destination, destinations)).join(', ') ||
    'no destination'
  );
}

/** Returns the actions of a route besides its target. */
export function outcomeRows(
  route: Route,
  path: string,
  { rules, served }: Pick<RouteBook, 'rules' | 'served'>,
): Row[] {
  const { outcome } = route;
  const { destinations, instead } = actionOf(route, rules);
  const rewrite = fieldOf(outcome, 'rewrite');
  const regex = fieldOf(rewrite, 'uriRegexRewrite');
  const rows: (Row | undefined)[] = [];
  if (instead === undefined) {
    if (destinations.length > 1) {
      for (const destination of destinations) rows.push(['to', spellDestination(destination, destinations)]);
    }
    if (typeof rewrite.uri === 'string')
      rows.push(['rewrite', `path ${path} -> ${rewritten(route, path, rewrite.uri)}`]);
    if (isMapping(rewrite.uriRegexRewrite)) {
      rows.push(['rewrite', `path by regex ${shown(regex.match)} -> ${shown(regex.rewrite)}`]);
    }
    if (typeof rewrite.authority === 'string') rows.push(['rewrite', `authority -> ${rewrite.authority}`]);
  }
  if (instead === 'directResponse') {
    const { body } = fieldOf(outcome, 'directResponse');
    if (body !== undefined) rows.push(['body', shown(fieldOf({ body }, 'body').string ?? '(bytes)')]);
  }
  if (outcome.timeout !== undefined) rows.push(['timeout', shown(outcome.timeout)]);
  if (isMapping(outcome.retries)) rows.push(['retries', spellRetries(outcome.retries)]);
  else if (instead === undefined) {
    const { retries } = served(outcome);
    if (isMapping(retries))
      rows.push(['retries', `${spellRetries(retries)}, the default of this Istio version`]);
  }
  for (const [kind, fault] of Object.entries(fieldOf(outcome, 'fault'))) {
    if (isMapping(fault)) rows.push(['fault', spellFault(kind, fault)]);
  }
  for (const mirror of [outcome.mirror, ...listOf(outcome.mirrors)]) {
    if (isMapping(mirror)) rows.push(['mirror', shown(mirror.host ?? fieldOf(mirror, 'destination').host)]);
  }
  for (const destination of destinations) rows.push(knativeRow(destination, destinations));
  return rows.filter((row) => row !== undefined);
}

function knativeRow(destination: Destination, all: readonly Destination[]): Row | undefined {
  const ksvc = knativeServiceOf(destination);
  if (ksvc === undefined) return undefined;
  return ['service', `Knative Service ${ksvc.name} in ${ksvc.namespace}${spellShare(destination, all)}`];
}

function spellDestination(destination: Destination, all: readonly Destination[]): string {
  const { host, port, authority } = destination;
  const as = authority === undefined ? '' : ` (as ${authority})`;
  return `${host}${port === undefined ? '' : `:${port}`}${as}${spellShare(destination, all)}`;
}

/** Returns the share of requests of one of several destinations. */
function spellShare({ weight }: Destination, all: readonly Destination[]): string {
  if (all.length < 2) return '';
  const total = all.reduce((sum, other) => sum + other.weight, 0);
  return total === 100 ? ` ${weight} %` : ` ${weight} of ${total}`;
}

/** Returns the path after `rewrite.uri`. Envoy replaces the matched prefix, or otherwise the whole path. */
function rewritten({ path: match }: Route, path: string, by: string): string {
  const isPrefix = match.kind === 'prefix' || (match.kind === 'folded' && match.open);
  return isPrefix ? by + path.slice(match.text.length) : by;
}

function location(redirect: Mapping, route: Route, { host, path, scheme = 'http' }: GatewayRequest): string {
  if (route.redirector !== undefined) return `https://${host}${path}`;
  const { prefixRewrite, port } = redirect;
  const [before = ''] = path.split(/[?#]/, 1);
  const uri =
    typeof redirect.uri === 'string'
      ? redirect.uri
      : typeof prefixRewrite === 'string'
        ? rewritten(route, before, prefixRewrite)
        : before;
  const authority = redirect.authority ?? host;
  return `${shown(redirect.scheme ?? scheme)}://${shown(authority)}${port === undefined ? '' : `:${shown(port)}`}${uri}`;
}

function spellRetries({ attempts, perTryTimeout, retryOn }: Mapping): string {
  if (attempts === 0) return 'none';
  return [
    `${shown(attempts ?? 'default')} ${attempts === 1 ? 'attempt' : 'attempts'}`,
    ...(perTryTimeout === undefined ? [] : [`${shown(perTryTimeout)} each`]),
    ...(retryOn === undefined ? [] : [`on ${shown(retryOn)}`]),
  ].join(', ');
}

function spellFault(kind: string, fault: Mapping): string {
  const share = fieldOf(fault, 'percentage').value ?? fault.percent ?? 100;
  const { fixedDelay, httpStatus, grpcStatus } = fault;
  const what =
    kind === 'delay' ? `delayed by ${shown(fixedDelay)}` : `aborted with ${shown(httpStatus ?? grpcStatus)}`;
  return `${shown(share)} % ${what}`;
}

function fieldOf(mapping: Mapping, field: string): Mapping {
  const value = mapping[field];
  return isMapping(value) ? value : {};
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '?' : JSON.stringify(value);
}
