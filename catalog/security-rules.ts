import { spellPath, type Problem } from '../shape';
import type { ServiceDeclaration } from './declaration';
import { loosenings } from './function-security';

/** Checks that a Knative Service gives a reason for what it loosens. */
export function checkSecurity(service: ServiceDeclaration | undefined): Problem[] {
  if (service?.security === undefined) return [];
  const own = ['service', 'security'];
  const { reason } = service.security;
  if (reason !== undefined && reason.trim() === '') {
    const path = [...own, 'reason'];
    const help = 'write why the function needs what is loosened; reviewers decide by it';
    return [{ code: 'KF204', path, message: `"${spellPath(path)}" is empty`, help }];
  }
  if (reason !== undefined) return [];
  return loosenings(service).map(({ path, what }) => ({
    code: 'KF417',
    path: [...own, ...path],
    message: `"${spellPath(own)}" has ${what} and no reason`,
    help: 'add "reason:" beside it, with why the function needs it, or do without it',
  }));
}
