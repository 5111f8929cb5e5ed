import { fact } from './fact';

/**
 * The names of Istio's standard metrics, in so far as they differ. Source: Istio's page "Istio Standard Metrics" of each release. Up to
 * 1.4 Mixer's Prometheus adapter serves them; 1.5 moves them into the proxies (telemetry v2), and counts durations in milliseconds.
 */
export const ISTIO_METRICS = {
  /** The histogram of how long requests take. */
  requestDuration: fact<'istio_request_duration_seconds' | 'istio_request_duration_milliseconds'>(
    'istio',
    'metric of the duration of requests',
    [
      ['1.0', 'istio_request_duration_seconds', 'Mixer serves seconds before 1.5'],
      ['1.5', 'istio_request_duration_milliseconds', 'proxies serve milliseconds from 1.5'],
    ],
  ),
} as const;
