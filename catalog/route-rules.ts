import { STATUS_CODES } from 'node:http';
import { shortTimeout, spellDuration } from '../base';
import type { RouteDeclaration } from './declaration';
import { declaredTimes } from './declared-times';
import { parseDuration } from './duration';
import type { PathOwnership } from './path-ownership';
import { checkPath } from './path-rules';
import { RETRY_CONDITIONS } from './retry-conditions';
import { checkTreatment } from './treatment-rules';
import { regexProblem } from '../re2';
import { spellPath, suggest, type Problem, type ValuePath } from '../shape';

/** Most conditions on headers and query parameters in one match. */
const CONDITION_LIMIT = 100;

/** Checks one route: its path, its conditions, and that its times fit together. */
export function checkRoute(
  route: RouteDeclaration,
  at: ValuePath,
  ownership: PathOwnership | undefined,
): Problem[] {
  const { match, timeout, retries, delay } = route;
  return [
    ...checkPath(match, [...at, 'match'], ownership),
    ...checkConditionCount(match, [...at, 'match']),
    ...Object.entries(match.headers ?? {}).flatMap(([name, text]) => [
      ...checkHeaderName(name, [...at, 'match', 'headers', name]),
      ...checkText(text, [...at, 'match', 'headers', name]),
    ]),
    ...Object.entries(match.query ?? {}).flatMap(([name, text]) => [
      ...checkQueryName(name, [...at, 'match', 'query', name]),
      ...checkText(text, [...at, 'match', 'query', name]),
    ]),
    ...checkDuration(timeout, [...at, 'timeout']),
    ...checkDuration(delay?.duration, [...at, 'delay', 'duration']),
    ...checkRetries(retries, [...at, 'retries']),
    ...checkTimeForTries(route, [...at, 'retries']),
    ...checkTreatment(route, at),
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

function checkHeaderName(name: string, path: ValuePath): Problem[] {
  if (/^[-!#$%&'*+.^_`|~0-9a-z]+$/.test(name)) return [];
  const lower = name.toLowerCase();
  const help = /[A-Z]/.test(name)
    ? `write "${lower}": Envoy compares lower-case names`
    : 'write a header name';
  return [{ code: 'KF409', path, at: 'key', message: `"${name}" is not a lower-case header name`, help }];
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
  if (kind === 'regex') {
    const problem = regexProblem(value);
    const message = `the regex ${JSON.stringify(value)} of "${field}" ${problem ?? ''}`;
    const help = 'Envoy would reject the whole route table with it; write an RE2 expression';
    return problem === undefined ? [] : [{ code: 'KF403', path: [...path, kind], message, help }];
  }
  if (kind !== 'prefix' || value !== '') return [];
  const help = 'newer Istio rejects an empty prefix; write a value, or regex: ".*" for any';
  return [{ code: 'KF204', path: [...path, kind], message: `"${field}.${kind}" is empty`, help }];
}

function checkDuration(text: string | undefined, path: ValuePath): Problem[] {
  if (text === undefined) return [];
  const duration = parseDuration(text);
  if ('ms' in duration) return [];
  const message = `"${spellPath(path)}" ${JSON.stringify(text)} ${duration.problem}`;
  const help =
    'ms' in parseDuration(`${text}s`)
      ? `write ${text}s`
      : 'write whole milliseconds or more, with units: 250ms, 10s, 1m30s';
  return [{ code: 'KF406', path, message, help }];
}

/** Istio asks Go for the name of a code and rejects those without; Go lacks one that Node.js has. */
function isStatusCode(text: string): boolean {
  return Object.hasOwn(STATUS_CODES, text) && text !== '509';
}

function checkRetries(retries: RouteDeclaration['retries'], at: ValuePath): Problem[] {
  if (retries === undefined) return [];
  const { attempts, perTryTimeout, retryOn } = retries;
  const problems = checkDuration(perTryTimeout, [...at, 'perTryTimeout']);
  retryOn?.forEach((condition, index) => {
    if (RETRY_CONDITIONS.includes(condition) || isStatusCode(condition)) return;
    const message = `"${condition}" is not a condition for a retry`;
    problems.push({
      code: 'KF204',
      path: [...at, 'retryOn', index],
      message,
      help: suggest(condition, RETRY_CONDITIONS),
    });
  });
  if (attempts === 0 && (perTryTimeout !== undefined || retryOn !== undefined)) {
    const message = 'retries of 0 attempts have retry settings';
    const help = 'Istio rejects that; leave out perTryTimeout and retryOn, or raise attempts';
    problems.push({ code: 'KF407', path: at, message, help });
  }
  return problems;
}

function checkTimeForTries(route: RouteDeclaration, path: ValuePath): Problem[] {
  const short = shortTimeout(declaredTimes(route));
  if (short === undefined) return [];
  const { tries, needed } = short;
  const { timeout = '', retries: { perTryTimeout = '' } = {} } = route;
  const message = `${tries} tries of ${perTryTimeout} (the first and ${tries - 1} more) do not fit into the timeout of ${timeout}`;
  const help = `raise timeout to at least ${spellDuration(needed)}, or lower attempts or perTryTimeout`;
  return [{ code: 'KF407', path, message, help }];
}
