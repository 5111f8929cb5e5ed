import { isMapping } from '../../base';
import { autoscalingMaximum, type ObjectChange } from '../model';
import { functionOfService, objectOccurrence } from './object-occurrence';
import type { Risk } from './risk';
import { gather } from './occurrence';

/** KF809: a Knative Service or a HorizontalPodAutoscaler scales to fewer pods at most than before. */
export function loweredMaxima(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const [before, after] = [maximumOf(change.before), maximumOf(change.after)];
    if (before === undefined || after === undefined || after >= before) return [];
    const severity = before !== Infinity && after < before / 2 ? 'error' : 'warning';
    return [...new Set(change.where.map(({ name }) => name))].map((name) => {
      const isService = change.object.kind === 'Service';
      const functionId = isService ? functionOfService(change.after, name) : undefined;
      return objectOccurrence(change, index, {
        severity,
        subject: functionId ?? `${isService ? 'Knative Service' : change.object.kind} ${name}`,
        details: [`${after} pods, where ${before === Infinity ? 'there was no bound' : `it was ${before}`}`],
        where: change.where.filter((place) => place.name === name),
        function: functionId,
      });
    });
  });
  return gather(
    {
      code: 'KF809',
      one: ({ subject }, details) => ({
        message: `${subject} scales to at most ${details}`,
        help: 'see how many pods it had at its busiest: requests beyond them wait and time out',
      }),
      many: (count, subjects) => ({
        message: `${count} autoscaling maxima are lowered: ${subjects}`,
        help: 'see how many pods they had at their busiest: requests beyond them wait and time out; -o json lists all',
      }),
    },
    occurrences,
  );
}

/** Where a Knative Service says nothing, its cluster's default holds, which is no bound unless somebody set one. */
function maximumOf(object: unknown): number | undefined {
  return autoscalingMaximum(object) ?? (isKnativeService(object) ? Infinity : undefined);
}

function isKnativeService(object: unknown): boolean {
  if (!isMapping(object) || typeof object.apiVersion !== 'string') return false;
  return object.kind === 'Service' && object.apiVersion.startsWith('serving.knative.dev/');
}
