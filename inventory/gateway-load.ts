import type { GatewayKind } from '../base';

/** Requests that one pod of a gateway forwards at once: with Zuul a thread and a connection each, with Spring Cloud Gateway a connection. */
export const GATEWAY_THREADS = 400;

/** Requests that one function gets at once from one pod of the local gateway, where the environment says nothing. */
const REQUESTS_PER_FUNCTION = 100;

/** The most memory that each of the real programs had at 400 open requests, in MiB, with a heap of half of 512 MiB. */
export const PEAK_MEMORY: Readonly<Record<GatewayKind, number>> = { zuul: 388, 'spring-cloud-gateway': 253 };

/** Least memory of a gateway's pod, in bytes: with that much, {@link PEAK_MEMORY} was measured. */
export const LEAST_MEMORY = 512 * 2 ** 20;

/** The metric of Micrometer with the busy threads of Tomcat, which Zuul runs on, as Prometheus spells it. */
export const BUSY_THREADS = 'tomcat_threads_busy_threads';

/** The metric of Micrometer with the requests that Spring Cloud Gateway waits for, as Prometheus spells it. */
export const OPEN_REQUESTS = 'http_client_requests_active_seconds_count';

/** A metric of the pods, as a metrics adapter serves it (`custom.metrics.k8s.io`). */
export interface PodsMetric {
  readonly kind: 'pods';
  /** Its name, such as `tomcat_threads_busy_threads`; with Spring Cloud Gateway, `http_client_requests_active_seconds_count`. */
  readonly name: string;
  /** What a pod has of it on average, as a Kubernetes quantity: more pods start above it. */
  readonly average: string;
}

/** When more pods of a gateway start, beside a busy CPU. */
export interface WorkloadScaling {
  /** A metric that moves where requests wait and the CPU does nothing: busy threads, or requests in flight. */
  readonly metric: PodsMetric;
}

/** The requests that one function gets at once from one pod of the local gateway. */
export function requestBound({
  requestsPerFunction = REQUESTS_PER_FUNCTION,
}: {
  readonly requestsPerFunction?: number;
}): number {
  return requestsPerFunction;
}
