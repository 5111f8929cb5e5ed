import type { ObjectChange, RequestReview } from '../model';
import { placesOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import type { FunctionPresence } from './function-presence';
import { spellRequests } from './listed';
import { removedDestinations } from './removed-services';
import { requestSighting } from './request-sighting';
import type { Risk } from './risk';
import { gather } from './sighting';

/** KF803: requests that a route answered have none any more. */
export function lostRequests(
  { changes }: RequestReview,
  rules: ChangedRules,
  isPresent: FunctionPresence,
): readonly Risk[] {
  const sightings = changes.flatMap((change, index) => {
    const { kind, before, requests, where } = change;
    const [first] = where;
    if (kind !== 'unanswered' || before === undefined || first === undefined) return [];
    // Where the function goes as a whole, so does its file.
    const stays = where.some((cluster) => isPresent('after', before, first, cluster));
    const places = stays ? placesOf(before) : [];
    return [
      requestSighting(change, index, rules, {
        severity: 'error',
        details: [spellRequests(requests)],
        places,
      }),
    ];
  });
  return gather(
    {
      code: 'KF803',
      one: ({ subject }, details) => ({
        message: `requests that ${subject} answered are left without a function: ${details}`,
        help: 'Envoy answers them with 404: keep the route until nobody sends them, or let another function answer them',
      }),
      many: (count, subjects) => ({
        message: `requests that ${count} functions answered are left without a function: ${subjects}`,
        help: 'Envoy answers them with 404: keep the routes until nobody sends such requests; -o json lists all',
      }),
    },
    sightings,
  );
}

/** KF803: requests whose route changes are sent to a Knative Service that the same change removes. */
export function requestsToNobody(
  { changes }: RequestReview,
  objects: readonly ObjectChange[],
  rules: ChangedRules,
): readonly Risk[] {
  const removedAt = removedDestinations(objects);
  const sightings = changes.flatMap((change, index) => {
    const { after, requests, where } = change;
    const [first] = where;
    if (after === undefined || first === undefined) return [];
    const found = where
      .map((at) => ({ at, removed: removedAt(after, first, at) }))
      .filter(({ removed }) => removed.size > 0);
    if (found.length === 0) return [];
    const targets = found.flatMap(({ removed }) => [...removed.keys()]);
    const details = targets.map((target) => `${target}, of ${spellRequests(requests)}`);
    const seen = { severity: 'error', where: found.map(({ at }) => at), details } as const;
    const sighting = requestSighting(change, index, rules, seen);
    const gone = found.flatMap(({ removed }) => [...removed.values()]);
    return [{ ...sighting, objectChanges: [...sighting.objectChanges, ...gone] }];
  });
  return gather(
    {
      code: 'KF803',
      one: ({ subject }, details) => ({
        message: `routes of ${subject} lead to a Knative Service that is removed: ${details}`,
        help: 'keep the Knative Service, or send the requests to another: the gateway answers 404 for a host that it does not know',
      }),
      many: (count, subjects) => ({
        message: `routes of ${count} functions lead to Knative Services that are removed: ${subjects}`,
        help: 'keep the Knative Services, or send the requests to others: the gateway answers 404 for hosts that it does not know; -o json lists all',
      }),
    },
    sightings,
  );
}
