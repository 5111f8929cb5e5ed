import type { Review } from '../judgement';
import type { HostPlace, ObjectChange } from '../model';
import { counted } from './plain-text';
import { summarizeSeverities, weightiest } from './risk-text';
import { summarizeRollouts } from './rollout-text';

/** Kinds of object changes, in the order in which they are counted. */
export const OBJECT_KINDS = ['removed', 'changed', 'renamed', 'added'] as const;

/** What follows the verdict, a label and a text each: whether to worry, and where to look. */
export function summaryLines({
  risks,
  objects,
  rollouts,
}: Review): (readonly [label: string, text: string])[] {
  const between = new Set(risks.map(({ code }) => code)).size === 1 ? ': ' : ', above all: ';
  const risk = risks.length === 0 ? 'none' : `${summarizeSeverities(risks)}${between}${weightiest(risks)}`;
  const rollout = summarizeRollouts(rollouts);
  return [
    ['Risks', risk],
    ...(rollout === undefined ? [] : [['Rollout', rollout] as const]),
    ['Objects', summarizeObjects(objects)],
  ];
}

/** What holds besides: `5 changes in 19 places: 1 removed, 2 changed, 1 renamed, 1 added`. */
function summarizeObjects(objects: readonly ObjectChange[]): string {
  if (objects.length === 0) return 'none changes';
  const places = objects.reduce((sum, { where }) => sum + where.length, 0);
  return `${counted(objects.length, 'change')} in ${counted(places, 'place')}: ${countKinds(objects)}`;
}

/** Object changes by what happens: `1 removed, 2 changed`. */
export function countKinds(objects: readonly ObjectChange[]): string {
  const parts = OBJECT_KINDS.flatMap((kind) => {
    const count = objects.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [counted(count, kind, kind)];
  });
  return parts.join(', ');
}

/** What is said of a changed host whose VirtualServices' order of creation decides. */
export function orderSentence(review: Review, side: 'base' | 'head', where: string): string {
  return `On ${where}, the order of creation decides on some requests in ${review[side]}: there, what is said holds for VirtualServices in the order of their ages as the manifests tell them, else of their names.`;
}

/** Every place that a review speaks of. */
export function placesOf({ requests, rollouts }: Review): HostPlace[] {
  const { changes, equivalent, undecided, orderDependent } = requests;
  return [
    ...[...changes, ...equivalent, ...rollouts].flatMap(({ where }) => where),
    ...undecided,
    ...orderDependent.map(({ where }) => where),
  ];
}
