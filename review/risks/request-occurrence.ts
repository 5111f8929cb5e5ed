import type { Severity, Witness } from '../../findings';
import type { ClusterName, RequestChange } from '../model';
import { nameOf, placesOf, teamsOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import type { RiskOccurrence } from './occurrence';

/** What of a occurrence does not follow from the request change that it is seen in. */
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
  readonly places?: RiskOccurrence['places'];
  /**
   * A request that shows the risk.
   * @default - the witness of the change
   */
  readonly witness?: Witness;
}

/** A risk that shows in one request change. All occurrences of a subject are one risk. */
export function requestOccurrence(
  change: RequestChange,
  index: number,
  rules: ChangedRules,
  seen: Seen,
): RiskOccurrence {
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
      change.where.flatMap(
        (location) => (route && rules.changeOf(side, location, route.virtualService)) ?? [],
      ),
    ),
    places: seen.places ?? placesOf(after),
    witness: seen.witness ?? witness,
  };
}
