import pc from 'picocolors';
import { groupsOf, type RouteBook } from '../explain-route';
import {
  lostBy,
  nearestRoutes,
  referenceTo,
  spellMatch,
  spellMiss,
  type GatewayRequest,
  type RequestWay,
  type Route,
  type RouteList,
} from '../routing';
import { outcomeRows, spellTarget, type Row } from './route-outcome';

/** Most routes of one kind that are listed. */
const LIMIT = 5;

/** Longest label, and two spaces. */
const LABEL_WIDTH = 10;

/** One line: the request, the route that answers it and where it goes. */
export function spellVerdict(
  sent: GatewayRequest,
  way: RequestWay | undefined,
  book: RouteBook,
  color = false,
): string {
  const { bold, green, red } = pc.createColors(color);
  const request = `${sent.method} ${sent.scheme ?? 'http'}://${sent.host}${sent.path}`;
  const answer = way?.list.routes[way.matches[0] ?? -1];
  const verdict =
    way === undefined
      ? red('404: no VirtualService serves this host')
      : answer === undefined
        ? red('404: no route matches')
        : `${green(printable(spellReference(way.list, answer)))} -> ${printable(spellTarget(answer, sent, book.rules))}`;
  return `${bold(printable(request))} -> ${verdict}`;
}

/** The whole way of a request, for each gateway; gateways with the same answer are named together. */
export function spellWays(
  sent: GatewayRequest,
  ways: readonly RequestWay[],
  book: RouteBook,
  color: boolean,
): string {
  const { dim } = pc.createColors(color);
  const blocks = groupsOf(ways, book).map((group) => {
    const [way] = group;
    const gateways = group.map(({ table }) => table.gateway).join(' and ');
    const rows: Row[] = [
      [group.length > 1 ? 'gateways' : 'gateway', gateways],
      ['host', way.table.host],
      ...pathRows(sent, way),
      ...(way.matches.length > 0 ? answerRows(way, book) : nearestRows(way, book)),
      ...orderRows(sent, way, book),
    ];
    const lines = rows.map(([label, text], place) => {
      const shown = rows[place - 1]?.[0] === label ? '' : label;
      return `  ${dim(shown.padEnd(LABEL_WIDTH))}${printable(text)}\n`;
    });
    return `${spellVerdict(sent, way, book, color)}\n${lines.join('')}`;
  });
  if (blocks.length > 0) return blocks.join('\n');
  const hosts = book.router.hosts;
  const row = `  ${dim('hosts'.padEnd(LABEL_WIDTH))}${printable(few(hosts).join(', '))}\n`;
  return `${spellVerdict(sent, undefined, book, color)}\n${row}`;
}

function pathRows(sent: GatewayRequest, { request }: RequestWay): Row[] {
  const [path = ''] = sent.path.split(/[?#]/, 1);
  return path === request.path
    ? []
    : [['path', `${path} is normalised to ${request.path} before it is routed`]];
}

function answerRows(way: RequestWay, book: RouteBook): Row[] {
  const { list, matches, request } = way;
  const [answer, ...others] = matches.flatMap((place) => list.routes[place] ?? []);
  if (answer === undefined) return [];
  return [
    ...declarationRows(list, answer, book),
    ...outcomeRows(answer, request.path, book.rules),
    ...few(
      others.map(
        (route) =>
          `${spellReference(list, route)}  ${spellPlace(list, route, book)}: ${whyLost(list, answer, route, book)}`,
      ),
    ).map((text): Row => ['also', text]),
  ];
}

/** What the route matches, and where that stands. */
function declarationRows(list: RouteList, route: Route, book: RouteBook): Row[] {
  const declared = book.catalogOf(list, route);
  if (declared === undefined) return [['match', spellPlace(list, route, book)]];
  const { function: of, isDefault } = declared;
  const what = isDefault ? `the default route of ${of}, which declares none` : `a route of ${of}`;
  return [
    ['match', spellMatch(route)],
    ['catalog', `${spellFile(list, route, book)} (${what})`],
  ];
}

function whyLost(list: RouteList, answer: Route, route: Route, { rules }: RouteBook): string {
  switch (lostBy(list, answer, route)) {
    case 'rule-order':
      return 'stands later in the same VirtualService';
    case 'catch-all':
      return 'is a catch-all, which Istio moves behind all others';
    case 'younger': {
      const created = list.members[route.member]?.created ?? 0;
      return `its VirtualService is younger, created ${new Date(created).toISOString().replace('.000', '')}`;
    }
    case 'same-second':
      return rules.tieBreak === 'none'
        ? 'created in the same second, for which this Istio version knows no order'
        : 'comes later by name, since both were created in the same second';
    case 'no-timestamp':
      return list.members[route.member]?.created === list.members[answer.member]?.created
        ? 'comes later by name, since neither has a creationTimestamp'
        : 'counts as younger, since the other VirtualService has no creationTimestamp';
  }
}

/** The order in which VirtualServices are taken whose age says none. */
const TIE_ORDER: Readonly<Record<RouteBook['rules']['tieBreak'], string>> = {
  none: 'by name, then namespace, though this Istio version knows no order',
  'dotted-name': 'by <name>.<namespace>',
  name: 'by name, then namespace',
};

/** What to say where only names decide which of several VirtualServices answers. */
function orderRows(sent: GatewayRequest, way: RequestWay, book: RouteBook): Row[] {
  const rivals = book.router.rivals(way);
  if (rivals.length === 0) return [];
  const own = way.list.members[way.list.routes[way.matches[0] ?? -1]?.member ?? 0];
  const times = new Set(
    [own, ...rivals.map(({ virtualService }) => virtualService)].map((of) => of?.created),
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

function spellReference(list: RouteList, route: Route): string {
  const { virtualService, rule, match } = referenceTo(list, route);
  return `${virtualService} rule ${rule} match ${match}`;
}

function spellPlace(list: RouteList, route: Route, book: RouteBook): string {
  const isDefault = book.catalogOf(list, route)?.isDefault === true;
  return `${spellFile(list, route, book)} (${spellMatch(route)}${isDefault ? ', the default route' : ''})`;
}

function spellFile(list: RouteList, route: Route, { placeOf }: RouteBook): string {
  const place = placeOf(list, route);
  return place === undefined ? '?' : `${place.file}:${place.line}:${place.column}`;
}

function few(texts: readonly string[]): string[] {
  const more = texts.length - LIMIT;
  return more > 0 ? [...texts.slice(0, LIMIT), `and ${more} more`] : [...texts];
}

/** Manifests are written by many hands: a control character in them must not steer the reader's terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
