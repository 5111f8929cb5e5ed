import type { RouteDeclaration, TeamDeclaration } from './declaration';
import type { Problem, ValuePath } from './problem';
import { regexProblem } from '../re2';

/** Which paths a team's functions may match. */
export interface PathOwnership {
  /** The team's own prefixes. */
  readonly prefixes: readonly string[];
  /** The other team under whose prefixes a path lies. */
  readonly ownerOf: (path: string) => string | undefined;
}

/** Holds no path against a team. */
export const ANY_PATH: PathOwnership = { prefixes: [''], ownerOf: () => undefined };

/** Which paths are a team's, and whose the others are: the longest prefix tells. */
export function ownershipOf(team: string, teams: ReadonlyMap<string, TeamDeclaration>): PathOwnership {
  return {
    prefixes: teams.get(team)?.prefixes ?? [],
    ownerOf(path) {
      const [nearest] = [...teams]
        .flatMap(([name, { prefixes }]) =>
          name === team ? [] : prefixes.map((prefix) => ({ name, prefix })),
        )
        .filter(({ prefix }) => path.startsWith(prefix))
        .sort((a, b) => b.prefix.length - a.prefix.length);
      return nearest?.name;
    },
  };
}

/** Checks a route's path: that requests can have it, that RE2 takes it, that it is the team's to match. */
export function checkPath(
  match: RouteDeclaration['match'],
  at: ValuePath,
  ownership: PathOwnership,
): Problem[] {
  const kinds = (['prefix', 'exact', 'regex'] as const).filter((kind) => match[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const message = kind === undefined ? 'the match has no path' : `the match has ${kinds.join(' and ')}`;
    return [{ code: 'KF204', path: at, message, help: 'write exactly one of prefix, exact and regex' }];
  }
  const value = match[kind] ?? '';
  const path = [...at, kind];
  if (kind === 'regex') {
    const problem = regexProblem(value);
    if (problem !== undefined) {
      const help = 'Envoy would reject the whole route table with it; write an RE2 expression';
      return [{ code: 'KF403', path, message: `the regex ${quote(value)} ${problem}`, help }];
    }
    // Whether it stays under the team's prefixes, the route check tells exactly, with a request.
    return [];
  }
  const problem = pathProblem(value, kind);
  if (problem !== undefined) {
    const [what, help] = problem;
    return [{ code: 'KF401', path, message: `the path ${quote(value)} ${what}`, help }];
  }
  return checkOwnership(value, `the path ${quote(value)}`, path, ownership);
}

/** Checks that what every matching path starts with lies under one of the team's prefixes. */
export function checkOwnership(
  start: string,
  subject: string,
  path: ValuePath,
  { prefixes, ownerOf }: PathOwnership,
): Problem[] {
  if (prefixes.some((prefix) => start.startsWith(prefix))) return [];
  const owned = prefixes.length === 0 ? 'none' : prefixes.join(', ');
  const owner = ownerOf(start);
  const whose = owner === undefined ? '' : `: it is the team ${owner}'s`;
  // Most take another team's path by mistake: what mends that comes first.
  const otherwise =
    owner === undefined
      ? 'or add the prefix there'
      : `to take it over, ask the team ${owner}, which must consent in its team.yaml`;
  return [
    {
      code: 'KF402',
      path,
      message: `${subject} lies outside the team's prefixes${whose}`,
      help: `start it with a prefix of the team's team.yaml (${owned})${owner === undefined ? ',' : ';'} ${otherwise}`,
    },
  ];
}

/** Why no request's path, as Envoy compares it, can be or start with a text; and what to write instead. */
function pathProblem(
  path: string,
  kind: 'prefix' | 'exact',
): readonly [what: string, help: string] | undefined {
  if (!path.startsWith('/')) return ['does not start with /', `write "/${path}"`];
  if (path.includes(' ')) return ['has a space', 'write %20, as it stands in a request'];
  if (path.includes('?')) return ['has a ?', 'the query is no part of the path; use match.query'];
  if (path.includes('#')) return ['has a #', 'a fragment never leaves the browser; leave it out'];
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return ['has a control character', 'leave it out'];
  if (/[^!-~]/.test(path)) {
    return [
      'has a character outside ASCII',
      `write ${encodeURI(Buffer.from(path).toString())}, as it stands in a request`,
    ];
  }
  if (path.includes('\\')) return ['has a backslash', 'Envoy makes it a slash before it routes; write /'];
  // The last segment of a prefix may go on: `/a/..` matches `/a/..b`.
  if (hasDotSegment(kind === 'exact' ? path : path.slice(0, path.lastIndexOf('/') + 1))) {
    return ['has a dot segment', 'Envoy resolves . and .. before it routes; write the resolved path'];
  }
  return undefined;
}

/** Whether Envoy would resolve a part of the path before it routes, `%2e` being a dot to it. */
export function hasDotSegment(path: string): boolean {
  return path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
}

function quote(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 117)}...` : text);
}
