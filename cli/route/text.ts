import pc from 'picocolors';
import { groupsOf, type OwnerOf, type RouteBook } from '../../app';
import {
  lostBy,
  nearestRoutes,
  spellMatch,
  spellMiss,
  type GatewayRequest,
  type RequestWay,
  type Route,
  type RouteList,
} from '../../routing';
import { ingressRows, refusalOf } from './before-gateway';
import { outcomeRows, spellTarget, type Row } from './outcome';
import { printable, spellReference, spellVerdict, type VerdictOptions } from './verdict';

/** The maximum number of listed routes of one kind. */
const LIMIT = 5;

/** The width of the longest label and two spaces. */
const LABEL_WIDTH = 10;

/** What is shown beside the routes. */
export interface WayOptions extends Pick<VerdictOptions, 'before'> {
  /** Returns the owner of the function that answers. @default - no owner is shown */
  readonly ownerOf?: OwnerOf;
}

/** Explains the route of a request for each gateway; gateways with the same answer share one block. */
export function spellWays(
  sent: GatewayRequest,
  ways: readonly RequestWay[],
  book: RouteBook,
  color: boolean,
  { ownerOf, before }: WayOptions = {},
): string {
  const { dim } = pc.createColors(color);
  const blocks = groupsOf(ways, book).map((group) => {
    const [way] = group;
    const gateways = group.map(({ table }) => table.gateway).join(' and ');
    const rows: Row[] = [
      [group.length > 1 ? 'gateways' : 'gateway', gateways],
      ['host', way.table.host],
      ...ingressRows(before),
      ...pathRows(sent, way),
      ...(way.matches.length > 0
        ? answerRows(way, book, ownerOf)
        : before?.by === undefined && [200, 404].includes(refusalOf(before)?.refused ?? 404)
          ? nearestRows(way, book)
          : []),
      ...orderRows(sent, way, book),
    ];
    const lines = rows.map(([label, text], index) => {
      const shown = rows[index - 1]?.[0] === label ? '' : label;
      return `  ${dim(shown.padEnd(LABEL_WIDTH))}${printable(text)}\n`;
    });
    return `${spellVerdict(sent, way, book, { color, before })}\n${lines.join('')}`;
  });
  if (blocks.length > 0) return blocks.join('\n');
  const hosts = book.router.hosts;
  const row = `  ${dim('hosts'.padEnd(LABEL_WIDTH))}${printable(few(hosts).join(', '))}\n`;
  return `${spellVerdict(sent, undefined, book, { color, before })}\n${row}`;
}

function pathRows(sent: GatewayRequest, { request }: RequestWay): Row[] {
  const [path = ''] = sent.path.split(/[?#]/, 1);
  return path === request.path
    ? []
    : [['path', `${path} is normalised to ${request.path} before it is routed`]];
}

function answerRows(way: RequestWay, book: RouteBook, ownerOf?: OwnerOf): Row[] {
  const { list, matches, request } = way;
  const [answer, ...others] = matches.flatMap((index) => list.routes[index] ?? []);
  if (answer === undefined) return [];
  return [
    ...declarationRows(list, answer, book),
    ...outcomeRows(answer, request.path, book),
    ...ownerRows(book.functionOf(list, answer), ownerOf),
    ...few(
      others.map(
        (route) =>
          `${spellReference(list, route)}  ${spellPlace(list, route, book)}: ${whyLost(list, answer, route, book)}`,
      ),
    ).map((text): Row => ['also', text]),
  ];
}

/** Returns whom to ask about the function that answers, and the commits that changed it last. */
function ownerRows(name: string | undefined, ownerOf: OwnerOf | undefined): Row[] {
  if (name === undefined || ownerOf === undefined) return [];
  const { team, contact, commits = [] } = ownerOf(name);
  return [
    ...(contact === undefined ? [] : [['contact', `${contact} (team ${team})`] as const]),
    ...commits.map(
      ({ commit, date, author, subject }) => ['changed', `${date} ${commit} ${author}: ${subject}`] as const,
    ),
  ];
}

/** Returns the match of a route and its place. */
function declarationRows(list: RouteList, route: Route, book: RouteBook): Row[] {
  if (route.redirector !== undefined) {
    return [
      [
        'redirect',
        `${spellFile(list, route, book)} (tls.httpsRedirect: the Gateway redirects plain requests to HTTPS)`,
      ],
    ];
  }
  const declared = book.catalogOf(list, route);
  if (book.foreignOf?.(list, route) !== undefined) {
    const what = `${spellFile(list, route, book)} (a VirtualService that KFaas does not render)`;
    return [
      ['match', spellMatch(route)],
      ['foreign', what],
    ];
  }
  if (declared === undefined) return [['match', spellPlace(list, route, book)]];
  const { function: functionName, isDefault } = declared;
  const what = isDefault ? `the default route of ${functionName}` : `a route of ${functionName}`;
  return [
    ['match', spellMatch(route)],
    ['catalog', `${spellFile(list, route, book)} (${what})`],
  ];
}

function whyLost(list: RouteList, answer: Route, route: Route, { rules }: RouteBook): string {
  switch (lostBy(list, answer, route)) {
    case 'rule-order':
      return 'comes later in the same VirtualService';
    case 'catch-all':
      return 'is a catch-all, which Istio moves after all others';
    case 'younger': {
      const created = list.members[route.member]?.created ?? 0;
      return `its VirtualService is younger, created ${new Date(created).toISOString().replace('.000', '')}`;
    }
    case 'later-gateway':
      return 'comes through a Gateway whose VirtualServices this listener takes later';
    case 'same-second':
      return rules.tieBreak === 'none'
        ? 'created in the same second, for which this Istio version defines no order'
        : 'comes later by name, because both were created in the same second';
    case 'no-timestamp':
      return list.members[route.member]?.created === list.members[answer.member]?.created
        ? 'comes later by name, because neither has a creationTimestamp'
        : 'is treated as younger, because the other VirtualService has no creationTimestamp';
  }
}

/** The order of VirtualServices of the same age. */
const TIE_ORDER: Readonly<Record<RouteBook['rules']['tieBreak'], string>> = {
  none: 'by name, then namespace, though this Istio version defines no order',
  'dotted-name': 'by <name>.<namespace>',
  name: 'by name, then namespace',
};

/** Returns a note if only names decide which of several VirtualServices answers. */
function orderRows(sent: GatewayRequest, way: RequestWay, book: RouteBook): Row[] {
  const rivals = book.router.rivals(way);
  if (rivals.length === 0) return [];
  const own = way.list.members[way.list.routes[way.matches[0] ?? -1]?.member ?? 0];
  const times = new Set(
    [own, ...rivals.map(({ virtualService }) => virtualService)].map((rival) => rival?.created),
  );
  const why = !times.has(undefined)
    ? `created in the same second, VirtualServices are taken ${TIE_ORDER[book.rules.tieBreak]}`
    : times.size === 1
      ? `without creationTimestamp, VirtualServices are taken ${TIE_ORDER[book.rules.tieBreak]}`
      : 'VirtualServices without creationTimestamp are taken as the oldest';
  return [
    ['order', `decides here: ${why}; created in another order,`],
    ...few(
      rivals.map(({ list, route, virtualService: { namespace, name } }) =>
        route === undefined
          ? `${namespace}/${name} would serve the host, without a route for this request`
          : `${spellReference(list, route)} would answer -> ${spellTarget(route, sent, book.rules)}`,
      ),
    ).map((text): Row => ['order', text]),
  ];
}

function nearestRows({ list, request }: RequestWay, book: RouteBook): Row[] {
  const { byPath, byBeginning } = nearestRoutes(list, request);
  const missed = byPath.map(({ route, failed }) => {
    const why = failed
      .map((condition) => spellMiss(condition, request.valueOf(condition.dimension)))
      .join('; ');
    return `${spellReference(list, route)}  ${spellFile(list, route, book)}: asks for ${why}`;
  });
  return [
    ...few(missed).map((text): Row => ['not met', text]),
    ...byBeginning.map((route): Row => [
      'nearest',
      `${spellReference(list, route)}  ${spellPlace(list, route, book)}`,
    ]),
  ];
}

function spellPlace(list: RouteList, route: Route, book: RouteBook): string {
  if (book.placeOf(list, route) === undefined) return spellMatch(route);
  const isDefault = book.catalogOf(list, route)?.isDefault === true;
  return `${spellFile(list, route, book)} (${spellMatch(route)}${isDefault ? ', the default route' : ''})`;
}

/** The place of a route; what is read from a cluster has none, and is told by its match. */
function spellFile(list: RouteList, route: Route, { placeOf }: RouteBook): string {
  const place = placeOf(list, route);
  return place === undefined ? spellMatch(route) : `${place.file}:${place.line}:${place.column}`;
}

function few(texts: readonly string[]): string[] {
  const more = texts.length - LIMIT;
  return more > 0 ? [...texts.slice(0, LIMIT), `and ${more} more`] : [...texts];
}
