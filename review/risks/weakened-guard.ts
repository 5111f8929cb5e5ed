import type { Severity } from '../../findings';
import { bindingActions, guardPolicy, type ObjectChange } from '../model';
import { objectOccurrence } from './object-occurrence';
import { gather } from './occurrence';
import type { Risk } from './risk';

/** How much less happens to what the guard does not allow. */
interface Weakening {
  readonly severity: Severity;
  readonly details: readonly string[];
}

/**
 * KF828: a guard of the API server lets through what it did not: a policy or its binding is gone, a binding does less with what it refuses, or
 * a policy lets somebody more through or has other rules.
 */
export function weakenedGuards(objects: readonly ObjectChange[]): readonly Risk[] {
  const occurrences = objects.flatMap((change, index) => {
    const weakening = weakeningOf(change);
    if (weakening === undefined) return [];
    const { kind } = change.object;
    return [...new Set(change.where.map(({ name }) => name))].map((name) =>
      objectOccurrence(change, index, {
        ...weakening,
        subject: `${kind} ${name}`,
        where: change.where.filter((place) => place.name === name),
      }),
    );
  });
  const help = 'make sure that others may write what it guards, or that nobody else does';
  return gather(
    {
      code: 'KF828',
      one: ({ subject }, details) => ({ message: `${subject} guards less or others: it ${details}`, help }),
      many: (count, subjects) => ({
        message: `${count} objects of guards guard less or others: ${subjects}`,
        help: `${help}; -o json lists all`,
      }),
    },
    occurrences,
  );
}

function weakeningOf({ kind, before, after }: ObjectChange): Weakening | undefined {
  const [actions, policy] = [bindingActions(before), guardPolicy(before)];
  if (actions === undefined && policy === undefined) return undefined;
  if (kind === 'removed') return { severity: 'error', details: ['is gone'] };
  const [actionsNow, policyNow] = [bindingActions(after), guardPolicy(after)];
  if (actions !== undefined && actionsNow !== undefined) {
    const lost = actions.filter((action) => !actionsNow.includes(action));
    // To deny is more than to warn; both are audited beside.
    const isMore = actionsNow.includes('Deny') && !lost.includes('Audit');
    if (lost.length === 0 || isMore) return undefined;
    const severity = lost.includes('Deny') ? 'error' : 'warning';
    return { severity, details: [`does ${actionsNow.join(' and ')}, where it was ${actions.join(' and ')}`] };
  }
  if (policy === undefined || policyNow === undefined) return undefined;
  const gained = policyNow.passes.filter((passing) => !policy.passes.includes(passing));
  const details = gained.map((passing) => `lets ${passing} through`);
  if (policy.rules !== policyNow.rules) details.push('has other rules');
  return details.length === 0 ? undefined : { severity: 'warning', details };
}
