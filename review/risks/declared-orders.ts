import { renderedOrders, type DeclaredOrder } from '../../base';
import type { ObjectChange } from '../model';
import { objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/**
 * KF827: from now on a file says which of two functions answers requests that both match. The requests that go to another
 * function by it are reported as such; this also tells of orders among functions that are new.
 */
export function declaredOrders(objects: readonly ObjectChange[]): readonly Risk[] {
  // The routes of a function may go over to the VirtualService of another.
  const known = new Set(objects.flatMap(({ before }) => renderedOrders(before).map(keyOf)));
  const occurrences = objects.flatMap((change, index) => {
    if (change.object.kind !== 'VirtualService') return [];
    return renderedOrders(change.after)
      .filter((order) => !known.has(keyOf(order)))
      .map(({ first, then, request }) =>
        objectOccurrence(change, index, {
          severity: 'note',
          subject: `${first} before ${then}`,
          function: first,
          details: [request],
          where: change.where,
        }),
      );
  });
  return gather(
    {
      code: 'KF827',
      one: ({ subject }, details) => ({
        message: `a file says ${subject}: ${details} goes to the first, and both match it`,
        help: 'make sure that the first is meant to answer what both match',
      }),
      many: (count, subjects) => ({
        message: `files say which function answers what two match, ${count} times: ${subjects}`,
        help: 'make sure that each is meant to answer what both match; -o json lists all',
      }),
    },
    occurrences,
  );
}

function keyOf({ first, then }: DeclaredOrder): string {
  return `${first} ${then}`;
}
