import { isMapping, type Mapping } from '../../base';
import type { RoutingRules } from '../model';
import { isHost } from './validate-names';
import { isDuration } from './validate-texts';

/** Whether a rule is such that nothing of it can be refused, but for its matches. */
export type PlainRule = (rule: Mapping) => boolean;

/**
 * Fast path for the usual rule: one destination, with a rewrite, a timeout and retries or without. Rules that follow each other mostly
 * have the same hosts and durations, which are looked at once. What is not plain is not wrong: it is looked at closely.
 */
export function plainRule({ zeroAttempts: takesZero }: Pick<RoutingRules, 'zeroAttempts'>): PlainRule {
  let knownHost = '';
  let knownTime = '';

  return (rule) => {
    let hasRoute = false;
    for (const field in rule) {
      const value = rule[field];
      switch (field) {
        case 'match':
          break;
        case 'name':
          if (typeof value !== 'string') return false;
          break;
        case 'route':
          if (!isPlainRoute(value)) return false;
          hasRoute = true;
          break;
        case 'rewrite':
          if (!isPlainRewrite(value)) return false;
          break;
        case 'timeout':
          if (!isPlainTime(value)) return false;
          break;
        case 'retries':
          if (!isPlainRetries(value, takesZero)) return false;
          break;
        default:
          return false;
      }
    }
    return hasRoute;
  };

  function isPlainRoute(route: unknown): boolean {
    if (!Array.isArray(route) || route.length !== 1) return false;
    const only: unknown = route[0];
    if (!isMapping(only)) return false;
    for (const field in only) {
      const value = only[field];
      if (field === 'destination' ? !isPlainDestination(value) : field !== 'weight' || !isCount(value))
        return false;
    }
    return only.destination !== undefined;
  }

  function isPlainDestination(destination: unknown): boolean {
    if (!isMapping(destination)) return false;
    for (const field in destination) {
      const value = destination[field];
      if (field === 'host' ? !isPlainHost(value) : field !== 'port' || !isPlainPort(value)) return false;
    }
    return destination.host !== undefined;
  }

  function isPlainHost(host: unknown): boolean {
    if (host === knownHost && host !== '') return true;
    if (typeof host !== 'string' || host === '*' || !isHost(host)) return false;
    knownHost = host;
    return true;
  }

  function isPlainTime(time: unknown): boolean {
    if (time === knownTime && time !== '') return true;
    if (typeof time !== 'string' || !isDuration(time)) return false;
    knownTime = time;
    return true;
  }
}

function isPlainPort(port: unknown): boolean {
  if (!isMapping(port)) return false;
  for (const field in port) if (field !== 'number') return false;
  const { number } = port;
  return isCount(number) && number > 0 && number < 65_536;
}

function isPlainRewrite(rewrite: unknown): boolean {
  if (!isMapping(rewrite)) return false;
  let changes = false;
  for (const field in rewrite) {
    const value = rewrite[field];
    if ((field !== 'authority' && field !== 'uri') || typeof value !== 'string') return false;
    if (value !== '') changes = true;
  }
  return changes;
}

/** No retries, or some without conditions. */
function isPlainRetries(retries: unknown, takesZero: boolean): boolean {
  if (!isMapping(retries)) return false;
  for (const field in retries) if (field !== 'attempts') return false;
  return isCount(retries.attempts) && (takesZero || retries.attempts > 0);
}

/** A whole number, 0 or more. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
