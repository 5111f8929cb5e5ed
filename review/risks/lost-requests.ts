import type { RouteReference } from '../../findings';
import {
  hostOfService,
  type ClusterName,
  type HostLocation,
  type ObjectChange,
  type RequestChange,
  type RequestReview,
} from '../model';
import { placeBefore, placeOf, placesOf, teamOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import type { FunctionPresence } from './function-presence';
import { spellRequests } from './listed';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { gather, type RiskOccurrence } from './occurrence';

/** KF803: requests that a route answered have none any more. */
export function lostRequests(
  { changes }: RequestReview,
  rules: ChangedRules,
  isPresent: FunctionPresence,
): readonly Risk[] {
  const occurrences = changes.flatMap((change, index) => {
    const { kind, before, requests, where } = change;
    const [first] = where;
    if (kind !== 'unanswered' || before === undefined || first === undefined) return [];
    // Where the function goes as a whole, so does its file.
    const stays = where.some((cluster) => isPresent('after', before, first, cluster));
    const places = stays ? placesOf(before) : placesOf(before).map(placeBefore);
    return [
      requestOccurrence(change, index, rules, {
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
    occurrences,
  );
}

/** KF803: routes that exist after the change lead to Knative Services which it takes away. */
export function requestsToNobody(
  { changes, unserved }: RequestReview,
  objects: readonly ObjectChange[],
  rules: ChangedRules,
): readonly Risk[] {
  const goneAt = goneServices(objects);
  const occurrences = unserved.map(
    ({ service, function: functionId, route, file, match, where }): RiskOccurrence => {
      const subject = functionId ?? `VirtualService ${route.virtualService}`;
      const seenIn = changes.flatMap((change, index) => (answersBy(change, route, where) ? [index] : []));
      const [first] = seenIn;
      const objectChanges = [
        rules.changeOf('after', where, route.virtualService),
        goneAt(service, where),
      ].filter((index) => index !== undefined);
      return {
        key: subject,
        severity: 'error',
        subject,
        details: [`${service}, of ${match}`],
        teams: functionId === undefined ? [] : [teamOf(functionId)],
        where: [where],
        requestChanges: seenIn,
        objectChanges,
        places: functionId === undefined ? [{ file, line: 1, column: 1 }] : [placeOf(functionId)],
        witness: first === undefined ? undefined : changes[first]?.witness,
      };
    },
  );
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
    occurrences,
  );
}

/** Whether a route answers the requests of a change, at a place. */
function answersBy({ after, where }: RequestChange, route: RouteReference, location: HostLocation): boolean {
  const isRoute =
    after?.route.virtualService !== undefined &&
    after.route.virtualService === route.virtualService &&
    after.route.rule === route.rule &&
    after.route.match === route.match;
  return isRoute && where.some(({ cluster, host }) => cluster === location.cluster && host === location.host);
}

/** Gives the change by which a Knative Service goes, by the host that requests are sent to: it is removed or gets another name. */
function goneServices(
  objects: readonly ObjectChange[],
): (service: string, location: ClusterName) => number | undefined {
  const gone = new Map<string, number>();
  objects.forEach(({ kind, object, from, where }, index) => {
    const name = kind === 'renamed' ? from : kind === 'removed' ? object : undefined;
    if (name?.kind !== 'Service' || !name.apiVersion.startsWith('serving.knative.dev/')) return;
    for (const { environment, cluster, namespace, name: own } of where) {
      // Of a renamed one, the places tell the new name.
      const [was, space] = kind === 'renamed' ? [name.name, name.namespace] : [own, namespace];
      if (space === undefined) continue;
      gone.set(`${environment}/${cluster} ${hostOfService({ name: was, namespace: space })}`, index);
    }
  });
  return (service, { environment, cluster }) => gone.get(`${environment}/${cluster} ${service}`);
}
