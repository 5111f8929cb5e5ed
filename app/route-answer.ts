import { groupBy } from '../base';
import type { GatewayPassage } from '../catalog';
import {
  referenceTo,
  type Destination,
  type Outcome,
  type RequestWay,
  type Route,
  type RouteList,
} from '../routing';
import { actionOf, knativeServiceOf } from './route-action';
import type { RouteAnswer, RouteBook } from './route-book';
import type { RouteOwner } from './route-owner';

/** The parts of a book that answers depend on. */
type AnswerSource = Pick<RouteBook, 'rules' | 'router' | 'catalogOf' | 'foreignOf' | 'served'>;

/** Returns a function that answers requests. It keeps its answers: requests with the same matches share one. */
export function routeAnswers(book: AnswerSource): RouteBook['answerOf'] {
  const { router } = book;
  const answersByList = new WeakMap<RouteList, Map<string, RouteAnswer>>();
  return (way) => {
    const { list, matches, table } = way;
    const answers = answersByList.get(list) ?? new Map<string, RouteAnswer>();
    answersByList.set(list, answers);
    // Without merging, the list does not contain the rival VirtualServices, so they are looked up for each request.
    const decides = table.merged ? undefined : router.rivals(way).length > 0;
    const key = `${matches.join(' ')}${decides === true ? ' order' : ''}`;
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = { json: answerJson(way, decides ?? router.rivals(way).length > 0, book) };
      answers.set(key, answer);
    }
    return answer;
  };
}

function answerJson({ list, matches }: RequestWay, orderDecides: boolean, book: AnswerSource): string {
  const [first, ...others] = matches.flatMap((index) => list.routes[index] ?? []);
  const alsoMatched = others.map((route) => routeReference(list, route, book));
  const order = orderDecides ? { orderDecides } : {};
  if (first === undefined) return JSON.stringify({ matched: false, alsoMatched, ...order });
  const { destinations, instead } = actionOf(first, book.rules);
  if (first.redirector !== undefined) {
    const { gateway, server } = first.redirector;
    const by = { server: { gateway, server }, destinations, redirect: first.outcome.redirect };
    return JSON.stringify({ matched: true, ...by, alsoMatched, ...order });
  }
  return JSON.stringify({
    matched: true,
    ...routeReference(list, first, book),
    destinations: book.catalogOf(list, first) === undefined ? destinations : destinations.map(withKsvc),
    ...(instead === undefined
      ? treatment(book.served(first.outcome))
      : { [instead]: first.outcome[instead] }),
    alsoMatched,
    ...order,
  });
}

/** Returns the timeout and the retries of forwarded requests; null for a timeout or retries that a rule does not have. */
function treatment({ timeout = null, retries = null }: Outcome) {
  return { timeout, retries };
}

function routeReference(list: RouteList, route: Route, book: AnswerSource) {
  const reference = referenceTo(list, route);
  const declared = book.catalogOf(list, route);
  const foreign = book.foreignOf?.(list, route);
  if (foreign !== undefined) {
    const { file, line, column } = foreign;
    return { ...reference, foreign: { file, line, column } };
  }
  if (declared === undefined) return reference;
  const { function: functionName, place, isDefault } = declared;
  const { file, line, column } = place;
  return { ...reference, catalog: { function: functionName, file, line, column, default: isDefault } };
}

function withKsvc(destination: Destination) {
  const ksvc = knativeServiceOf(destination);
  return ksvc === undefined
    ? destination
    : { ...destination, knativeService: `${ksvc.namespace}/${ksvc.name}` };
}

/** Fields of a JSON line beside the request and the answer. */
export interface LineFields {
  /** The cluster host that the answer belongs to. @default - none */
  readonly origin?: Readonly<Record<string, string>>;
  /** What the ingress gateway makes of the path. @default - it passes as it is, or not through that gateway */
  readonly passage?: GatewayPassage;
  /** What the Ingress of a domain answers by itself. @default - it lets the request through */
  readonly ingress?: GatewayPassage;
  /** The folder of the manifests that the answer is read from, because the catalog has errors. @default - the catalog */
  readonly rendered?: string;
  /** The function that answers, whom to ask, and its latest commits. @default - not known */
  readonly owner?: RouteOwner;
}

/**
 * Returns one line of JSON: the request as it was given, and the first gateway's answer; where gateways, or kinds of their proxies, answer
 * differently, all answers.
 * @param request JSON text of the request
 */
export function answerLine(
  request: string,
  ways: readonly RequestWay[],
  book: RouteBook,
  fields: LineFields = {},
): string {
  const [way] = ways;
  if (way === undefined) return jsonLine(request, UNSERVED, fields);
  const gateway = way.matches.length === 0 ? '' : `,"gateway":${JSON.stringify(way.table.gateway)}`;
  return jsonLine(request, book.answerOf(way).json, fields, gateway + allAnswers(ways, book));
}

function allAnswers(ways: readonly RequestWay[], book: RouteBook): string {
  const groups = differingAnswers(ways, book);
  if (groups.length < 2) return '';
  const answers = groups.map((group) => {
    const gateways = JSON.stringify(group.map(({ table }) => table.gateway));
    return `{"gateways":${gateways},${members(book.answerOf(group[0]).json)}}`;
  });
  return `,"answers":[${answers.join(',')}]`;
}

/** Returns the functions of all routes that match, each once: the first one answers. */
export function functionsMatched(ways: readonly RequestWay[], book: RouteBook): readonly string[] {
  const routes = ways.flatMap(({ list, matches }) =>
    matches.map((index) => book.functionOf(list, list.routes[index] as Route)),
  );
  return [...new Set(routes)].filter((name) => name !== undefined);
}

const UNSERVED = JSON.stringify({ matched: false, alsoMatched: [] });

/** Returns the line of JSON for a request to a host that no VirtualService serves. */
export function unservedLine(request: string, fields: LineFields = {}): string {
  return jsonLine(request, UNSERVED, fields);
}

/** Joins JSON texts into one object, so that the request keeps its text and no answer is written twice. */
function jsonLine(
  request: string,
  answer: string,
  { origin, passage, ingress, rendered, owner }: LineFields,
  end = '',
): string {
  const where = origin === undefined ? '' : `${members(JSON.stringify(origin))},`;
  const refused = ingress === undefined ? '' : `"ingress":${JSON.stringify(ingress)},`;
  const through = passage === undefined ? refused : `"ingressGateway":${JSON.stringify(passage)},`;
  const { function: name, contact, commits } = owner ?? {};
  const others = JSON.stringify({ rendered, function: name, contact, commits });
  const after = others === '{}' ? '' : `,${members(others)}`;
  return `{"request":${request},${where}${through}${members(answer)}${end}${after}}`;
}

/** Returns the text between the braces of a JSON object. */
function members(object: string): string {
  return object.slice(1, -1);
}

/** Groups ways by host and answer. */
export function groupsOf(
  ways: readonly RequestWay[],
  book: RouteBook,
): (readonly [RequestWay, ...RequestWay[]])[] {
  const keyOf = (way: RequestWay) => JSON.stringify([way.table.host, book.answerOf(way).json]);
  return [...groupBy(ways, keyOf).values()];
}

/** Groups ways by answer: one group where all gateways, and all kinds of their proxies, answer alike. */
export function differingAnswers(
  ways: readonly RequestWay[],
  book: RouteBook,
): (readonly [RequestWay, ...RequestWay[]])[] {
  const [first, ...others] = ways;
  if (first === undefined) return [];
  if (!answersDiffer(ways, book)) return [[first, ...others]];
  return [...groupBy(ways, (way) => book.answerOf(way).json).values()];
}

/** Whether gateways answer differently. */
function answersDiffer([first, ...others]: readonly RequestWay[], book: RouteBook): boolean {
  if (first === undefined) return false;
  return others.some(
    (way) =>
      (way.list !== first.list || !way.table.merged) && book.answerOf(way).json !== book.answerOf(first).json,
  );
}
