import { fact } from './fact';

/**
 * In what Istio's standard metrics differ. Source: Istio's page "Istio Standard Metrics" of each release. Up to 1.4 Mixer's Prometheus adapter
 * serves them; from 1.5 on the proxies do, and count durations in milliseconds.
 */
export const ISTIO_METRICS = {
  /** The end of the name of the histogram of how long requests take: `istio_request_duration_seconds`. */
  durationUnit: fact<'seconds' | 'milliseconds'>('istio', 'unit of istio_request_duration', [
    ['1.0', 'seconds', 'Mixer serves seconds'],
    ['1.5', 'milliseconds', 'proxies serve milliseconds'],
  ]),
} as const;
