import type { Environment } from '../inventory';

/** Prometheus' operator finds the gateways, and its alerts go to the platform's team, those on functions to theirs. */
export const MONITORING: NonNullable<Environment['monitoring']> = {
  scrape: 'pod-monitor',
  labels: { release: 'prometheus' },
  alerts: { labels: { team: 'platform' } },
  dashboards: { annotations: { grafana_folder: 'KFaas' } },
};
