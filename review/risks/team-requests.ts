import type { RequestReview } from '../model';
import { placeOf, teamOf } from './answering-function';
import type { ChangedRules } from './changed-rules';
import { hostsOf, spellRequests } from './listed';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { gather, type RiskOccurrence } from './occurrence';

/**
 * KF801: requests that a function of one team answered are answered by a function of another, wherever they are sent.
 * A function that moves to another team under a new name is reported too: only the owner of its requests changes.
 */
export function teamRequests({ changes, equivalent }: RequestReview, rules: ChangedRules): readonly Risk[] {
  const moved = changes.flatMap((change, index) => {
    const { before, after, requests } = change;
    const subject = teamChange(before?.function, after?.function);
    if (subject === undefined) return [];
    const details = [spellRequests(requests)];
    return [requestOccurrence(change, index, rules, { severity: 'error', subject, details })];
  });
  const renamed = equivalent.flatMap(({ kind, before, after, where }): RiskOccurrence[] => {
    const subject = kind === 'function-renamed' ? teamChange(before, after) : undefined;
    if (subject === undefined) return [];
    return [
      {
        key: subject,
        severity: 'error',
        subject,
        details: [`all that ${before} answered on ${hostsOf(where)}`],
        teams: [teamOf(before), teamOf(after)],
        where,
        requestChanges: [],
        objectChanges: [],
        places: [placeOf(after)],
        witness: undefined,
      },
    ];
  });
  const occurrences = [...moved, ...renamed];
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
    occurrences,
  );
}

/** From which function to which requests go, in words; undefined where it is within a team, or a team is not known. */
function teamChange(before: string | undefined, after: string | undefined): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [old, now] = [teamOf(before), teamOf(after)];
  return old === now || old === '' || now === '' ? undefined : `${before} to ${after}`;
}
