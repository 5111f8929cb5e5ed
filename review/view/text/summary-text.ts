import type { Review } from '../../risks';
import type { HostLocation, ObjectChange } from '../../model';
import { spellPlaces } from './location-text';
import { counted } from './visible-text';
import { summarizeSeverities, weightiest } from './risk-text';
import { summarizeRollouts } from './rollout-text';

/** The environment whose versions are in the headline. */
const PRODUCTION = 'prod';

/** Kinds of object changes, in the order in which they are counted. */
export const OBJECT_KINDS = ['removed', 'changed', 'renamed', 'added'] as const;

/** What follows the verdict, a label and a text each: whether to worry, and where to look. */
export function summaryLines({
  requests,
  risks,
  objects,
  rollouts,
}: Review): (readonly [label: string, text: string])[] {
  const between = new Set(risks.map(({ code }) => code)).size === 1 ? ': ' : ', above all: ';
  const risk = risks.length === 0 ? 'none' : `${summarizeSeverities(risks)}${between}${weightiest(risks)}`;
  const rollout = summarizeRollouts(rollouts);
  const versions = productionVersions(requests);
  return [
    ...(versions === undefined ? [] : [['Version', versions] as const]),
    ['Risks', risk],
    ...(rollout === undefined ? [] : [['Rollout', rollout] as const]),
    ['Objects', summarizeObjects(objects)],
  ];
}

/** The versions that production clusters get: `Istio 1.5.4 → 1.28.6 in prod-us`; undefined where they keep theirs. */
export function productionVersions({ equivalent }: Review['requests']): string | undefined {
  const changes = equivalent.flatMap(({ kind, subject, before, after, where }) => {
    const clusters = where.filter(({ environment }) => environment === PRODUCTION);
    if (kind !== 'versions' || clusters.length === 0) return [];
    const places = spellPlaces(clusters.map((place) => ({ ...place, name: undefined })));
    return [`${subject} ${before} → ${after} in ${places}`];
  });
  return changes.length === 0 ? undefined : changes.join('; ');
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

/** What is reported about a changed host whose VirtualServices' order of creation decides. */
export function orderSentence(review: Review, side: 'base' | 'head', where: string): string {
  return `On ${where}, the order of creation decides on some requests in ${review[side]}: the reported changes assume the creation times of the manifests, or the order of names where they have none.`;
}

/** Every place that a review speaks of. */
export function placesOf({ requests, rollouts }: Review): HostLocation[] {
  const { changes, equivalent, undecided, orderDependent } = requests;
  return [
    ...[...changes, ...equivalent, ...rollouts].flatMap(({ where }) => where),
    ...undecided,
    ...orderDependent.map(({ where }) => where),
  ];
}
