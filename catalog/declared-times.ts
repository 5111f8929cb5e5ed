import type { RouteTimes } from '../base';
import type { RouteDeclaration } from './declaration';
import { parseDuration } from './duration';

/** The times of a route, as its file says them; a duration that is none counts as not said. */
export function declaredTimes({ timeout, retries }: RouteDeclaration): RouteTimes {
  const { attempts = 0, perTryTimeout } = retries ?? {};
  return { timeout: milliseconds(timeout), attempts, perTry: milliseconds(perTryTimeout) };
}

/** How long a route delays a request before it is sent on, in milliseconds. */
export function declaredDelay({ delay }: RouteDeclaration): number {
  return milliseconds(delay?.duration) ?? 0;
}

function milliseconds(text: string | undefined): number | undefined {
  const duration = text === undefined ? undefined : parseDuration(text);
  return duration !== undefined && 'ms' in duration ? duration.ms : undefined;
}
