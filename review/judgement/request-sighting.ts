import type { Severity } from '../../findings';
import type { ClusterName, RequestChange } from '../model';
import { nameOf, placesOf, teamsOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import type { Sighting } from './sighting';

/** What of a sighting does not follow from the request change that it is seen in. */
interface Seen {
  readonly severity: Severity;
  readonly details: readonly string[];
  /**
   * @default - the name of what answers after, or else before
   */
  readonly subject?: string;
  /**
   * @default - all places of the change
   */
  readonly where?: readonly ClusterName[];
  /**
   * @default - of what answers after
   */
  readonly places?: Sighting['places'];
}

/** A risk that shows in one request change. All sightings of a subject are one risk. */
export function requestSighting(
  change: RequestChange,
  index: number,
  rules: ChangedRules,
  seen: Seen,
): Sighting {
  const { before, after, witness } = change;
  const answer = after ?? before;
  const routes = [
    ['before', before?.route],
    ['after', after?.route],
  ] as const;
  const subject = seen.subject ?? (answer === undefined ? '' : nameOf(answer));
  return {
    key: subject,
    severity: seen.severity,
    subject,
    details: seen.details,
    teams: teamsOf(before, after),
    where: seen.where ?? change.where,
    requestChanges: [index],
    objectChanges: routes.flatMap(([side, route]) =>
      change.where.flatMap((at) => (route && rules.changeOf(side, at, route.virtualService)) ?? []),
    ),
    places: seen.places ?? placesOf(after),
    witness,
  };
}
