import { shortTimeout, spellDuration } from '../../base';
import type { RequestReview } from '../model';
import type { ChangedRules } from './changed-rules';
import { spellRequests } from './listed';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { treatmentsOf, type Treatment } from './rule-treatment';
import { gather } from './occurrence';

/** KF808: a request's timeout newly ends before all its tries have had their time. */
export function shortTimeouts({ changes }: RequestReview, rules: ChangedRules): readonly Risk[] {
  const occurrences = changes.flatMap((change, index) => {
    const { before, after } = treatmentsOf(change);
    const shortage = shortageOf(after);
    if (shortage === undefined || shortageOf(before) !== undefined) return [];
    const details = [`${shortage} (${spellRequests(change.requests)})`];
    const seen = { severity: 'warning', details } as const;
    return [requestOccurrence(change, index, rules, seen)];
  });
  return gather(
    {
      code: 'KF808',
      one: ({ subject }, details) => ({
        message: `the timeout of ${subject} is shorter than its retries: ${details}`,
        help: 'raise timeout to what the tries need, or lower attempts or perTryTimeout',
      }),
      many: (count, subjects) => ({
        message: `the timeouts of ${count} functions are shorter than their retries: ${subjects}`,
        help: 'raise timeout to perTryTimeout times (attempts + 1), or lower attempts or perTryTimeout; -o json lists all',
      }),
    },
    occurrences,
  );
}

/** What is missing, in words; undefined where the tries fit. */
function shortageOf(treatment: Treatment | undefined): string | undefined {
  if (treatment?.timeout === undefined || treatment.retries.kind === 'unsaid') return undefined;
  const { timeout, retries } = treatment;
  const { attempts, perTry } = retries;
  const short = shortTimeout({ timeout, attempts, perTry });
  if (short === undefined || perTry === undefined) return undefined;
  const [given, each, all] = [timeout, perTry, short.needed].map(spellDuration);
  return `${given}, where ${short.tries} tries of ${each} need ${all}`;
}
