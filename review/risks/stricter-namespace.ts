import { standardChange, type ObjectChange } from '../model';
import { objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/** KF817: a namespace refuses pods that it took, among them new ones of revisions that are there. */
export function stricterNamespaces(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const standards = standardChange(change.before, change.after);
    if (standards?.isStricter !== true) return [];
    return [...new Set(change.where.map(({ name }) => name))].map((name) =>
      objectOccurrence(change, index, {
        severity: 'warning',
        subject: `Namespace ${name}`,
        details: [`enforces ${standards.after ?? 'none'}, where it was ${standards.before ?? 'none'}`],
        where: change.where.filter((place) => place.name === name),
      }),
    );
  });
  const help =
    'apply the functions first and the Namespace when they are ready: more pods of older revisions may be refused';
  return gather(
    {
      code: 'KF817',
      one: ({ subject }, details) => ({
        message: `${subject} refuses pods that it took: it ${details}`,
        help,
      }),
      many: (count, subjects) => ({
        message: `${count} namespaces refuse pods that they took: ${subjects}`,
        help,
      }),
    },
    occurrences,
  );
}
