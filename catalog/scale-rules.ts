import { spellPath, type Problem } from '../shape';
import type { ServiceDeclaration } from './declaration';
import { parseDuration } from './duration';

type Scale = NonNullable<ServiceDeclaration['scale']>;

const own = ['service', 'scale'];

/** Checks how a function scales: bounds that contradict each other, metrics, and times that Knative takes. */
export function checkScale(scale: Scale = {}): Problem[] {
  return [...checkBounds(scale), ...checkMetric(scale), ...checkTimes(scale)];
}

function contradiction(field: string | undefined, message: string, help: string): Problem {
  return { code: 'KF410', path: field === undefined ? own : [...own, field], message, help };
}

function checkBounds({ min = 0, max = 0, initial, activation }: Scale): Problem[] {
  const problems: Problem[] = [];
  if (max > 0 && min > max) {
    const message = `the scale has a min of ${min} above its max of ${max}`;
    problems.push(contradiction(undefined, message, 'raise max, or set it to 0 for no bound'));
  }
  if (activation !== undefined && (activation < min || (max > 0 && activation > max))) {
    const message = `the scale wakes up with ${activation} pods, outside of its min and max`;
    problems.push(contradiction('activation', message, 'write a number between min and max'));
  }
  if (initial !== undefined && max > 0 && initial > max) {
    const message = `the scale begins with ${initial} pods, above its max of ${max}`;
    problems.push(contradiction('initial', message, 'write at most max'));
  }
  return problems;
}

function checkMetric({
  metric = 'concurrency',
  min,
  target,
  targetUtilizationPercentage,
  concurrency = 0,
  ...rest
}: Scale): Problem[] {
  const problems: Problem[] = [];
  const isPodAutoscaler = metric === 'cpu' || metric === 'memory';
  if (isPodAutoscaler && min === 0) {
    const message = `the scale has a min of 0 and goes by ${metric}`;
    const help = 'a HorizontalPodAutoscaler keeps one pod; write min: 1, or scale by concurrency or rps';
    problems.push(contradiction('min', message, help));
  }
  if (isPodAutoscaler && targetUtilizationPercentage !== undefined) {
    const message = `the scale goes by ${metric}, for which targetUtilizationPercentage does nothing`;
    problems.push(
      contradiction('targetUtilizationPercentage', message, 'leave it out; target says how much'),
    );
  }
  for (const field of ['window', 'scaleDownDelay', 'scaleToZeroPodRetentionPeriod', 'activation'] as const) {
    if (!isPodAutoscaler || rest[field] === undefined) continue;
    const message = `the scale goes by ${metric}, for which ${field} does nothing`;
    problems.push(
      contradiction(field, message, "leave it out; it is for Knative's own autoscaler, concurrency and rps"),
    );
  }
  if (metric === 'concurrency' && target !== undefined && concurrency > 0 && target > concurrency) {
    const message = `the target of ${target} requests at once is above the concurrency of ${concurrency}`;
    problems.push(contradiction('target', message, 'a pod never has so many; write at most concurrency'));
  }
  return problems;
}

/** Bounds in milliseconds: Knative's WindowMin and WindowMax (serving, `pkg/apis/autoscaling/register.go`), and a second for what is 0 by default. */
const TIMES = {
  window: { least: 6_000, isWhole: true },
  scaleDownDelay: { least: 1_000, isWhole: true },
  scaleToZeroPodRetentionPeriod: { least: 1_000, isWhole: false },
} as const;

const LONGEST = 3_600_000;

function checkTimes(scale: Scale): Problem[] {
  return Object.entries(TIMES).flatMap(([field, { least, isWhole }]): Problem[] => {
    const text = scale[field as keyof typeof TIMES];
    if (text === undefined) return [];
    const path = [...own, field];
    const duration = parseDuration(text);
    const ms = 'ms' in duration ? duration.ms : NaN;
    if (ms >= least && ms <= LONGEST && !(isWhole && ms % 1000 !== 0)) return [];
    const help = `write a duration from ${least / 1000}s to 1h${isWhole ? ', in whole seconds' : ''}, as in 30s or 5m`;
    return [{ code: 'KF204', path, message: `"${spellPath(path)}" is ${JSON.stringify(text)}`, help }];
  });
}
