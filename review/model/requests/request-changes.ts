import {
  answerReference,
  destinationsOf,
  objectOf,
  spellMatch,
  type Difference,
  type Outcome,
  type Route,
} from '../../../routing';
import { comparedOutcome, type OutcomeNames } from './compared-outcomes';
import { fieldChanges } from '../objects';
import { withoutNamespace, type HostLocation } from '../clusters';
import { notIdempotentRequests } from './not-idempotent';
import type { Answer, RequestChange } from './request-change';
import { requestSet } from './request-set';
import type { SnapshotRoutes } from './snapshot-routes';
import type { ListPair } from './table-pairs';

/** A host in one snapshot: its routes, and the names to normalize. */
export interface ComparedSnapshot {
  readonly routes: SnapshotRoutes | undefined;
  readonly names: OutcomeNames;
}

/** A change without its locations. */
export interface UnlocatedChange extends Omit<RequestChange, 'where'> {
  /** Identifies the change: changes whose keys differ only in function namespaces are one change. */
  readonly key: string;
}

/**
 * Describes a difference as a change of requests.
 * @param isAsked whether it changes a request that the review is asked about
 */
export function requestChange(
  difference: Difference,
  lists: ListPair,
  compared: { readonly before: ComparedSnapshot; readonly after: ComparedSnapshot },
  isAsked: boolean,
): UnlocatedChange {
  const { matched, except, witness } = difference;
  const routeBefore = difference.before === undefined ? undefined : matched[0];
  const routeAfter = difference.after === undefined ? undefined : matched.at(-1);
  const [before, after] = [
    routeBefore && answerOf(routeBefore, lists.before, compared.before),
    routeAfter && answerOf(routeAfter, lists.after, compared.after),
  ];
  // Names of local gateways differ between clusters, and a renamed Knative Service has a different name.
  const [outcomeBefore, outcomeAfter] = [
    routeBefore && comparedOutcome(ruleFields(routeBefore), compared.before.names),
    routeAfter && comparedOutcome(ruleFields(routeAfter), compared.after.names),
  ];
  const description = {
    kind: kindOf(outcomeBefore, outcomeAfter),
    requests: requestSet(matched, except),
    notIdempotent: notIdempotentRequests(difference, lists.before),
    witness,
    ...(isAsked ? { isAsked: true as const } : {}),
  };
  return {
    ...description,
    before,
    after,
    fields:
      routeBefore === undefined || routeAfter === undefined
        ? []
        : fieldChanges(ruleFields(routeBefore), ruleFields(routeAfter)),
    key: JSON.stringify([
      description,
      ownerOf(before),
      before?.match,
      outcomeBefore,
      ownerOf(after),
      after?.match,
      outcomeAfter,
    ]),
  };
}

/** Returns the owner of a route: its function, or, if the manifest names none, its VirtualService, or its Gateway. */
function ownerOf(answer: Answer | undefined): unknown {
  if (answer === undefined) return undefined;
  const { function: functionId, route } = answer;
  if (functionId !== undefined) return functionId;
  return route.virtualService === undefined
    ? { gateway: route.gateway }
    : { virtualService: route.virtualService };
}

function kindOf(before: Outcome | undefined, after: Outcome | undefined): RequestChange['kind'] {
  if (before === undefined) return 'answered';
  if (after === undefined) return 'unanswered';
  return destinationKey(before) === destinationKey(after) ? 'treated' : 'moved';
}

/** Identifies the destinations of requests, without their weights. */
function destinationKey(outcome: Outcome): string {
  const { redirect, directResponse, delegate } = outcome;
  const hosts = destinationsOf(outcome).map(({ host, port, subset, authority }) =>
    JSON.stringify([host, port, subset, authority]),
  );
  return JSON.stringify([[...new Set(hosts)].sort(), redirect, directResponse, delegate]);
}

function answerOf(route: Route, list: ListPair['before'], { routes }: ComparedSnapshot): Answer {
  const object = objectOf(list, route) ?? -1;
  return {
    function: route.redirector === undefined ? routes?.functionOf(object, route.rule) : undefined,
    route: answerReference(list, route),
    file: routes?.fileOf(object) ?? '',
    match: spellMatch(route),
    destinations: destinationsOf(route.outcome),
    rule: route.outcome,
  };
}

/** Returns a rule without its matches and its name. */
function ruleFields({ outcome }: Route): Outcome {
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => name !== 'match' && name !== 'name'));
}

/** Joins changes that are equal in several clusters and function namespaces, with all their locations. */
export function joinedChanges(
  changes: readonly { readonly change: UnlocatedChange; readonly where: HostLocation }[],
): readonly RequestChange[] {
  const found = new Map<string, RequestChange & { readonly where: HostLocation[] }>();
  for (const { change, where } of changes) {
    const { key: ownKey, ...description } = change;
    const key = withoutNamespace(ownKey, where.namespace);
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...description, where: [where] });
    else known.where.push(where);
  }
  return [...found.values()];
}
