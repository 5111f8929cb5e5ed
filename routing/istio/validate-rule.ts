import { isMapping, listOf, type Mapping } from '../../base';
import { CORS, DIRECT_RESPONSE, FAULT, REDIRECT, RETRIES, REWRITE } from './validate-actions';
import { isAuthority } from './validate-texts';
import {
  ANY,
  DESTINATION,
  DURATION,
  HEADERS,
  MIRROR_SHARE,
  TEXT,
  weights,
  WEIGHT,
  whole,
} from './validate-values';
import { fields, isSet, list, type Check, type Validation } from './validation';

const PERCENT = whole('a whole number from 0 to 100', 0, 100);

/** The fields of rules and their destinations that Istio 1.5 gave up. */
const GIVEN_UP = Object.fromEntries(
  [
    ...['appendHeaders', 'appendRequestHeaders', 'appendResponseHeaders'],
    ...['removeRequestHeaders', 'removeResponseHeaders'],
  ].map((name) => [name, ANY]),
);

/** One of the destinations of a rule. */
const ROUTE = fields(
  'a destination of a rule',
  { destination: DESTINATION, weight: WEIGHT, headers: HEADERS, ...GIVEN_UP },
  requiresDestination,
);

const MIRROR = fields(
  'a mirror',
  { destination: DESTINATION, percentage: MIRROR_SHARE },
  requiresDestination,
);

/** A rule without its matches: those, the reader checks, which has to understand them. */
const RULE = fields(
  'a rule',
  {
    match: ANY,
    route: list(ROUTE, 'a list of destinations', weights),
    redirect: REDIRECT,
    directResponse: DIRECT_RESPONSE,
    delegate: fields('a delegate', { name: TEXT, namespace: TEXT }),
    rewrite: REWRITE,
    name: TEXT,
    timeout: DURATION,
    retries: RETRIES,
    fault: FAULT,
    mirror: DESTINATION,
    mirrors: list(MIRROR, 'a list of mirrors'),
    mirrorPercentage: MIRROR_SHARE,
    mirrorPercent: PERCENT,
    mirror_percent: PERCENT,
    corsPolicy: CORS,
    headers: HEADERS,
    websocketUpgrade: ANY,
    ...GIVEN_UP,
  },
  (rule, at) => {
    authorityOnce(rule, at);
    if (isSet(rule.redirect)) prefixesToRewrite(rule, at);
    goesTogether(rule, at);
  },
);

/**
 * Says what the webhook or Kubernetes refuses of a rule, but for its matches (validateHTTPRoute in pkg/config/validation/virtualservice.go).
 * @param isDelegates whether the rule is one of a VirtualService without hosts
 */
export function validateRule(rule: Mapping, index: number, isDelegates: boolean, at: Validation): void {
  at.inside(['spec', 'http', index], RULE, rule);
  if (isDelegates && isSet(rule.delegate) && at.rules.delegate !== 'ignored')
    at.inside(
      ['spec', 'http', index, 'delegate'],
      () =>
        at.refuse('is in a VirtualService without hosts, which is a delegate itself: Istio opens one level'),
      rule,
    );
}

/** The weights of destinations of TLS and TCP routes follow the same rules, without headers. */
export const CONNECTION_ROUTE: Check = list(
  fields('a destination of a route', { destination: DESTINATION, weight: WEIGHT }, requiresDestination),
  'a list of destinations',
  weights,
);

function requiresDestination({ destination }: Mapping, at: Validation): void {
  if (!isSet(destination)) at.refuseNow('has no destination');
}

/** The fields of which a rule has one: they answer the request. */
function goesTogether(rule: Mapping, at: Validation): void {
  const { rules } = at;
  const has = (field: string) => isSet(rule[field]);
  const routes = listOf(rule.route).length > 0;
  // A field that the version does not have is told of elsewhere.
  if (has('delegate')) {
    if (rules.delegate === 'ignored') return;
    if (routes || has('redirect'))
      at.refuse(`has ${routes ? 'route' : 'redirect'} beside delegate, where one of them belongs`);
    return;
  }
  const [first, ...others] = [
    ...(has('redirect') ? ['redirect'] : []),
    ...(has('directResponse') && rules.directResponse ? ['directResponse'] : []),
    ...(routes ? ['route'] : []),
  ];
  if (first === undefined && !has('directResponse') && !has('route'))
    at.refuse('has no route, redirect or directResponse: nothing answers its requests');
  else if (first === undefined && has('route') && Array.isArray(rule.route))
    at.refuse('has an empty route: nothing answers its requests');
  for (const other of others) at.refuseNow(`has ${first ?? ''} and ${other}, where one of them belongs`);
  if (first === 'redirect' && has('rewrite'))
    at.refuse('has rewrite beside redirect, which leaves nothing to change');
  if (first === 'directResponse' && has('rewrite'))
    at.refuseNow('has rewrite beside directResponse, which leaves nothing to change');
  if ((first === 'redirect' || first === 'directResponse') && has('fault'))
    at.refuseNow(`has fault beside ${first}, which leaves nothing to delay or abort`);
  if (has('mirror') && listOf(rule.mirrors).length > 0)
    at.refuseNow('has mirror and mirrors, where one of them belongs');
}

/** The authority is set once: by the rewrite, or by one header. */
function authorityOnce({ rewrite, headers }: Mapping, at: Validation): void {
  if (!isMapping(headers) || !isMapping(headers.request) || at.rules.operatedHeaders !== 'public') return;
  const { set, add } = headers.request;
  const given = [set, add].flatMap((some) => (isMapping(some) ? Object.entries(some) : []));
  const values = given.filter(([name, value]) => isAuthority(name) && value !== '').length;
  const rewritten = isMapping(rewrite) && isSet(rewrite.authority) && rewrite.authority !== '' ? 1 : 0;
  const last = given.filter(([name]) => isAuthority(name)).length;
  // A header without a value is refused behind another, too. Of two in one mapping, Istio refuses them by chance: Go's maps have no order.
  if (values + rewritten > 1 || (values + rewritten > 0 && last + rewritten > 1))
    at.refuse('sets the authority several times', 'set it once: by rewrite.authority, or by the header Host');
}

/** `prefixRewrite` takes the place of a prefix that was matched. */
function prefixesToRewrite({ redirect, match }: Mapping, at: Validation): void {
  if (!isMapping(redirect) || !isSet(redirect.prefixRewrite) || redirect.prefixRewrite === '') return;
  const others = listOf(match).some((one) => isMapping(one) && isMapping(one.uri) && !isSet(one.uri.prefix));
  if (others)
    at.refuseNow(
      'redirects by prefixRewrite, and one of its matches compares the path otherwise than by prefix',
    );
}
