import { STATUS_CODES } from 'node:http';
import { shortTimeout, spellDuration } from '../base';
import { checkAction } from './action-rules';
import { checkBackends } from './backend-rules';
import { checkConditions } from './condition-rules';
import type { RouteDeclaration } from './declaration';
import { declaredTimes } from './declared-times';
import { parseDuration } from './duration';
import type { PathOwnership } from './path-ownership';
import { checkPath } from './path-rules';
import { RETRY_CONDITIONS } from './retry-conditions';
import { checkTreatment } from './treatment-rules';
import { spellPath, suggest, type Problem, type ValuePath } from '../shape';

/** Checks one route: its path, its conditions, that its times fit together, its backends, and what else it does. */
export function checkRoute(
  route: RouteDeclaration,
  at: ValuePath,
  ownership: PathOwnership | undefined,
): Problem[] {
  const { match, timeout, retries, delay, backends } = route;
  return [
    ...checkPath(match, [...at, 'match'], ownership),
    ...checkConditions(match, [...at, 'match']),
    ...checkDuration(timeout, [...at, 'timeout']),
    ...checkDuration(delay?.duration, [...at, 'delay', 'duration']),
    ...checkRetries(retries, [...at, 'retries']),
    ...checkTimeForTries(route, [...at, 'retries']),
    ...checkBackends(backends, [...at, 'backends']),
    ...checkTreatment(route, at),
    ...checkAction(route, at),
  ];
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
  const { attempts, perTryTimeout, retryOn, backoff, ...settings } = retries;
  const problems = [
    ...checkDuration(perTryTimeout, [...at, 'perTryTimeout']),
    ...checkDuration(backoff, [...at, 'backoff']),
  ];
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
  const said = [perTryTimeout, retryOn, backoff, ...Object.values(settings)];
  if (attempts === 0 && said.some((setting) => setting !== undefined)) {
    const message = 'retries of 0 attempts have retry settings';
    const help = 'Istio rejects that; leave out what stands beside attempts, or raise attempts';
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
