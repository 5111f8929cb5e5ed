import { valueAt, type Version } from './version';

/** Labels and annotations of a Knative Service, as one Knative version spells them. */
export interface KnativeSpelling {
  /** Label on the Knative Service that keeps it off the public gateway, with value `cluster-local`. */
  readonly visibilityLabel: string;
  /** Annotation on the template: fewest pods. */
  readonly minScale: string;
  /** Annotation on the template: most pods; 0 means no bound. */
  readonly maxScale: string;
}

/**
 * serving `pkg/reconciler/route/resources/labels`: the networking label is known from 0.18 and is the only
 * one from 0.21. serving `pkg/apis/autoscaling/register.go`: hyphenated keys from 1.1.
 */
const VISIBILITY_LABELS = [
  ['0.7', 'serving.knative.dev/visibility'],
  ['0.18', 'networking.knative.dev/visibility'],
] as const;
const MIN_SCALE = [
  ['0.2', 'autoscaling.knative.dev/minScale'],
  ['1.1', 'autoscaling.knative.dev/min-scale'],
] as const;
const MAX_SCALE = [
  ['0.2', 'autoscaling.knative.dev/maxScale'],
  ['1.1', 'autoscaling.knative.dev/max-scale'],
] as const;

/** How a Knative version spells what KFaas renders. */
export function knativeSpellingOf(knative: Version): KnativeSpelling | undefined {
  const visibilityLabel = valueAt<string>(VISIBILITY_LABELS, knative);
  const minScale = valueAt<string>(MIN_SCALE, knative);
  const maxScale = valueAt<string>(MAX_SCALE, knative);
  if (visibilityLabel === undefined || minScale === undefined || maxScale === undefined) return undefined;
  return { visibilityLabel, minScale, maxScale };
}
