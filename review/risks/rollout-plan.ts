import { isMapping, listOf, renderedRollouts, type RenderedRollout } from '../../base';
import { destinationsOf } from '../../routing';
import type { ObjectChange } from '../model';
import { targetOf } from './changed-rules';
import { objectOccurrence } from './object-occurrence';
import type { Risk } from './risk';
import { gather } from './occurrence';

/** The last step of every plan. */
const ALL = 100;

/** KF818: a function goes over by other steps than its plan has, or its plan ends before the last one. */
export function leftPlans(objects: readonly ObjectChange[]): readonly Risk[] {
  // The routes of a function may go over to the VirtualService of another.
  const [allBefore, allAfter] = (['before', 'after'] as const).map((side) =>
    objects.flatMap((change) => renderedRollouts(change[side])),
  ) as [RenderedRollout[], RenderedRollout[]];
  const occurrences = objects.flatMap((change, index) => {
    if (change.object.kind !== 'VirtualService' || change.kind === 'removed' || change.kind === 'added')
      return [];
    const [before, after] = [renderedRollouts(change.before), renderedRollouts(change.after)];
    const ids = [...new Set([...before, ...after].map((one) => one.function))];
    return ids.flatMap((id) => {
      const of = (all: readonly RenderedRollout[]) => all.find((one) => one.function === id);
      const problem = problemOf(of(before) ?? of(allBefore), of(after) ?? of(allAfter), change);
      if (problem === undefined) return [];
      const seen = { severity: 'error', subject: id, function: id, details: [problem] } as const;
      return [objectOccurrence(change, index, { ...seen, where: change.where })];
    });
  });
  return gather(
    {
      code: 'KF818',
      one: ({ subject }, details) => ({
        message: `the rollout of ${subject} ${details}`,
        help: 'take the steps one after the other: kfaas rollout shows where it is; or change the plan before',
      }),
      many: (count, subjects) => ({
        message: `${count} rollouts leave their plans: ${subjects}`,
        help: 'take the steps one after the other: kfaas rollout shows where they are; -o json lists all',
      }),
    },
    occurrences,
  );
}

function problemOf(
  before: RenderedRollout | undefined,
  after: RenderedRollout | undefined,
  change: ObjectChange,
): string | undefined {
  if (after === undefined) {
    if (before === undefined || shareOf(before.at) >= ALL || isNamed(change.after, before.from))
      return undefined;
    return isNamed(change.after, before.to) ? `ends at ${spell(before.at)}` : undefined;
  }
  // Where requests went to both before there was a plan, it begins in the middle.
  if (before === undefined && isNamed(change.before, after.to)) return undefined;
  const from = before?.at ?? 0;
  const skipped = after.steps.filter(
    (step) => shareOf(step) > shareOf(from) && shareOf(step) < shareOf(after.at),
  );
  if (skipped.length === 0) return undefined;
  return `goes from ${spell(from)} to ${spell(after.at)} and skips ${skipped.map(spell).join(', ')}`;
}

/** A canary comes before every share. */
function shareOf(step: string | number): number {
  return step === 'canary' ? 0.5 : Number(step);
}

function spell(step: string | number): string {
  return step === 'canary' ? step : `${step} %`;
}

/** Whether a VirtualService sends requests to a Knative Service. */
function isNamed(virtualService: unknown, ksvc: string): boolean {
  const spec = isMapping(virtualService) && isMapping(virtualService.spec) ? virtualService.spec : {};
  const targets = listOf(spec.http)
    .filter(isMapping)
    .flatMap((rule) => destinationsOf(rule).map(targetOf));
  return targets.some((target) => target.startsWith(`${ksvc}.`));
}
