import type { PlatformProfile } from '../../platform';

/** The domain of the annotations by which Knative scales. */
export const SCALING = 'autoscaling.knative.dev/';

/** A field of `scale:` that is an annotation of the pods. */
export type ScaleField =
  | 'min'
  | 'max'
  | 'initial'
  | 'activation'
  | 'metric'
  | 'target'
  | 'targetUtilizationPercentage'
  | 'window'
  | 'scaleDownDelay'
  | 'scaleToZeroPodRetentionPeriod';

/** The fields whose annotations are numbers. */
export const NUMBERS: readonly ScaleField[] = [
  'min',
  'max',
  'initial',
  'activation',
  'target',
  'targetUtilizationPercentage',
];

/** The annotation of each field of `scale:`, as the cluster's Knative spells it. */
export function scaleAnnotations({ knative }: PlatformProfile): Readonly<Record<ScaleField, string>> {
  return {
    min: knative.minScale,
    max: knative.maxScale,
    initial: knative.initialScale,
    activation: `${SCALING}activation-scale`,
    metric: `${SCALING}metric`,
    target: `${SCALING}target`,
    targetUtilizationPercentage: knative.targetUtilization,
    window: `${SCALING}window`,
    scaleDownDelay: knative.scaleDownDelay,
    scaleToZeroPodRetentionPeriod: knative.podRetention,
  };
}

/**
 * How older versions of Knative spell an annotation, `minScale` for `min-scale`: a version that knows the hyphens takes both, and
 * the hyphens first (serving `pkg/apis/autoscaling/register.go`). The annotation itself where nothing was spelled otherwise.
 */
export function olderSpelling(annotation: string): string {
  if (!annotation.startsWith(SCALING)) return annotation;
  const name = annotation.slice(SCALING.length);
  return SCALING + name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The annotation with which an object says something of its scale: the cluster's spelling, or else the older one. */
export function usedSpelling(annotation: string, annotations: Readonly<Record<string, unknown>>): string {
  const older = olderSpelling(annotation);
  return !Object.hasOwn(annotations, annotation) && Object.hasOwn(annotations, older) ? older : annotation;
}
