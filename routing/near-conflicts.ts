import { foldCase } from './language';
import { literalIndex, ROOT } from './literal-index';
import { destinationsOf } from './outcome';
import type { RouteProblem, Spot } from './problem';
import type { Route } from './route';
import { referenceTo, type RouteList } from './route-table';
import { lastNotBehind, textIndex, type TextIndex } from './text-index';

/** Most near-conflicts that are told for one table: beyond, the next hides in them. */
const LIMIT = 1_000;

/**
 * Routes to different destinations whose paths a person takes for one: they differ only by a slash at the end,
 * letter case, `//` or `%2F`, or one goes on where the other's last segment has not ended.
 */
export function nearConflicts(list: RouteList): RouteProblem[] {
  const { routes } = list;
  const index = plainPaths(routes);
  const pairs = [...alike(index, routes), ...withinSegments(index, routes)].slice(0, LIMIT);
  return pairs.map(([a, b, how]) => ({
    code: 'KF605',
    severity: 'warning',
    message: `the paths ${JSON.stringify(a.text)} and ${JSON.stringify(b.text)} ${how}, and lead to different places`,
    help: 'if one of them is a slip, mend it; if both are meant, give them names that differ more',
    spots: [spotOf(list, a.route), spotOf(list, b.route)],
    routes: [referenceTo(list, a.route), referenceTo(list, b.route)],
  }));
}

/** A plain path of a route. */
interface PlainRoute {
  readonly route: Route;
  readonly text: string;
}

type Pair = readonly [PlainRoute, PlainRoute, string];

/** The plain paths of some routes, some others among them. */
function plainPaths(routes: readonly Route[]): TextIndex {
  const index = literalIndex(routes);
  if (index.isWhole) return index;
  const entries = routes.flatMap((route, place) => {
    const text = isPlain(route) ? plainText(route) : undefined;
    return text === undefined ? [] : [{ text, place }];
  });
  return textIndex(
    entries.map(({ text }) => text),
    entries.map(({ place }) => place),
  );
}

/** Whether a route has a plain path, and not one that takes every path. */
function isPlain(route: Route): boolean {
  const { path, catchAll } = route;
  return !catchAll && (path.kind === 'values' || (plainText(route) ?? '').length > ROOT.length);
}

function plainText({ path }: Route): string | undefined {
  if (path.kind === 'values') return path.values[0];
  return path.kind === 'prefix' || path.kind === 'folded' ? path.text : undefined;
}

/** Pairs that are one text once slashes and case are evened out. */
function alike(index: TextIndex, routes: readonly Route[]): Pair[] {
  const groups = new Map<string, PlainRoute[]>();
  const places = [...nodesToCompare(index)].flatMap((node) => [
    ...index.routes.subarray(index.starts[node], index.starts[node + 1]),
  ]);
  for (const place of places.sort((a, b) => a - b)) {
    const route = routes[place];
    if (route === undefined || !isPlain(route)) continue;
    const text = plainText(route) ?? '';
    const key = evened(text);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ route, text }]);
    else group.push({ route, text });
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    return others
      .filter((other) => other.text !== first.text && !sameDestinations(first.route, other.route))
      .map((other): Pair => [first, other, difference(first.text, other.text)]);
  });
}

/** All nodes whose texts are that of another once evened out, and some more: in most tables there are few. */
function nodesToCompare(index: TextIndex): ReadonlySet<number> {
  const { texts, enclosing } = index;
  const found = new Set<number>();
  texts.forEach((text, node) => {
    const outer = enclosing[node] ?? -1;
    if (texts[outer]?.length === text.length - 1 && text.endsWith('/')) found.add(outer).add(node);
    if (!UNEVEN.test(text)) return;
    const key = evened(text);
    found.add(node);
    for (const other of [key, `${key}/`]) {
      const at = lastNotBehind(index, other);
      if (texts[at] === other) found.add(at);
    }
  });
  return found;
}

/** What is evened out, besides a slash at the end. */
const UNEVEN = /[A-Z%]|\/\//;

function evened(text: string): string {
  const slashes =
    text.includes('%') || text.includes('//') ? text.replace(/%2f/gi, '/').replace(/\/{2,}/g, '/') : text;
  return foldCase(slashes.endsWith('/') ? slashes.slice(0, -1) : slashes);
}

function difference(a: string, b: string): string {
  const trimmed = (text: string) => text.replace(/\/$/, '');
  if (trimmed(a) === trimmed(b)) return 'differ only by the slash at the end';
  if (foldCase(a) === foldCase(b)) return 'differ only by letter case';
  if (/%2f/i.test(a + b)) return 'differ only by %2F for a slash';
  if (/\/\//.test(a + b)) return 'differ only by //';
  return 'differ only by slashes and letter case';
}

/** Pairs of which one is a prefix that ends within a segment of the other. */
function withinSegments({ texts, starts, routes: places }: TextIndex, routes: readonly Route[]): Pair[] {
  const pairs: Pair[] = [];
  const open: PlainRoute[] = [];
  for (let node = 0; node < texts.length; node += 1) {
    const text = texts[node] ?? '';
    while (open.length > 0 && !text.startsWith(open.at(-1)?.text ?? '')) open.pop();
    if (open.length === 0 && text.endsWith('/')) continue;
    for (let entry = starts[node] ?? 0; entry < (starts[node + 1] ?? 0); entry += 1) {
      const route = routes[places[entry] ?? 0];
      if (route === undefined || !isPlain(route)) continue;
      for (const outer of open) {
        if (pairs.length >= LIMIT) return pairs;
        if (text === outer.text || text[outer.text.length] === '/') continue;
        if (sameDestinations(outer.route, route)) continue;
        pairs.push([outer, { route, text }, 'part within a segment, where the prefix goes on']);
      }
      if (route.path.kind !== 'values' && !text.endsWith('/')) open.push({ route, text });
    }
  }
  return pairs;
}

function sameDestinations(a: Route, b: Route): boolean {
  if (a.outcome === b.outcome) return true;
  return JSON.stringify(destinationsOf(a.outcome)) === JSON.stringify(destinationsOf(b.outcome));
}

/** Where a route stands. */
export function spotOf({ members }: Pick<RouteList, 'members'>, { member, rule, match }: Route): Spot {
  const of = members[member];
  return { virtualService: of?.index ?? 0, path: ['spec', 'http', rule, 'match', match, 'uri'] };
}
