import { loosenedConfinement, type ObjectChange } from '../model';
import { functionOfService, objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/** KF816: the pods of a function, or of another workload or namespace, may do what they may not before. */
export function loosenedSecurity(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    if (change.kind === 'removed') return [];
    const { allows, isPrivileged } = loosenedConfinement(change.before, change.after);
    if (allows.length === 0) return [];
    return [...new Set(change.where.map(({ name }) => name))].map((name) => {
      const functionId = functionOfService(change.after, name);
      return objectOccurrence(change, index, {
        severity: isPrivileged ? 'error' : 'warning',
        subject: functionId ?? `${change.object.kind} ${name}`,
        details: allows,
        where: change.where.filter((place) => place.name === name),
        function: functionId,
      });
    });
  });
  return gather(
    {
      code: 'KF816',
      one: ({ subject }, details) => ({
        message: `${subject} is less confined: it ${details}`,
        help: 'ask whether the reason holds that its annotation kfaas.io/security-reason gives, and whether less would do',
      }),
      many: (count, subjects) => ({
        message: `${count} objects are less confined: ${subjects}`,
        help: 'ask whether the reasons hold that the annotations kfaas.io/security-reason give, and whether less would do; -o json lists all',
      }),
    },
    occurrences,
  );
}
