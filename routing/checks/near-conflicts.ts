import { groupBy } from '../../base';
import { foldCase, lastNotBehind, ROOT_PATH, textIndex, type TextIndex } from '../text';
import { literalIndex } from '../explore';
import { destinationsOf, type Route } from '../model';
import { positionOf, type RouteProblem } from './route-problem';
import { referenceTo, type RouteList } from '../istio';

/** Maximum number of near-conflicts reported for one table. More would bury the next finding. */
const LIMIT = 1_000;

/**
 * Returns routes to different destinations whose paths are easy to confuse: they differ only by a trailing slash,
 * letter case, `//` or `%2F`, or one is a prefix that ends within a segment of the other.
 */
export function nearConflicts(list: RouteList): RouteProblem[] {
  const { routes } = list;
  const index = literalPaths(routes);
  const pairs = [...equalWhenNormalised(index, routes), ...withinSegments(index, routes)].slice(0, LIMIT);
  return pairs.map(([a, b, how]) => ({
    code: 'KF605',
    severity: 'warning',
    message: `the paths ${JSON.stringify(a.text)} and ${JSON.stringify(b.text)} ${how}, and lead to different destinations`,
    help: 'if one of them is a mistake, fix it; if both are intended, choose names that differ more',
    positions: [positionOf(list, a.route), positionOf(list, b.route)],
    routes: [referenceTo(list, a.route), referenceTo(list, b.route)],
  }));
}

/** A route with its literal path: an exact path or a prefix. */
interface LiteralRoute {
  readonly route: Route;
  readonly text: string;
}

type Pair = readonly [LiteralRoute, LiteralRoute, string];

/** Indexes the literal paths of routes. The index can contain other routes; callers filter them out. */
function literalPaths(routes: readonly Route[]): TextIndex {
  const literals = literalIndex(routes);
  if (literals.isWhole) return literals;
  const entries = routes.flatMap((route, index) => {
    const text = hasLiteralPath(route) ? literalText(route) : undefined;
    return text === undefined ? [] : [{ text, index }];
  });
  return textIndex(
    entries.map(({ text }) => text),
    entries.map(({ index }) => index),
  );
}

/** Whether a route has a literal path that does not match every path. */
function hasLiteralPath(route: Route): boolean {
  const { path, catchAll } = route;
  return !catchAll && (path.kind === 'values' || (literalText(route) ?? '').length > ROOT_PATH.length);
}

function literalText({ path }: Route): string | undefined {
  if (path.kind === 'values') return path.values[0];
  return path.kind === 'prefix' || path.kind === 'folded' ? path.text : undefined;
}

/** Returns pairs whose texts are equal after slashes and letter case are normalised. */
function equalWhenNormalised(index: TextIndex, routes: readonly Route[]): Pair[] {
  const routeIndexes = [...nodesToCompare(index)].flatMap((node) => [
    ...index.routes.subarray(index.starts[node], index.starts[node + 1]),
  ]);
  const literals = routeIndexes
    .sort((a, b) => a - b)
    .flatMap((routeIndex): readonly LiteralRoute[] => {
      const route = routes[routeIndex];
      return route === undefined || !hasLiteralPath(route) ? [] : [{ route, text: literalText(route) ?? '' }];
    });
  const groups = groupBy(literals, ({ text }) => normalised(text));
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    return others
      .filter((other) => other.text !== first.text && !leadsThere(group, other))
      .map((other): Pair => [first, other, spellDifference(first.text, other.text)]);
  });
}

/** Returns all nodes whose normalised text equals that of another node, and some more. Most tables have few. */
function nodesToCompare(index: TextIndex): ReadonlySet<number> {
  const { texts, enclosing } = index;
  const found = new Set<number>();
  texts.forEach((text, node) => {
    const outer = enclosing[node] ?? -1;
    if (texts[outer]?.length === text.length - 1 && text.endsWith('/')) found.add(outer).add(node);
    if (!NOT_NORMALISED.test(text)) return;
    const key = normalised(text);
    found.add(node);
    for (const other of [key, `${key}/`]) {
      const candidate = lastNotBehind(index, other);
      if (texts[candidate] === other) found.add(candidate);
    }
  });
  return found;
}

/** Text that normalisation changes, apart from a trailing slash. */
const NOT_NORMALISED = /[A-Z%]|\/\//;

function normalised(text: string): string {
  const slashes =
    text.includes('%') || text.includes('//') ? text.replace(/%2f/gi, '/').replace(/\/{2,}/g, '/') : text;
  return foldCase(slashes.endsWith('/') ? slashes.slice(0, -1) : slashes);
}

function spellDifference(a: string, b: string): string {
  const trimmed = (text: string) => text.replace(/\/$/, '');
  if (trimmed(a) === trimmed(b)) return 'differ only by the slash at the end';
  if (foldCase(a) === foldCase(b)) return 'differ only by letter case';
  if (/%2f/i.test(a + b)) return 'differ only by %2F for a slash';
  if (/\/\//.test(a + b)) return 'differ only by //';
  return 'differ only by slashes and letter case';
}

/** Returns pairs in which one path is a prefix that ends within a segment of the other. */
function withinSegments(
  { texts, starts, routes: routeIndexes }: TextIndex,
  routes: readonly Route[],
): Pair[] {
  const pairs: Pair[] = [];
  const open: LiteralRoute[] = [];
  for (let node = 0; node < texts.length; node += 1) {
    const text = texts[node] ?? '';
    while (open.length > 0 && !text.startsWith(open.at(-1)?.text ?? '')) open.pop();
    if (open.length === 0 && text.endsWith('/')) continue;
    for (let entry = starts[node] ?? 0; entry < (starts[node + 1] ?? 0); entry += 1) {
      const route = routes[routeIndexes[entry] ?? 0];
      if (route === undefined || !hasLiteralPath(route)) continue;
      for (const outer of open) {
        if (pairs.length >= LIMIT) return pairs;
        if (text === outer.text || text[outer.text.length] === '/') continue;
        if (leadsThere(open, { route, text }, outer.text)) continue;
        pairs.push([outer, { route, text }, 'differ within a segment, where the prefix continues']);
      }
      if (route.path.kind !== 'values' && !text.endsWith('/')) open.push({ route, text });
    }
  }
  return pairs;
}

/** Whether a route of another path leads where a route does: a path may have several, as for a canary. */
function leadsThere(others: readonly LiteralRoute[], { route, text }: LiteralRoute, path?: string): boolean {
  return others.some(
    (other) =>
      other.text !== text &&
      (path === undefined || other.text === path) &&
      sameDestinations(other.route, route),
  );
}

function sameDestinations(a: Route, b: Route): boolean {
  if (a.outcome === b.outcome) return true;
  return JSON.stringify(destinationsOf(a.outcome)) === JSON.stringify(destinationsOf(b.outcome));
}
