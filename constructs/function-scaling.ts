import type { ServiceDeclaration } from '../catalog';
import type { PlatformProfile } from '../platform';

const DOMAIN = 'autoscaling.knative.dev';

/** The annotations by which Knative scales the pods of a function; those that the file does not say are the cluster's defaults. */
export function scalingAnnotations(
  scale: NonNullable<ServiceDeclaration['scale']> = {},
  {
    minScale,
    maxScale,
    initialScale,
    targetUtilization,
    scaleDownDelay,
    podRetention,
  }: PlatformProfile['knative'],
): Readonly<Record<string, string>> {
  const { metric } = scale;
  const all: Readonly<Record<string, string | number | undefined>> = {
    [minScale]: scale.min,
    [maxScale]: scale.max,
    [initialScale]: scale.initial,
    [`${DOMAIN}/activation-scale`]: scale.activation,
    // Knative's own autoscaler is the default class, but for clusters whose operators chose another.
    [`${DOMAIN}/class`]: metric === undefined ? undefined : `${classOf(metric)}.${DOMAIN}`,
    [`${DOMAIN}/metric`]: metric,
    [`${DOMAIN}/target`]: scale.target,
    [targetUtilization]: scale.targetUtilizationPercentage,
    [`${DOMAIN}/window`]: scale.window,
    [scaleDownDelay]: scale.scaleDownDelay,
    [podRetention]: scale.scaleToZeroPodRetentionPeriod,
  };
  const said = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return Object.fromEntries(said) as Record<string, string>;
}

function classOf(metric: NonNullable<NonNullable<ServiceDeclaration['scale']>['metric']>): 'kpa' | 'hpa' {
  return metric === 'cpu' || metric === 'memory' ? 'hpa' : 'kpa';
}
