import { compareText } from '../../../base';
import { spellMatch, type Route } from '../../../routing';
import type { RequestSet } from './request-change';

/**
 * Describes the requests that all of `matched` match and none of `except`. Redundant parts are left out: a prefix that
 * contains another one, an exception within another one.
 */
export function requestSet(matched: readonly Route[], except: readonly Route[]): RequestSet {
  return { matched: narrowest(matched), except: exceptions(except) };
}

/** Removes routes that contain another route. */
function narrowest(routes: readonly Route[]): readonly string[] {
  const kept = routes.filter((route, index) =>
    routes.every((other, otherIndex) => {
      const isNarrower = otherIndex !== index && isWithin(other, route);
      return !isNarrower || (isWithin(route, other) && otherIndex > index);
    }),
  );
  return [...new Set(kept.map(spellMatch))];
}

/** Removes exceptions that are within another one. */
function exceptions(routes: readonly Route[]): readonly string[] {
  const broadest: Route[] = [];
  // There may be an exception for each function, so each one is compared to the prefixes of its own path only.
  const sorted = [...new Map(routes.map((route) => [spellMatch(route), route])).entries()].sort(
    ([a, x], [b, y]) => lengthOf(x) - lengthOf(y) || compareText(a, b),
  );
  const unconditional = new Set<string>();
  for (const [, route] of sorted) {
    if (isBelowPrefix(route, unconditional)) continue;
    broadest.push(route);
    if (route.path.kind === 'prefix' && route.conditions.length === 0) unconditional.add(route.path.text);
  }
  return broadest.map(spellMatch).sort(compareText);
}

function isBelowPrefix({ path }: Route, prefixes: ReadonlySet<string>): boolean {
  const text = literalOf(path);
  if (text === undefined) return false;
  for (let length = 0; length <= text.length; length += 1) {
    if (prefixes.has(text.slice(0, length))) return true;
  }
  return false;
}

/** Whether a route's requests are a subset of another one's, judged by literal texts only. */
function isWithin(
  { path: inner, conditions: innerConditions }: Route,
  { path: outer, conditions }: Route,
): boolean {
  const known = new Set(innerConditions.map(spellCondition));
  if (!conditions.every((condition) => known.has(spellCondition(condition)))) return false;
  const text = literalOf(inner);
  if (outer.kind === 'prefix') return text?.startsWith(outer.text) === true;
  return spellMatch({ path: inner, conditions: [] }) === spellMatch({ path: outer, conditions: [] });
}

function spellCondition(condition: Route['conditions'][number]): string {
  return spellMatch({ path: { kind: 'any' }, conditions: [condition] });
}

/** Returns the text of a prefix or of a single exact path; undefined for other languages. */
function literalOf(path: Route['path']): string | undefined {
  if (path.kind === 'prefix') return path.text;
  return path.kind === 'values' && path.values.length === 1 ? path.values[0] : undefined;
}

function lengthOf({ path }: Route): number {
  return literalOf(path)?.length ?? 0;
}
