import type { Finding, Place } from '../findings';
import { isDnsLabel, KSVC_NAME_LIMIT, ksvcName } from './names';

/**
 * Judges a name that becomes part of Kubernetes names.
 * @param places the files to mend; none where no file stands there yet
 */
export function checkName(name: string, what: 'team' | 'function', places: readonly Place[]): Finding[] {
  if (isDnsLabel(name)) return [];
  const message = `the ${what} name ${JSON.stringify(name)} is not a DNS label`;
  const help = 'it becomes part of Kubernetes names: use a-z, 0-9 and -, starting with a letter';
  return [{ code: 'KF301', severity: 'error', message, help, places }];
}

/**
 * Judges the length of the Knative Service's name that a function's place in the catalog gives.
 * @param places the files to mend; none where no file stands there yet
 */
export function checkNameLength(team: string, name: string, places: readonly Place[]): Finding[] {
  const ksvc = ksvcName(team, name);
  if (ksvc.length <= KSVC_NAME_LIMIT) return [];
  const message = `the Knative Service "${ksvc}" would have a name of ${ksvc.length} characters`;
  const help = `Kubernetes takes ${KSVC_NAME_LIMIT}; shorten the file's or the team's name`;
  return [{ code: 'KF302', severity: 'error', message, help, places }];
}
