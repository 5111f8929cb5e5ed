import type { RequestReview } from '../model';
import type { ChangedRules } from './changed-rules';
import { listed, spellRequests } from './listed';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { treatmentsOf, type Retries } from './rule-treatment';
import { gather } from './occurrence';

/** Conditions on which Envoy knows that no pod has begun to work on the request. */
const BEFORE_WORK: readonly string[] = [
  'connect-failure',
  'refused-stream',
  'reset-before-request',
  'envoy-ratelimited',
];

/** KF807: requests that may not be repeated are newly repeated after a pod may have begun to work on them. */
export function unsafeRetries({ changes }: RequestReview, rules: ChangedRules): readonly Risk[] {
  const occurrences = changes.flatMap((change, index) => {
    const { before, after } = treatmentsOf(change);
    if (after === undefined || change.after?.destinations.length === 0) return [];
    const condition = repetition(before?.retries, after.retries);
    const [repeated] = change.notIdempotent;
    if (condition === undefined || repeated === undefined) return [];
    const details = [`${condition} of ${spellRequests(change.requests)}`];
    const seen = { severity: 'warning', details, witness: repeated } as const;
    return [requestOccurrence(change, index, rules, seen)];
  });
  return gather(
    {
      code: 'KF807',
      one: ({ subject }, details) => ({
        message: `${subject} may work on one POST or PATCH request several times: ${details}`,
        help: 'retry on connect-failure and refused-stream alone, or give POST and PATCH a route without retries',
      }),
      many: (count, subjects) => ({
        message: `${count} functions may work on one POST or PATCH request several times: ${subjects}`,
        help: 'retry on connect-failure and refused-stream alone, or give POST and PATCH routes without retries; -o json lists all',
      }),
    },
    occurrences,
  );
}

/** What newly repeats requests, in words; undefined where nothing does, or something did before. */
function repetition(before: Retries | undefined, after: Retries): string | undefined {
  if (before?.kind === 'said' && unsafeOf(before) !== undefined) return undefined;
  if (after.kind === 'said') return unsafeOf(after);
  // To say nothing any more is a decision for Istio's default; never to have said anything is none.
  return before?.kind === 'said' ? "Istio's default retries" : undefined;
}

function unsafeOf({ attempts, on }: Extract<Retries, { kind: 'said' }>): string | undefined {
  // A rule without attempts has no conditions either: Istio refuses them.
  if (attempts === 0) return undefined;
  const count = attempts === 1 ? '1 retry' : `${attempts} retries`;
  if (on === undefined) return `${count} on Istio's default conditions`;
  const unsafe = on.filter((condition) => !BEFORE_WORK.includes(condition));
  return unsafe.length === 0 ? undefined : `${count} on ${listed(unsafe)}`;
}
