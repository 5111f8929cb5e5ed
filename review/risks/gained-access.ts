import { allowedByRole, boundSubjects, type ObjectChange } from '../model';
import { isEverybody } from '../../base';
import { objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/**
 * KF829: a binding gives a role to somebody who did not have it by it, or a role that is there allows more. A role that names one object
 * more is none: that of a team does with each new function.
 */
export function gainedAccess(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const { before, after, object } = change;
    const subjects = without(boundSubjects(after), boundSubjects(before)).map((text) => `gives ${text}`);
    // What a new role allows is given by its bindings.
    const rules =
      before === undefined
        ? []
        : without(allowedByRole(after), allowedByRole(before)).map((text) => `allows to ${text}`);
    const details = [...subjects, ...rules];
    if (details.length === 0) return [];
    const isWide = subjects.some((text) => isEverybody(text.split(' ')[2] ?? ''));
    return [...new Set(change.where.map(({ name }) => name))].map((name) =>
      objectOccurrence(change, index, {
        severity: isWide ? 'error' : 'warning',
        subject: `${object.kind} ${name}`,
        details,
        where: change.where.filter((place) => place.name === name),
      }),
    );
  });
  const help = 'make sure that they need it, and ask who answers for the access to the clusters';
  return gather(
    {
      code: 'KF829',
      one: ({ subject }, details) => ({ message: `somebody gains access: ${subject} ${details}`, help }),
      many: (count, subjects) => ({
        message: `somebody gains access by ${count} objects: ${subjects}`,
        help: `${help}; -o json lists all`,
      }),
    },
    occurrences,
  );
}

function without(now: readonly string[], formerly: readonly string[]): readonly string[] {
  const known = new Set(formerly);
  // Who may do it with all objects of a kind gains nothing by a rule about some.
  return [...new Set(now)].filter((text) => !known.has(text) && !known.has(text.replace(/ by name$/, '')));
}
