import type { Answer, RequestReview } from '../model';
import { nameOf } from './answering-function';
import { targetOf, type ChangedRules } from './changed-rules';
import { spellRequests } from './listed';
import { requestOccurrence } from './request-occurrence';
import type { Risk } from './risk';
import { gather, type RiskFamily } from './occurrence';

/** Fewest percentage points that count as a jump: half of the requests reach other pods at once. */
const JUMP = 50;

/** Shares of requests that change by half of them or more. */
export const WEIGHT_JUMP: RiskFamily = {
  code: 'KF806',
  one: ({ subject }, details) => ({
    message: `weights of ${subject} jump: ${details}`,
    help: 'change them in steps below 50 percentage points, and see after each that the pods are enough and right',
  }),
  many: (count, subjects) => ({
    message: `weights of ${count} functions jump: ${subjects}`,
    help: 'change them in steps below 50 percentage points, and not all functions at once; -o json lists all',
  }),
};

/** KF806: the share of a destination among a function's requests changes by half of them or more. */
export function weightJumps({ changes }: RequestReview, rules: ChangedRules): readonly Risk[] {
  const occurrences = changes.flatMap((change, index) => {
    const { before, after, requests, where } = change;
    if (before === undefined || after === undefined || nameOf(before) !== nameOf(after)) return [];
    const [old, now] = [sharesOf(before), sharesOf(after)];
    if (old.size === 0 || now.size === 0) return [];
    const details = jumps(old, now).map(
      ([target, said]) => `${shortName(target, where[0]?.namespace)} ${said} of ${spellRequests(requests)}`,
    );
    return details.length === 0
      ? []
      : [requestOccurrence(change, index, rules, { severity: 'warning', details })];
  });
  return gather(WEIGHT_JUMP, occurrences);
}

/** Returns the destinations whose shares, in percent, jump, each with what is to say of it. */
export function jumps(
  old: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): readonly (readonly [target: string, said: string])[] {
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((target) => {
    const [from, to] = [old.get(target) ?? 0, now.get(target) ?? 0];
    // A third of 150 is not exactly 50 in binary.
    if (Math.abs(to - from) < JUMP - 1e-9) return [];
    return [[target, `from ${percent(from)} to ${percent(to)}`] as const];
  });
}

/** The share of each destination, in percent; those that are reached by one authority count as one. */
function sharesOf({ destinations }: Answer): ReadonlyMap<string, number> {
  const sum = destinations.reduce((total, { weight }) => total + weight, 0);
  const shares = new Map<string, number>();
  for (const destination of sum > 0 ? destinations : []) {
    const target = targetOf(destination);
    shares.set(target, (shares.get(target) ?? 0) + (100 * destination.weight) / sum);
  }
  return shares;
}

/** A Knative Service of the function namespace by its own name, which is the same in the others; all else in full. */
function shortName(target: string, namespace: string | undefined): string {
  const end = `.${namespace ?? ''}.svc.cluster.local`;
  return namespace !== undefined && target.endsWith(end) ? target.slice(0, -end.length) : target;
}

function percent(share: number): string {
  return `${Math.round(share * 10) / 10} %`;
}
