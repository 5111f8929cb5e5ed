import type { Finding, Place } from '../findings';
import { isDnsLabel, KSVC_NAME_LIMIT, ksvcName } from './names';

/**
 * Checks a name that becomes part of Kubernetes names.
 * @param places the files to fix; empty if no file exists yet
 */
export function checkName(name: string, what: 'team' | 'function', places: readonly Place[]): Finding[] {
  if (isDnsLabel(name)) return [];
  const message = `the ${what} name ${JSON.stringify(name)} is not a DNS label`;
  const label = nearestLabel(name);
  const rename = label === undefined ? '' : `rename it to ${label}, or `;
  const help = `it becomes part of Kubernetes names: ${rename}use a-z, 0-9 and -, starting with a letter`;
  return [{ code: 'KF301', severity: 'error', message, help, places }];
}

/** Returns the nearest DNS label to a name: `show-room` for `Show_Room`; undefined where there is none. */
export function nearestLabel(name: string): string | undefined {
  const label = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replace(/[\s._]+/g, '-');
  return isDnsLabel(label) ? label : undefined;
}

/**
 * Checks the length of the Knative Service name that derives from a function's path in the catalog.
 * @param places the files to fix; empty if no file exists yet
 */
export function checkNameLength(team: string, name: string, places: readonly Place[]): Finding[] {
  const ksvc = ksvcName(team, name);
  if (ksvc.length <= KSVC_NAME_LIMIT) return [];
  const message = `the Knative Service "${ksvc}" would have a name of ${ksvc.length} characters`;
  const help = `Kubernetes takes ${KSVC_NAME_LIMIT}; shorten the file's or the team's name`;
  return [{ code: 'KF302', severity: 'error', message, help, places }];
}
