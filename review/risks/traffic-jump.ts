import { isMapping, listOf } from '../../base';
import type { ObjectChange } from '../model';
import { functionOfService, objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';
import { jumps, WEIGHT_JUMP } from './weight-jump';

/** KF806: the share of a revision among the requests of a Knative Service changes by half of them or more. */
export function trafficJumps(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const { kind, apiVersion } = change.object;
    if (kind !== 'Service' || !apiVersion.startsWith('serving.knative.dev/')) return [];
    if (change.before === undefined || change.after === undefined) return [];
    const details = jumps(sharesOf(change.before), sharesOf(change.after)).map(
      ([revision, said]) => `${revision} ${said}`,
    );
    if (details.length === 0) return [];
    return [...new Set(change.where.map(({ name }) => name))].map((name) => {
      const functionId = functionOfService(change.after, name);
      return objectOccurrence(change, index, {
        severity: 'warning',
        subject: functionId ?? `Knative Service ${name}`,
        details,
        where: change.where.filter((place) => place.name === name),
        function: functionId,
      });
    });
  });
  return gather(WEIGHT_JUMP, occurrences);
}

/** The share of each revision, in percent: all for the latest one where nothing is said. */
function sharesOf(service: unknown): ReadonlyMap<string, number> {
  const spec = isMapping(service) && isMapping(service.spec) ? service.spec : {};
  const shares = new Map<string, number>();
  for (const target of listOf(spec.traffic).filter(isMapping)) {
    const revision = typeof target.revisionName === 'string' ? target.revisionName : 'the latest revision';
    const percent = typeof target.percent === 'number' ? target.percent : 0;
    shares.set(revision, (shares.get(revision) ?? 0) + percent);
  }
  return shares.size > 0 ? shares : new Map([['the latest revision', 100]]);
}
