import { foldCase } from './language';
import { ROOT } from './literal-index';
import { destinationsOf } from './outcome';
import type { RouteProblem, Spot } from './problem';
import type { Route } from './route';
import { referenceTo, type RouteList } from './route-table';

/** A plain path of a route. */
interface PlainRoute {
  readonly route: Route;
  readonly text: string;
}

/** Most near-conflicts that are told for one table: beyond, the next hides in them. */
const LIMIT = 1_000;

/**
 * Routes to different destinations whose paths a person takes for one: they differ only by a slash at the end,
 * letter case, `//` or `%2F`, or one goes on where the other's last segment has not ended.
 */
export function nearConflicts(list: RouteList): RouteProblem[] {
  const plain = list.routes.flatMap((route) => textsOf(route).map((text): PlainRoute => ({ route, text })));
  const pairs = [...alike(plain), ...withinSegments(plain)].slice(0, LIMIT);
  return pairs.map(([a, b, how]) => ({
    code: 'KF605',
    severity: 'warning',
    message: `the paths ${JSON.stringify(a.text)} and ${JSON.stringify(b.text)} ${how}, and lead to different places`,
    help: 'if one of them is a slip, mend it; if both are meant, give them names that differ more',
    spots: [spotOf(list, a.route), spotOf(list, b.route)],
    routes: [referenceTo(list, a.route), referenceTo(list, b.route)],
  }));
}

function textsOf({ path, catchAll }: Route): readonly string[] {
  if (catchAll || path.kind === 'regex' || path.kind === 'any') return [];
  return path.kind === 'values' ? path.values : path.text.length > ROOT.length ? [path.text] : [];
}

type Pair = readonly [PlainRoute, PlainRoute, string];

/** Pairs that are one text once slashes and case are evened out. */
function alike(plain: readonly PlainRoute[]): Pair[] {
  const groups = new Map<string, PlainRoute[]>();
  for (const one of plain) {
    const key = evened(one.text);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined) return [];
    return others
      .filter((other) => other.text !== first.text && !sameDestinations(first.route, other.route))
      .map((other): Pair => [first, other, difference(first.text, other.text)]);
  });
}

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
function withinSegments(plain: readonly PlainRoute[]): Pair[] {
  const sorted = [...plain].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const pairs: Pair[] = [];
  const open: PlainRoute[] = [];
  for (const one of sorted) {
    while (open.length > 0 && !one.text.startsWith(open.at(-1)?.text ?? '')) open.pop();
    for (const outer of open) {
      if (pairs.length >= LIMIT) return pairs;
      if (one.text === outer.text || one.text[outer.text.length] === '/') continue;
      if (sameDestinations(outer.route, one.route)) continue;
      pairs.push([outer, one, 'part within a segment, where the prefix goes on']);
    }
    if (one.route.path.kind !== 'values' && !one.text.endsWith('/')) open.push(one);
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
