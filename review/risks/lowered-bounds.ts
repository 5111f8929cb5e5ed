import { isMapping, LABEL } from '../../base';
import { boundOfRequests, type ObjectChange } from '../model';
import { functionOfService, objectOccurrence } from './object-occurrence';
import type { Risk } from './risk';
import { gather } from './occurrence';

/**
 * KF825: a DestinationRule lets one Envoy send fewer requests at once to functions than before, or bounds what nothing bounded: the one
 * of a whole function namespace (`requestsPerFunction`), or that of one revision (`service.connectionPool`).
 */
export function loweredBounds(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const [before, after] = [boundOfRequests(change.before), boundOfRequests(change.after)];
    if (change.before === undefined || after === undefined) return [];
    if (before !== undefined && after >= before) return [];
    const functionId = functionOf(change.after);
    const names = [...new Set(change.where.map(({ name }) => name))];
    return names.map((name) =>
      objectOccurrence(change, index, {
        severity: before !== undefined && after < before / 2 ? 'error' : 'warning',
        subject: functionId ?? `each function that ${name} bounds`,
        details: [
          `${after} requests at once, where ${before === undefined ? 'there was no bound' : `it was ${before}`}`,
        ],
        where: change.where.filter((place) => place.name === name),
        function: functionId,
      }),
    );
  });
  return gather(
    {
      code: 'KF825',
      one: ({ subject }, details) => ({
        message: `${subject} gets at most ${details}`,
        help: 'see how many it had at its busiest from one pod of the local gateway: those beyond the bound get 503',
      }),
      many: (count, subjects) => ({
        message: `${count} bounds of requests at once are lowered: ${subjects}`,
        help: 'see how many each had at its busiest from one pod of the local gateway: those beyond get 503; -o json lists all',
      }),
    },
    occurrences,
  );
}

/** The function whose revision a DestinationRule is about; undefined for that of a whole namespace. */
function functionOf(object: unknown): string | undefined {
  const metadata = isMapping(object) ? object.metadata : undefined;
  const labels = isMapping(metadata) && isMapping(metadata.labels) ? metadata.labels : {};
  const ksvc = labels[LABEL.function];
  return typeof ksvc === 'string' ? functionOfService(object, ksvc) : undefined;
}
