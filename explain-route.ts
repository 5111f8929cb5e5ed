import type { Finding } from './findings';
import { readManifests, type ManifestPlace } from './manifests';
import { routingRulesOf, type RoutingRules } from './platform';
import {
  destinationsOf,
  isMapping,
  problemOf,
  referenceTo,
  requestRouter,
  routeTables,
  type Destination,
  type RequestRouter,
  type RequestWay,
  type Route,
  type RouteList,
} from './routing';

/** The VirtualServices of a folder, ready to answer requests. */
export interface RouteBook {
  readonly rules: RoutingRules;
  readonly router: RequestRouter;
  /** What stands in the way of right answers: files that cannot be read, fields that cannot be judged. */
  readonly findings: readonly Finding[];
  /** Where a route's match stands. */
  readonly placeOf: (
    list: RouteList,
    route: Pick<Route, 'member' | 'rule' | 'match'>,
  ) => ManifestPlace | undefined;
  /** The answer of one gateway as the fields of a JSON object, without its braces. */
  readonly fieldsOf: (way: RequestWay) => string;
}

/** Remarks after which it is not known which requests a route takes. */
const UNKNOWN = ['regex-rejected', 'not-modelled', 'malformed'];

/**
 * Reads the VirtualServices of a folder, whoever wrote them. Of two of one name, the first counts, as in a check.
 * @returns `undefined` where the Istio version is not known
 */
export function readRoutes(folder: string, istio: string): RouteBook | undefined {
  const rules = routingRulesOf(istio);
  if (rules === undefined) return undefined;
  const { objects, unread } = readManifests(folder, 'VirtualService');
  const findings: Finding[] = unread.map(({ file, line, column, message, isSystem }) => ({
    code: isSystem ? 'KF101' : 'KF102',
    severity: 'warning',
    message: isSystem ? `${file} cannot be read: ${message}` : `broken YAML: ${message}`,
    help: 'mend it: what stands in it takes no part in the answer',
    places: isSystem ? [] : [{ file, line, column }],
  }));
  const known = new Set<string>();
  const kept = objects.map(({ object, placeOf }) => {
    const { metadata } = object as { metadata?: { name?: string; namespace?: string } };
    const name = `${metadata?.namespace ?? 'default'}/${metadata?.name ?? ''}`;
    if (!known.has(name)) {
      known.add(name);
      return object;
    }
    findings.push({
      code: 'KF616',
      severity: 'warning',
      message: `the VirtualService ${name} stands twice: applied together, one overwrites the other`,
      help: 'read one cluster at a time, or leave one out; only the first takes part in the answer',
      places: [placeOf(['metadata', 'name'])],
    });
    return undefined;
  });
  const { tables, remarks } = routeTables(kept, rules);
  for (const remark of remarks.filter(({ kind }) => UNKNOWN.includes(kind))) {
    const { code, message, help } = problemOf(remark);
    const place = objects[remark.index]?.placeOf(remark.path);
    findings.push({ code, severity: 'warning', message, help, places: place === undefined ? [] : [place] });
  }
  const router = requestRouter(tables, rules);
  return {
    rules,
    router,
    findings,
    placeOf: ({ members }, { member, rule, match }) =>
      objects[members[member]?.index ?? -1]?.placeOf(['spec', 'http', rule, 'match', match]),
    fieldsOf: answerSpeller(router, rules),
  };
}

/** What becomes of a request that a route answers. */
export interface RouteAction {
  /** Where it goes; nowhere where Envoy answers itself. */
  readonly destinations: readonly Destination[];
  /** The field of the rule that answers instead of a destination. */
  readonly instead?: 'redirect' | 'directResponse' | 'delegate';
}

/** What becomes of a request that a route answers: a redirect comes before a direct response, that before the rest. */
export function actionOf({ outcome }: Pick<Route, 'outcome'>, rules: RoutingRules): RouteAction {
  if (isMapping(outcome.redirect)) return { destinations: [], instead: 'redirect' };
  if (isMapping(outcome.directResponse) && rules.directResponse) {
    return { destinations: [], instead: 'directResponse' };
  }
  const destinations = destinationsOf(outcome);
  if (destinations.length === 0 && isMapping(outcome.delegate) && rules.delegate !== 'ignored') {
    return { destinations, instead: 'delegate' };
  }
  return { destinations };
}

/** Spells answers as JSON; requests that the same routes match have the same answer, which is spelled once. */
function answerSpeller(router: RequestRouter, rules: RoutingRules): RouteBook['fieldsOf'] {
  const known = new WeakMap<RouteList, Map<string, string>>();
  return (way) => {
    const { list, matches, table } = way;
    const ofList = known.get(list) ?? new Map<string, string>();
    known.set(list, ofList);
    // Where VirtualServices are not merged, the others are no part of the list: each request tells anew.
    const decides = table.merged ? undefined : router.rivals(way).length > 0;
    const key = `${matches.join(' ')}${decides === true ? ' order' : ''}`;
    let fields = ofList.get(key);
    if (fields === undefined) {
      fields = spellAnswer(way, decides ?? router.rivals(way).length > 0, rules);
      ofList.set(key, fields);
    }
    return fields;
  };
}

function spellAnswer({ list, matches }: RequestWay, orderDecides: boolean, rules: RoutingRules): string {
  const [answer, ...others] = matches.flatMap((place) => list.routes[place] ?? []);
  const alsoMatched = others.map((route) => referenceTo(list, route));
  const decides = orderDecides ? { orderDecides } : {};
  const fields = (() => {
    if (answer === undefined) return { matched: false, alsoMatched, ...decides };
    const { destinations, instead } = actionOf(answer, rules);
    const field = instead === undefined ? {} : { [instead]: answer.outcome[instead] };
    return { matched: true, ...referenceTo(list, answer), destinations, ...field, alsoMatched, ...decides };
  })();
  return JSON.stringify(fields).slice(1, -1);
}

/**
 * One line of JSON: the request as it was given, and the first gateway's answer.
 * @param request JSON text of the request
 */
export function answerLine(request: string, ways: readonly RequestWay[], book: RouteBook): string {
  const [way] = ways;
  if (way === undefined) return `{"request":${request},"matched":false,"alsoMatched":[]}`;
  const gateway = way.matches.length === 0 ? '' : `,"gateway":${JSON.stringify(way.table.gateway)}`;
  return `{"request":${request},${book.fieldsOf(way)}${gateway}}`;
}

/** Ways with the same answer, each group once. */
export function groupsOf(
  ways: readonly RequestWay[],
  book: RouteBook,
): (readonly [RequestWay, ...RequestWay[]])[] {
  const groups = new Map<string, [RequestWay, ...RequestWay[]]>();
  for (const way of ways) {
    const key = `${way.table.host} ${book.fieldsOf(way)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [way]);
    else group.push(way);
  }
  return [...groups.values()];
}

/** Whether gateways answer differently. */
export function answersDiffer([first, ...others]: readonly RequestWay[], book: RouteBook): boolean {
  if (first === undefined) return false;
  return others.some(
    (way) => (way.list !== first.list || !way.table.merged) && book.fieldsOf(way) !== book.fieldsOf(first),
  );
}
