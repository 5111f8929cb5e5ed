import type { RouteDeclaration } from './declaration';
import { longestPrefix, type PathOwnership } from './path-ownership';
import { templateProblem } from './path-templates';
import { checkRegex, quote } from './regex-rules';
import type { Problem, ValuePath } from '../shape';

/** Checks that requests can have a route's path, that RE2 accepts it, and that the team owns it. */
export function checkPath(
  match: RouteDeclaration['match'],
  at: ValuePath,
  ownership: PathOwnership | undefined,
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
    if (match.ignoreUriCase !== undefined) return [foldedRegex([...at, 'ignoreUriCase'])];
    const refused = checkRegex(value, path);
    if (refused.length > 0) return refused;
    const template = templateProblem(value, kind);
    if (template !== undefined) {
      const [what, help] = template;
      return [{ code: 'KF401', path, message: `the regex ${quote(value)} ${what}`, help }];
    }
    // The route check proves whether the regex stays under the team's prefixes, with an example request.
    return [];
  }
  const problem = templateProblem(value, kind) ?? pathProblem(value, kind);
  if (problem !== undefined) {
    const [what, help] = problem;
    return [{ code: 'KF401', path, message: `the path ${quote(value)} ${what}`, help }];
  }
  return checkOwnership(value, `the path ${quote(value)}`, path, ownership);
}

/** Istio compares the letters of a regex as they are, whatever the match says. */
function foldedRegex(path: ValuePath): Problem {
  const message = '"ignoreUriCase" stands beside a regex, which it does not concern';
  return { code: 'KF204', path, message, help: 'leave it out, and begin the regex with (?i)' };
}

/**
 * Checks that a function may match the paths with a common start.
 * @param ownership undefined where it is not known: every path is then accepted
 */
export function checkOwnership(
  start: string,
  subject: string,
  path: ValuePath,
  ownership: PathOwnership | undefined,
): Problem[] {
  if (ownership === undefined) return [];
  const { id, own, consented, excluded, ownerOf } = ownership;
  const allowed = longestPrefix(start, [...own, ...consented]);
  const inner = longestPrefix(start, excluded);
  if (allowed !== undefined && (inner === undefined || inner.length <= allowed.length)) return [];
  const owner = ownerOf(start);
  const place =
    allowed === undefined
      ? `outside the team's prefixes${owner === undefined ? '' : `: it is the team ${owner}'s`}`
      : `within ${inner}, which is the team ${owner}'s`;
  const elsewhere =
    allowed === undefined
      ? `start it with a prefix of the team's team.yaml (${own.join(', ') || 'none'})`
      : `choose a path outside ${inner}`;
  // Most teams take another team's path by mistake, so that fix comes first.
  const otherwise =
    owner === undefined
      ? ', or add the prefix there'
      : `; to take it over, let the team ${owner} add to its team.yaml the lines "consents:" and "  - ${id}"`;
  return [{ code: 'KF402', path, message: `${subject} is ${place}`, help: `${elsewhere}${otherwise}` }];
}

/** Returns why no request path that Envoy compares can match a text, and what to write instead. */
function pathProblem(
  path: string,
  kind: 'prefix' | 'exact',
): readonly [what: string, help: string] | undefined {
  if (!path.startsWith('/')) return ['does not start with /', `write "/${path}"`];
  if (path.includes(' ')) return ['has a space', 'write %20, as a request spells it'];
  if (path.includes('?')) return ['has a ?', 'the query is no part of the path; use match.query'];
  if (path.includes('#')) return ['has a #', 'a fragment never leaves the browser; leave it out'];
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return ['has a control character', 'leave it out'];
  if (/[^!-~]/.test(path)) {
    return [
      'has a character outside ASCII',
      `write ${encodeURI(Buffer.from(path).toString())}, as a request spells it`,
    ];
  }
  if (path.includes('\\')) return ['has a backslash', 'Envoy makes it a slash before it routes; write /'];
  // A request may continue the last segment of a prefix: `/a/..` matches `/a/..b`.
  if (hasDotSegment(kind === 'exact' ? path : path.slice(0, path.lastIndexOf('/') + 1))) {
    return ['has a dot segment', 'Envoy resolves . and .. before it routes; write the resolved path'];
  }
  return undefined;
}

/** Whether Envoy would resolve a part of the path before it routes, `%2e` being a dot to it. */
export function hasDotSegment(path: string): boolean {
  return path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
}
