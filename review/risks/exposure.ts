import { hostPathChanges, type ObjectChange } from '../model';
import { objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/** KF820: the Ingress of a host that was there leads to more paths, or to fewer. */
export function changedExposure(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) =>
    hostPathChanges(change.before, change.after).flatMap(({ host, more, less }) => {
      const seen = { subject: host, where: change.where } as const;
      return [
        ...(more.length === 0 ? [] : [{ ...seen, severity: 'warning' as const, details: more }]),
        ...(less.length === 0 ? [] : [{ ...seen, severity: 'error' as const, details: less }]),
      ].map((one) => objectOccurrence(change, index, one));
    }),
  );
  return gather(
    {
      code: 'KF820',
      one: ({ severity, subject }, details) =>
        severity === 'error'
          ? {
              message: `${subject} no longer exposes ${details}`,
              help: 'make sure that nobody uses these paths any more: clients get 404 as soon as it is applied',
            }
          : {
              message: `${subject} exposes more than before: ${details}`,
              help: 'make sure that these paths are meant to be reached without the site gateway, which checks tokens',
            },
      many: (count, subjects) => ({
        message: `${count} hosts expose more or less than before: ${subjects}`,
        help: 'make sure that what is new may be reached without a token, and that nobody uses what goes; -o json lists all',
      }),
    },
    occurrences,
  );
}
