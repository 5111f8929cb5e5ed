import type { Witness } from '../../findings';
import {
  PATH_ALPHABET,
  ROOT_PATH,
  searchText,
  shortestText,
  stemOf,
  type Budget,
  type Language,
} from '../text';
import { findAssignment, type Assignment, type Route } from '../model';

import type { RouteList } from '../istio';

/** The first character of every path. */
const EVERY_PATH: Language = { kind: 'prefix', text: ROOT_PATH };

/** A path and the other required properties of a request. */
export interface Request {
  readonly path: string;
  readonly values: Assignment;
}

/** A set of requests: those of a path language that meet all conditions. */
export type RequestSet = Pick<Route, 'path' | 'conditions'>;

/** All requests of one path. */
export function onPath(path: string): RequestSet {
  return { path: { kind: 'values', values: [path] }, conditions: [] };
}

/**
 * Returns the shortest request that some routes match and others do not.
 * @param matching routes that match the request
 * @param other routes that do not match it
 */
export function shortestRequest(
  matching: readonly RequestSet[],
  other: readonly RequestSet[],
  { domain }: Pick<RouteList, 'domain'>,
  budget: Budget,
): Request | undefined {
  const met = matching.flatMap(({ conditions }) => conditions);
  if (findAssignment(met, [], domain, budget) === undefined) return undefined;
  const all = [...matching.map(({ path }) => path), EVERY_PATH];
  const stems = all.map(stemOf);
  const near = other.filter(({ path }) => stems.every((stem) => mayMeet(stem, stemOf(path))));
  // A route without conditions excludes all of its paths.
  const [unconditional, others] = [true, false].map((is) =>
    near.filter(({ conditions }) => (conditions.length === 0) === is),
  ) as [RequestSet[], RequestSet[]];
  const judge = (held: readonly number[]) =>
    findAssignment(
      met,
      held.map((place) => others[place]?.conditions ?? []),
      domain,
      budget,
    );
  const search = {
    all,
    none: unconditional.map(({ path }) => path),
    others: others.map(({ path }) => path),
    alphabet: PATH_ALPHABET,
  };
  const found = searchText(search, judge, budget);
  return found === undefined ? undefined : { path: found.text, values: found.judgement };
}

/** Returns the shortest path of a route that starts with none of the texts. */
export function shortestPathOutside(
  { path }: Route,
  prefixes: readonly string[],
  budget: Budget,
): string | undefined {
  const none = prefixes.map((text): Language => ({ kind: 'prefix', text }));
  return shortestText({ all: [path, EVERY_PATH], none, alphabet: PATH_ALPHABET }, budget);
}

/** Converts a request to the witness of a finding. */
export function witnessOf({ path, values }: Request): Witness {
  const headers: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const [dimension, value] of values) {
    if (value === undefined) continue;
    if (dimension.startsWith('header ')) headers[dimension.slice('header '.length)] = value;
    if (dimension.startsWith('query ')) query[dimension.slice('query '.length)] = value;
  }
  const authority = values.get('authority');
  if (authority !== undefined) headers.host = authority;
  const scheme = values.get('scheme');
  return {
    method: values.get('method') ?? 'GET',
    path,
    headers,
    query,
    ...(scheme === undefined ? {} : { scheme }),
  };
}

function mayMeet(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
