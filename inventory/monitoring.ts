/** How the gateways' metrics are collected, and who is told when something is wrong. */
export interface Monitoring {
  /**
   * How Prometheus finds the gateways' pods. `pod-monitor`: by a PodMonitor of Prometheus' operator, whose definitions the cluster has then.
   * `annotations`: by `prometheus.io/scrape`, `port` and `path` on the pods, for a Prometheus that is configured to read them.
   */
  readonly scrape: 'pod-monitor' | 'annotations';
  /**
   * Labels of the PodMonitor and the PrometheusRule, by which a Prometheus selects them, such as `{ release: 'prometheus' }`.
   * @default {} - a Prometheus that selects all finds them
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * The alerts on the gateways and on functions, as PrometheusRules. They need a PodMonitor: by its labels they know the gateways.
   * @default - none
   */
  readonly alerts?: AlertSettings;
  /**
   * Grafana's dashboards, as ConfigMaps: one of the cluster, and one for each team. They show the series that the PrometheusRules of the alerts record.
   * @default - none
   */
  readonly dashboards?: Dashboards;
}

/** How Grafana's sidecar finds dashboards. */
export interface Dashboards {
  /** Labels of the ConfigMaps, by which it selects. @default { grafana_dashboard: '1' } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations, such as the folder: `{ grafana_folder: 'KFaas' }`. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** When somebody is told, and how the message finds its way. */
export interface AlertSettings {
  /**
   * Labels of every alert, by which Alertmanager routes it, such as `{ team: 'platform' }`. Alerts on functions have the label `team` of their team.
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Share of answers with 5xx of one gateway or function, in percent, above which it is told. @default 5 */
  readonly errorPercent?: number;
  /**
   * Share of the longest timeout of its routes that the slowest of a hundred requests of a function takes, in percent, above which it is told.
   * @default 90
   */
  readonly timeoutPercent?: number;
  /** Share of the requests at once that one pod of a gateway stands, in percent, above which it is told. @default 80 */
  readonly busyPercent?: number;
  /** Days before the end of a certificate in `kfaas-system` on which it is told. @default 14 */
  readonly certificateDays?: number;
}
