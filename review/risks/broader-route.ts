import type { Answer, RequestReview } from '../model';
import { nameOf, teamOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import type { FunctionPresence } from './function-presence';
import { spellRequests } from './listed';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { gather } from './occurrence';

/**
 * KF802: a function that both snapshots have answers requests that nobody, or another function of its team, answered
 * before. A function that is new answers requests by being added, and one that takes another team's is KF801.
 */
export function broaderRoutes(
  { changes }: RequestReview,
  rules: ChangedRules,
  isPresent: FunctionPresence,
): readonly Risk[] {
  const occurrences = changes.flatMap((change, index) => {
    const { kind, before, after, requests, where } = change;
    const [first] = where;
    if (after === undefined || first === undefined) return [];
    if (before !== undefined && !isWithinTeam(before, after)) return [];
    // Requests that are sent where they were do not tell one function from another: the names alone do.
    const byName = kind === 'treated';
    if (byName && (before?.function === undefined || after.function === undefined)) return [];
    const known = where.filter((cluster) => isPresent('before', after, first, cluster, byName));
    if (known.length === 0) return [];
    const former = before === undefined ? 'nobody' : nameOf(before);
    const details = [`${spellRequests(requests)} (answered by ${former} before)`];
    return [requestOccurrence(change, index, rules, { severity: 'warning', where: known, details })];
  });
  return gather(
    {
      code: 'KF802',
      one: ({ subject }, details) => ({
        message: `${subject} answers more requests: ${details}`,
        help: 'make sure that it knows what to do with them, or narrow its match',
      }),
      many: (count, subjects) => ({
        message: `${count} functions answer more requests: ${subjects}`,
        help: 'make sure that they know what to do with them, or narrow their matches; -o json lists all',
      }),
    },
    occurrences,
  );
}

/** Whether requests go from one function to another that is not known to be of another team. */
function isWithinTeam(before: Answer, after: Answer): boolean {
  if (nameOf(before) === nameOf(after)) return false;
  if (before.function === undefined || after.function === undefined) return true;
  return teamOf(before.function) === teamOf(after.function);
}
