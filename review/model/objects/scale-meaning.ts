import { nowAndBefore, word } from './meaning-words';
import { autoscalingMaximum, autoscalingMinimum, boundOfRequests, fieldOf, isKind } from './object-facts';

/** The value of a field that the workload does not set. */
const LEFT_OPEN = 'what its cluster says';

/** Describes changes of the numbers of pods, of concurrent requests and of their bound: `scales up to 80 pods (was 200)`. */
export function scaleMeaning(before: unknown, after: unknown): readonly string[] {
  const bounds = [mostPods, fewestPods, replicasOf, concurrencyOf, requestBoundOf];
  const [maximum, minimum, replicas, concurrency, requests] = bounds.map(
    (bound) => [bound(before), bound(after)] as const,
  ) as [Bounds, Bounds, Bounds, Bounds, Bounds];
  return [
    ...nowAndBefore(...maximum, (count) => `scales up to ${counted(count, 'pod')}`),
    ...nowAndBefore(...minimum, (count) => `keeps at least ${counted(count, 'pod')}`),
    ...nowAndBefore(...replicas, (count) => `runs ${counted(count, 'replica')}`),
    ...nowAndBefore(...concurrency, (count) => `takes at a time, in each pod, ${counted(count, 'request')}`),
    ...nowAndBefore(...requests, (count) => `lets each Envoy send at once ${counted(count, 'request')}`),
  ];
}

type Bounds = readonly [string, string];

function mostPods(object: unknown): string {
  const count = autoscalingMaximum(object);
  return count === Infinity ? 'any number' : String(count ?? LEFT_OPEN);
}

function fewestPods(object: unknown): string {
  const byDefault = isKind(object, 'autoscaling', 'HorizontalPodAutoscaler') ? 1 : LEFT_OPEN;
  return String(autoscalingMinimum(object) ?? byDefault);
}

function replicasOf(object: unknown): string {
  const hasReplicas = isKind(object, 'apps', 'Deployment') || isKind(object, 'apps', 'StatefulSet');
  return hasReplicas ? word(fieldOf(object, ['spec', 'replicas']) ?? LEFT_OPEN) : LEFT_OPEN;
}

function concurrencyOf(object: unknown): string {
  if (!isKind(object, 'serving.knative.dev', 'Service')) return LEFT_OPEN;
  const count = fieldOf(object, ['spec', 'template', 'spec', 'containerConcurrency']) ?? LEFT_OPEN;
  return count === 0 ? 'any number' : word(count);
}

/** The bound of a DestinationRule on the requests to each of its services. */
function requestBoundOf(object: unknown): string {
  if (!isKind(object, 'networking.istio.io', 'DestinationRule')) return LEFT_OPEN;
  return String(boundOfRequests(object) ?? 'any number');
}

function counted(count: string, noun: string): string {
  if (count === LEFT_OPEN) return `as many ${noun}s as its cluster says`;
  return count === 'any number' ? `any number of ${noun}s` : `${count} ${noun}${count === '1' ? '' : 's'}`;
}
