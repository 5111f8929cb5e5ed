import { virtualServiceGateways, type ObjectChange } from '../model';
import { functionsNamed } from './answering-function';
import { objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/**
 * KF821: a VirtualService that was there is bound to more Gateways than before. Where as many go as come, one is re-pointed or
 * written otherwise.
 */
export function addedGateways(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const { before, after } = change;
    if (before === undefined || after === undefined) return [];
    const [formerly, now] = [virtualServiceGateways(before), virtualServiceGateways(after)];
    const gained = now.filter((gateway) => !formerly.includes(gateway));
    const lost = formerly.filter((gateway) => !now.includes(gateway));
    if (formerly.length === 0 || gained.length <= lost.length) return [];
    const [named] = functionsNamed(after);
    return [...new Set(change.where.map(({ name }) => name))].map((name) =>
      objectOccurrence(change, index, {
        severity: 'warning',
        subject: named ?? name,
        details: gained,
        where: change.where.filter((place) => place.name === name),
        function: named,
      }),
    );
  });
  const help =
    'make sure that whoever reaches that Gateway may send requests to functions: nobody checks a token there';
  return gather(
    {
      code: 'KF821',
      one: ({ subject }, details) => ({ message: `${subject} is also bound to ${details}`, help }),
      many: (count, subjects) => ({
        message: `${count} VirtualServices are bound to one Gateway more: ${subjects}`,
        help: `${help}; -o json lists all`,
      }),
    },
    occurrences,
  );
}
