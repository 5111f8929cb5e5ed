import type { Finding } from './findings';
import { firstOfNames, readManifests, type ManifestPlace } from './manifests';
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

/** VirtualServices, ready to answer requests. */
export interface RouteBook {
  readonly rules: RoutingRules;
  readonly router: RequestRouter;
  /** What stands in the way of right answers: files that cannot be read, fields that cannot be judged. */
  readonly findings: readonly Finding[];
  /** Where a route's match stands. */
  readonly placeOf: (list: RouteList, route: RouteKey) => ManifestPlace | undefined;
  /** The route of the catalog that a route is rendered from; nothing where VirtualServices come from manifests. */
  readonly catalogOf: (list: RouteList, route: RouteKey) => CatalogRoute | undefined;
  /** The answer of one gateway as the fields of a JSON object, without its braces. */
  readonly fieldsOf: (way: RequestWay) => string;
}

type RouteKey = Pick<Route, 'member' | 'rule' | 'match'>;

/** A route as the catalog declares it. */
export interface CatalogRoute {
  /** `<team>/<name>` */
  readonly function: string;
  /** Where its path stands; where the function declares no routes, where its file begins. */
  readonly place: ManifestPlace;
  /** Whether the function declares no routes, so that the default one stands. */
  readonly isDefault: boolean;
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
  const { kept, repeated } = firstOfNames(objects);
  for (const { message, again } of repeated) {
    findings.push({
      code: 'KF616',
      severity: 'warning',
      message,
      help: 'read one cluster at a time, or leave one out; only the first takes part in the answer',
      places: [again.placeOf(['metadata', 'name'])],
    });
  }
  const { tables, remarks } = routeTables(kept, rules);
  for (const remark of remarks.filter(({ kind }) => UNKNOWN.includes(kind))) {
    const { code, message, help } = problemOf(remark);
    const place = objects[remark.index]?.placeOf(remark.path);
    findings.push({ code, severity: 'warning', message, help, places: place === undefined ? [] : [place] });
  }
  const book = { rules, router: requestRouter(tables, rules), findings, catalogOf: () => undefined };
  return {
    ...book,
    placeOf: ({ members }, { member, rule, match }) =>
      objects[members[member]?.index ?? -1]?.placeOf(['spec', 'http', rule, 'match', match]),
    fieldsOf: answerSpeller(book),
  };
}

/**
 * The VirtualServices that a sound catalog is rendered to on one cluster.
 * @param catalogOf the catalog's route that a rule is rendered from, by the place of its VirtualService
 */
export function catalogRoutes(
  virtualServices: readonly object[],
  rules: RoutingRules,
  catalogOf: (virtualService: number, rule: number) => CatalogRoute | undefined,
): RouteBook {
  const ofRoute: RouteBook['catalogOf'] = ({ members }, { member, rule }) =>
    catalogOf(members[member]?.index ?? -1, rule);
  const router = requestRouter(routeTables(virtualServices, rules).tables, rules);
  const book = { rules, router, findings: [], catalogOf: ofRoute };
  return {
    ...book,
    placeOf: (list, route) => ofRoute(list, route)?.place,
    fieldsOf: answerSpeller(book),
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

/** A Knative Service. */
export interface KnativeService {
  readonly namespace: string;
  readonly name: string;
}

/** The Services of the gateways that Knative programs for requests from inside, in any of its versions. */
const LOCAL_GATEWAY = /^(?:cluster|knative)-local-gateway\.istio-system(?:\.svc(?:\..+)?)?$/;

/** The name by which a local gateway knows a Knative Service. */
const KSVC_HOST = /^([a-z][-a-z0-9]*)\.([a-z0-9][-a-z0-9]*)\.svc(?:\..+)?$/;

/**
 * The Knative Service that serves in the end, where that can be told: a local gateway of Knative gets the request
 * a second time, and then the authority decides.
 */
export function knativeServiceOf({ host, authority = '' }: Destination): KnativeService | undefined {
  const [, name, namespace] = KSVC_HOST.exec(authority.toLowerCase()) ?? [];
  if (name === undefined || namespace === undefined || !LOCAL_GATEWAY.test(host)) return undefined;
  return { namespace, name };
}

/** What is needed to spell answers. */
type Answering = Pick<RouteBook, 'rules' | 'router' | 'catalogOf'>;

/** Spells answers as JSON; requests that the same routes match have the same answer, which is spelled once. */
function answerSpeller(book: Answering): RouteBook['fieldsOf'] {
  const { router } = book;
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
      fields = spellAnswer(way, decides ?? router.rivals(way).length > 0, book);
      ofList.set(key, fields);
    }
    return fields;
  };
}

function spellAnswer({ list, matches }: RequestWay, orderDecides: boolean, book: Answering): string {
  const [answer, ...others] = matches.flatMap((place) => list.routes[place] ?? []);
  const alsoMatched = others.map((route) => referTo(route));
  const decides = orderDecides ? { orderDecides } : {};
  const fields = (() => {
    if (answer === undefined) return { matched: false, alsoMatched, ...decides };
    const { destinations, instead } = actionOf(answer, book.rules);
    const field = instead === undefined ? {} : { [instead]: answer.outcome[instead] };
    const reached = book.catalogOf(list, answer) === undefined ? destinations : destinations.map(withKsvc);
    return { matched: true, ...referTo(answer), destinations: reached, ...field, alsoMatched, ...decides };
  })();
  return JSON.stringify(fields).slice(1, -1);

  function referTo(route: Route) {
    const reference = referenceTo(list, route);
    const declared = book.catalogOf(list, route);
    if (declared === undefined) return reference;
    const { function: of, place, isDefault } = declared;
    const { file, line, column } = place;
    return { ...reference, catalog: { function: of, file, line, column, default: isDefault } };
  }
}

function withKsvc(destination: Destination) {
  const ksvc = knativeServiceOf(destination);
  return ksvc === undefined
    ? destination
    : { ...destination, knativeService: `${ksvc.namespace}/${ksvc.name}` };
}

/**
 * One line of JSON: the request as it was given, and the first gateway's answer.
 * @param request JSON text of the request
 * @param where JSON text of fields that say whose answer it is, with a comma behind them
 */
export function answerLine(
  request: string,
  ways: readonly RequestWay[],
  book: RouteBook,
  where = '',
): string {
  const [way] = ways;
  if (way === undefined) return unservedLine(request, where);
  const gateway = way.matches.length === 0 ? '' : `,"gateway":${JSON.stringify(way.table.gateway)}`;
  return `{"request":${request},${where}${book.fieldsOf(way)}${gateway}}`;
}

/** The line of JSON for a request whose host nobody serves. */
export function unservedLine(request: string, where = ''): string {
  return `{"request":${request},${where}"matched":false,"alsoMatched":[]}`;
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
