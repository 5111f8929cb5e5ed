import { checkRegex } from './regex-rules';
import { spellPath, type Problem, type ValuePath } from '../shape';
import { COOKIE_PATTERN, HEADER_NAME_PATTERN } from './match-schema';
import type { RouteDeclaration } from './declaration';

type Match = RouteDeclaration['match'];

/** Most conditions on headers and query parameters in one match. */
const CONDITION_LIMIT = 100;

const COOKIE = new RegExp(COOKIE_PATTERN);

const HEADER_NAME = new RegExp(HEADER_NAME_PATTERN);

/** Checks the conditions of a match beside its path and methods. */
export function checkConditions(match: Match, at: ValuePath): Problem[] {
  return [
    ...checkConditionCount(match, at),
    ...checkHeaders(match, at),
    ...Object.entries(match.query ?? {}).flatMap(([name, text]) => [
      ...checkQueryName(name, [...at, 'query', name]),
      ...checkText(text, [...at, 'query', name]),
    ]),
  ];
}

/** Checks conditions on headers, and on a cookie. */
export function checkHeaders(
  { headers = {}, cookie }: Pick<Match, 'headers' | 'cookie'>,
  at: ValuePath,
): Problem[] {
  return [
    ...Object.entries(headers).flatMap(([name, text]) => [
      ...checkHeaderName(name, [...at, 'headers', name]),
      ...checkText(text, [...at, 'headers', name]),
    ]),
    ...(cookie === undefined ? [] : checkCookie(cookie, headers, [...at, 'cookie'])),
  ];
}

function checkCookie(cookie: string, headers: NonNullable<Match['headers']>, path: ValuePath): Problem[] {
  if (!COOKIE.test(cookie)) {
    const message = `"${spellPath(path)}" ${JSON.stringify(cookie)} is not a cookie with its value`;
    const help = 'write it as canary=always, without quotes, spaces, commas and semicolons';
    return [{ code: 'KF204', path, message, help }];
  }
  if (!Object.hasOwn(headers, 'cookie')) return [];
  const message = 'a cookie and a condition on the header "cookie" stand beside each other';
  return [
    { code: 'KF204', path, message, help: 'write one of the two: a match has one condition on a header' },
  ];
}

/** Limits the number of conditions: Envoy evaluates each one for every request. */
function checkConditionCount(
  { headers = {}, query = {} }: RouteDeclaration['match'],
  path: ValuePath,
): Problem[] {
  const count = Object.keys(headers).length + Object.keys(query).length;
  if (count <= CONDITION_LIMIT) return [];
  const message = `the match has ${count} conditions on headers and query parameters`;
  return [{ code: 'KF204', path, message, help: `write at most ${CONDITION_LIMIT}` }];
}

/**
 * Checks that a header's name is one, in lower case.
 * @param at whether it is the key of the path's last step, or its value
 */
export function checkHeaderName(name: string, path: ValuePath, at: 'key' | 'value' = 'key'): Problem[] {
  if (HEADER_NAME.test(name)) return [];
  const lower = name.toLowerCase();
  const help = /[A-Z]/.test(name)
    ? `write "${lower}": Envoy compares lower-case names`
    : 'write a header name';
  return [{ code: 'KF409', path, at, message: `"${name}" is not a lower-case header name`, help }];
}

/** Envoy's API takes names of 1 to 1,024 bytes (QueryParameterMatcher), and rejects the whole table otherwise. */
function checkQueryName(name: string, path: ValuePath): Problem[] {
  const size = Buffer.byteLength(name);
  if (size >= 1 && size <= 1024) return [];
  const message = `the name of a query parameter has ${size} bytes`;
  return [{ code: 'KF204', path, at: 'key', message, help: 'write one of 1 to 1,024 bytes' }];
}

function checkText(text: { exact?: string; prefix?: string; regex?: string }, path: ValuePath): Problem[] {
  const entries = Object.entries(text);
  const [entry] = entries;
  const field = spellPath(path);
  if (entry === undefined || entries.length > 1) {
    const found = entry === undefined ? 'no condition' : entries.map(([kind]) => kind).join(' and ');
    const message = `"${field}" has ${found}`;
    return [{ code: 'KF204', path, message, help: 'write exactly one of exact, prefix and regex' }];
  }
  const [kind, value] = entry;
  if (kind === 'regex') return checkRegex(value, [...path, kind], field);
  if (kind !== 'prefix' || value !== '') return [];
  const help = 'newer Istio rejects an empty prefix; write a value, or regex: ".*" for any';
  return [{ code: 'KF204', path: [...path, kind], message: `"${field}.${kind}" is empty`, help }];
}
