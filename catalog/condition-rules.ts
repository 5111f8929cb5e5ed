import { matchesEmpty } from '../re2';
import { checkRegex } from './regex-rules';
import { spellPath, type Problem, type ValuePath } from '../shape';
import { COOKIE_PATTERN, HEADER_NAME_PATTERN, METHOD_PATTERN } from './match-schema';
import type { RouteDeclaration } from './declaration';

type Match = RouteDeclaration['match'];

/** Most conditions on headers and query parameters in one match. */
const CONDITION_LIMIT = 100;

const COOKIE = new RegExp(COOKIE_PATTERN);

const HEADER_NAME = new RegExp(HEADER_NAME_PATTERN);

const METHOD = new RegExp(METHOD_PATTERN);

/** Ways to compare a value. */
const KINDS = ['exact', 'prefix', 'regex'] as const;

/** Ways to ask for a header. */
const HEADER_KINDS = [...KINDS, 'present'] as const;

/** Checks the conditions of a match beside its path. */
export function checkConditions(match: Match, at: ValuePath): Problem[] {
  return [
    ...checkConditionCount(match, at),
    ...(match.methods ?? []).flatMap((method, index) => checkMethod(method, [...at, 'methods', index])),
    ...checkHeaders(match, at),
    ...checkWithoutHeaders(match, [...at, 'withoutHeaders']),
    ...Object.entries(match.query ?? {}).flatMap(([name, text]) => [
      ...checkQueryName(name, [...at, 'query', name]),
      ...checkText(text, [...at, 'query', name], KINDS),
    ]),
  ];
}

/** Envoy compares methods as they are written: `get` is another one than `GET`. */
function checkMethod(method: string, path: ValuePath): Problem[] {
  const upper = method.toUpperCase();
  if (method !== 'CONNECT' && METHOD.test(method)) return [];
  const message = `"${spellPath(path)}" ${JSON.stringify(method)} is no method that a request with a path has`;
  const isCase = method !== upper && METHOD.test(upper);
  const help = isCase ? `write ${upper}: methods are in capitals` : 'write one as GET or PROPFIND';
  return [{ code: 'KF204', path, message, help }];
}

/** Checks conditions on headers, and on a cookie. */
export function checkHeaders(
  { headers = {}, cookie }: Pick<Match, 'headers' | 'cookie'>,
  at: ValuePath,
): Problem[] {
  return [
    ...Object.entries(headers).flatMap(([name, text]) => [
      ...checkHeaderName(name, [...at, 'headers', name]),
      ...checkText(text, [...at, 'headers', name], HEADER_KINDS),
    ]),
    ...(cookie === undefined ? [] : checkCookie(cookie, headers, [...at, 'cookie'])),
  ];
}

/**
 * Checks the conditions of which none may hold. From Istio 1.22 on, Envoy reads a header that is not there as an empty
 * one here (`treat_missing_header_as_empty`): what holds of an empty text would refuse requests without the header, too.
 */
function checkWithoutHeaders({ withoutHeaders = {} }: Match, at: ValuePath): Problem[] {
  return Object.entries(withoutHeaders).flatMap(([name, text]): Problem[] => {
    const path = [...at, name];
    const problems = [...checkHeaderName(name, path), ...checkText(text, path, HEADER_KINDS)];
    if (problems.length > 0 || !holdsOfNothing(text)) return problems;
    const message = `"${spellPath(path)}" holds of an empty value, as which Istio reads a header that is not there: no request without it would match`;
    const help = 'compare with more than the empty text, or write present: true';
    return [{ code: 'KF453', path, message, help }];
  });
}

function holdsOfNothing({ exact, regex }: { exact?: string; regex?: string }): boolean {
  return exact === '' || (regex !== undefined && matchesEmpty(regex));
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
  { headers = {}, withoutHeaders = {}, query = {} }: RouteDeclaration['match'],
  path: ValuePath,
): Problem[] {
  const count = [headers, withoutHeaders, query].flatMap((some) => Object.keys(some)).length;
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

/** A condition on a text, as it is written. */
interface TextCondition {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
  readonly present?: true;
}

function checkText(text: TextCondition, path: ValuePath, kinds: readonly string[]): Problem[] {
  const entries = Object.entries(text);
  const [entry] = entries;
  const field = spellPath(path);
  if (entry === undefined || entries.length > 1) {
    const found = entry === undefined ? 'no condition' : entries.map(([kind]) => kind).join(' and ');
    const message = `"${field}" has ${found}`;
    return [{ code: 'KF204', path, message, help: `write exactly one of ${kinds.join(', ')}` }];
  }
  const { prefix, regex } = text;
  if (regex !== undefined) return checkRegex(regex, [...path, 'regex'], field);
  if (prefix !== '') return [];
  const help = 'newer Istio rejects an empty prefix; write a value, or regex: ".*" for any';
  return [{ code: 'KF204', path: [...path, 'prefix'], message: `"${field}.prefix" is empty`, help }];
}
