import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { groupBy, LABEL } from '../base';
import type { CatalogFunction, FunctionSpec } from '../catalog';
import type { Cluster, Monitoring } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineFixedObject, MANAGED_BY, plainKind } from './api-object';
import { dashboardJson, type Dashboard } from './dashboard';
import { clusterDashboard, teamDashboard } from './dashboards';
import { functionAlertRules, timeoutSeries, type RecordedSeries } from './function-alerts';
import { gatewayAlerts, type Alert, type WatchedGateway } from './gateway-alerts';
import { PROMETHEUS_PATH } from './gateway-config';
import { namesOf } from './names';

export interface ClusterMonitoringProps {
  readonly monitoring: Monitoring;
  /** The gateways of the cluster. */
  readonly gateways: readonly WatchedGateway[];
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** The functions of the catalog. */
  readonly functions: readonly CatalogFunction[];
  /** Returns whom to ask about a team's functions. */
  readonly contactOf: (team: string) => string | undefined;
  /** Seconds that a request may take where its route does not say. */
  readonly standardTimeout: number;
}

/** The group and version of Prometheus' operator, since its release 0.x of 2017. */
const API_VERSION = 'monitoring.coreos.com/v1';

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
  readonly spec: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly (Alert | RecordedSeries)[];
    }[];
  };
}

/** Most functions of one object, which then has some 300 kB: etcd takes 1.5 MiB. */
const FUNCTIONS_PER_OBJECT = 1000;

/**
 * What Prometheus' operator reads of a cluster, all of it in `kfaas-system`: a PodMonitor of the gateways' pods and, where alerts are asked
 * for, a PrometheusRule on the gateways, one on all functions, and for each team one with a series for each of its functions. A change of one
 * team changes one object, and 10,000 functions of 100 teams are 100 objects. Dashboards are ConfigMaps that Grafana's sidecar finds: one of the
 * cluster, and one for each team, which asks for functions and does not list them. A Prometheus that selects by labels finds them by those
 * of the environment.
 */
export class ClusterMonitoring extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterMonitoringProps,
  ) {
    super(scope, id);
    const { monitoring, gateways, cluster, profile } = props;
    if (monitoring.scrape !== 'pod-monitor') return;
    defineFixedObject(this, 'PodMonitor', plainKind<PodMonitor>(API_VERSION, 'PodMonitor'), {
      metadata: this.metadata('gateways'),
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
    this.rules('gateways', gatewayAlerts(alerts, gateways, namesOf(this).namespace));
    this.rules('functions', functionAlertRules(cluster.functionNamespaces, profile, alerts));
    const teams = groupBy(this.specs(), (spec) => spec.team);
    for (const [team, specs] of teams) this.teamSeries(team, specs);
    if (monitoring.dashboards === undefined) return;
    this.dashboard('cluster', clusterDashboard(cluster.name, gateways, namesOf(this).namespace));
    for (const team of teams.keys()) {
      this.dashboard(`team-${team}`, teamDashboard(team), { [LABEL.team]: team });
    }
  }

  private dashboard(name: string, dashboard: Dashboard, labels: Readonly<Record<string, string>> = {}): void {
    const { labels: found = { grafana_dashboard: '1' }, annotations } =
      this.props.monitoring.dashboards ?? {};
    defineFixedObject(this, `dashboard-${name}`, k8s.KubeConfigMap, {
      metadata: {
        name: `dashboard-${name}`,
        namespace: namesOf(this).namespace,
        labels: { ...MANAGED_BY, ...labels, ...found },
        annotations,
      },
      data: { [`kfaas-${name}.json`]: dashboardJson(dashboard) },
    });
  }

  private specs(): FunctionSpec[] {
    const { functions, cluster } = this.props;
    return functions.flatMap(({ specs }) => specs.get(cluster.name) ?? []);
  }

  private teamSeries(team: string, specs: readonly FunctionSpec[]): void {
    const { contactOf, standardTimeout } = this.props;
    // A team that names no contact is asked by its name.
    const contact = contactOf(team) ?? team;
    for (let start = 0; start < specs.length; start += FUNCTIONS_PER_OBJECT) {
      const number = start / FUNCTIONS_PER_OBJECT + 1;
      const name = `functions-${team}${number === 1 ? '' : `.${number}`}`;
      const some = specs.slice(start, start + FUNCTIONS_PER_OBJECT);
      this.rules(
        name,
        some.map((spec) => timeoutSeries(spec, contact, standardTimeout)),
        { [LABEL.team]: team },
      );
    }
  }

  private rules(
    name: string,
    rules: readonly (Alert | RecordedSeries)[],
    labels: Readonly<Record<string, string>> = {},
  ): void {
    defineFixedObject(this, name, plainKind<PrometheusRule>(API_VERSION, 'PrometheusRule'), {
      metadata: this.metadata(name, labels),
      spec: { groups: [{ name: `kfaas-${name}`, rules }] },
    });
  }

  private metadata(name: string, labels: Readonly<Record<string, string>> = {}): Metadata {
    const all = { ...MANAGED_BY, ...labels, ...this.props.monitoring.labels };
    return { name, namespace: namesOf(this).namespace, labels: all };
  }
}
