import type { Witness } from '../findings';
import { PATH_ALPHABET } from './alphabet';
import { findAssignment, type Assignment } from './assignment';
import type { Budget } from './budget';
import { stemOf, type Language } from './language';
import { ROOT } from './literal-index';
import type { Route } from './route';
import type { RouteList } from './route-table';
import { searchText, shortestText } from './shortest-text';

/** Every path begins so, whatever a route's language says. */
const EVERY_PATH: Language = { kind: 'prefix', text: ROOT };

/** A path with what else a request must have. */
export interface Request {
  readonly path: string;
  readonly values: Assignment;
}

/**
 * The shortest request that some routes match and others do not.
 * @param matching routes that match it
 * @param other routes that do not
 */
export function shortestRequest(
  matching: readonly Route[],
  other: readonly Route[],
  { domain }: Pick<RouteList, 'domain'>,
  budget: Budget,
): Request | undefined {
  const met = matching.flatMap(({ conditions }) => conditions);
  if (findAssignment(met, [], domain, budget) === undefined) return undefined;
  const all = [...matching.map(({ path }) => path), EVERY_PATH];
  const stems = all.map(stemOf);
  const near = other.filter(({ path }) => stems.every((stem) => mayMeet(stem, stemOf(path))));
  // Of the paths of a route that asks for nothing else, none will do.
  const [unconditional, others] = [true, false].map((is) =>
    near.filter(({ conditions }) => (conditions.length === 0) === is),
  ) as [Route[], Route[]];
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

/** The shortest path of a route that begins with none of some texts. */
export function shortestPathOutside(
  { path }: Route,
  prefixes: readonly string[],
  budget: Budget,
): string | undefined {
  const none = prefixes.map((text): Language => ({ kind: 'prefix', text }));
  return shortestText({ all: [path, EVERY_PATH], none, alphabet: PATH_ALPHABET }, budget);
}

/** A request as findings show it. */
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
