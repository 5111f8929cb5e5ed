import { Construct } from 'constructs';
import { KFAAS_NAMESPACE, type Monitoring } from '../inventory';
import { defineObject, MANAGED_BY, plainKind } from './api-object';
import { gatewayAlerts, type WatchedGateway } from './gateway-alerts';
import { PROMETHEUS_PATH } from './gateway-config';

export interface GatewayMonitoringProps {
  readonly monitoring: Monitoring;
  /** The gateways of the cluster. */
  readonly gateways: readonly WatchedGateway[];
}

/** The group and version of Prometheus' operator, since its release 0.x of 2017. */
const API_VERSION = 'monitoring.coreos.com/v1';

/** Name of both objects. */
const NAME = 'gateways';

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A PodMonitor of Prometheus' operator, in so far as it is rendered here. */
interface PodMonitor {
  readonly metadata: Metadata;
  readonly spec: {
    readonly selector: {
      readonly matchLabels: Readonly<Record<string, string>>;
      readonly matchExpressions: readonly {
        readonly key: string;
        readonly operator: 'In';
        readonly values: readonly string[];
      }[];
    };
    readonly podTargetLabels: readonly string[];
    readonly podMetricsEndpoints: readonly { readonly port: string; readonly path: string }[];
  };
}

/** A PrometheusRule of Prometheus' operator, in so far as it is rendered here. */
interface PrometheusRule {
  readonly metadata: Metadata;
  readonly spec: { readonly groups: readonly ReturnType<typeof gatewayAlerts>[] };
}

/**
 * How Prometheus' operator finds the pods of all gateways of a cluster, and what is told of them: a PodMonitor and, where alerts are asked
 * for, a PrometheusRule, both in `kfaas-system`. A Prometheus that selects by labels finds both by those of the environment.
 */
export class GatewayMonitoring extends Construct {
  constructor(scope: Construct, id: string, { monitoring, gateways }: GatewayMonitoringProps) {
    super(scope, id);
    if (monitoring.scrape !== 'pod-monitor') return;
    const labels = { ...MANAGED_BY, ...monitoring.labels };
    const metadata = { name: NAME, namespace: KFAAS_NAMESPACE, labels };
    defineObject(this, 'PodMonitor', plainKind<PodMonitor>(API_VERSION, 'PodMonitor'), {
      metadata,
      spec: {
        selector: {
          matchLabels: MANAGED_BY,
          matchExpressions: [
            {
              key: 'app.kubernetes.io/component',
              operator: 'In',
              values: ['ingress-gateway', 'egress-gateway'],
            },
          ],
        },
        podTargetLabels: ['app.kubernetes.io/name'],
        podMetricsEndpoints: [{ port: 'management', path: PROMETHEUS_PATH }],
      },
    });
    const { alerts } = monitoring;
    if (alerts === undefined) return;
    defineObject(this, 'PrometheusRule', plainKind<PrometheusRule>(API_VERSION, 'PrometheusRule'), {
      metadata,
      spec: { groups: [gatewayAlerts(alerts, gateways)] },
    });
  }
}
