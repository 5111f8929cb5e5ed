import type { RequestReview } from '../model';
import { nameOf, teamOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import { spellRequests } from './listed';
import { requestSighting } from './request-sighting';
import type { Risk } from './risk';
import { gather } from './sighting';

/** KF801: requests that a function of one team answered go to a function of another. */
export function teamRequests({ changes }: RequestReview, rules: ChangedRules): readonly Risk[] {
  const sightings = changes.flatMap((change, index) => {
    const { kind, before, after, requests } = change;
    if (kind !== 'moved' || before?.function === undefined || after?.function === undefined) return [];
    if (teamOf(before.function) === teamOf(after.function)) return [];
    const subject = `${nameOf(before)} to ${nameOf(after)}`;
    return [
      requestSighting(change, index, rules, {
        severity: 'error',
        subject,
        details: [spellRequests(requests)],
      }),
    ];
  });
  return gather(
    {
      code: 'KF801',
      one: ({ subject }, details) => ({
        message: `requests go to another team, from ${subject}: ${details}`,
        help: 'narrow the route that takes them; if it is meant, ask the team that loses them whether it agrees, which it says by "consents" in its team.yaml',
      }),
      many: (count, subjects) => ({
        message: `requests go to another team between ${count} pairs of functions: from ${subjects}`,
        help: 'narrow the routes that take them, or ask the teams that lose them; -o json lists all',
      }),
    },
    sightings,
  );
}
