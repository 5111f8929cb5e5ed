import { spellMatch, type Route } from '../../routing';
import type { RequestSet } from './request-change';

/**
 * The requests that some routes match and others do not, in words. What follows from the rest is left out: a prefix
 * around another, an exception within another.
 */
export function requestSet(matched: readonly Route[], except: readonly Route[]): RequestSet {
  return { matched: narrowest(matched), except: exceptions(except) };
}

/** Keeps the narrowest of routes that lie within each other. */
function narrowest(routes: readonly Route[]): readonly string[] {
  const kept = routes.filter((route, place) =>
    routes.every((other, at) => {
      const isNarrower = at !== place && lies(other, route);
      return !isNarrower || (lies(route, other) && at > place);
    }),
  );
  return [...new Set(kept.map(spellMatch))];
}

/** Keeps the broadest of exceptions. */
function exceptions(routes: readonly Route[]): readonly string[] {
  const broadest: Route[] = [];
  // Exceptions are many where functions are: each is held against those of its own beginning alone.
  const sorted = [...new Map(routes.map((route) => [spellMatch(route), route])).entries()].sort(
    ([a, x], [b, y]) => lengthOf(x) - lengthOf(y) || (a < b ? -1 : 1),
  );
  const plain = new Map<string, Route>();
  for (const [, route] of sorted) {
    if (isWithinPlain(route, plain)) continue;
    broadest.push(route);
    if (route.path.kind === 'prefix' && route.conditions.length === 0) plain.set(route.path.text, route);
  }
  return broadest.map(spellMatch).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function isWithinPlain({ path }: Route, plain: ReadonlyMap<string, Route>): boolean {
  const text = literalOf(path);
  if (text === undefined) return false;
  for (let length = 0; length <= text.length; length += 1) if (plain.has(text.slice(0, length))) return true;
  return false;
}

/** Whether every request of a route is one of another, as far as plain texts tell. */
function lies({ path: inner, conditions: own }: Route, { path: outer, conditions }: Route): boolean {
  const known = new Set(own.map(spellCondition));
  if (!conditions.every((condition) => known.has(spellCondition(condition)))) return false;
  const text = literalOf(inner);
  if (outer.kind === 'prefix') return text?.startsWith(outer.text) === true;
  return spellMatch({ path: inner, conditions: [] }) === spellMatch({ path: outer, conditions: [] });
}

function spellCondition(condition: Route['conditions'][number]): string {
  return spellMatch({ path: { kind: 'any' }, conditions: [condition] });
}

/** What every path of a language begins with, where that is the whole of it or a prefix. */
function literalOf(path: Route['path']): string | undefined {
  if (path.kind === 'prefix') return path.text;
  return path.kind === 'values' && path.values.length === 1 ? path.values[0] : undefined;
}

function lengthOf({ path }: Route): number {
  return literalOf(path)?.length ?? 0;
}
