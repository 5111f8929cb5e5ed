import { gatewayKind, type GatewayKind, type Names } from '../base';
import {
  BUSY_THREADS,
  connectedJavaPlatforms,
  GATEWAY_THREADS,
  OPEN_REQUESTS,
  type Cluster,
  type Environment,
  type AlertSettings,
} from '../inventory';

/** A gateway that is watched. */
export interface WatchedGateway {
  readonly name: string;
  readonly kind: GatewayKind;
}

/** Returns the gateways that are rendered for a cluster. */
export function watchedGateways(
  environment: Environment,
  { functionNamespaces }: Cluster,
  names: Names,
): readonly WatchedGateway[] {
  return connectedJavaPlatforms(environment).flatMap(
    ({ name, siteGateway, ingressGateway, egressGateway }): WatchedGateway[] => [
      ...(siteGateway === undefined ? [] : functionNamespaces).map((namespace) => ({
        name: names.ingressGatewayName(namespace, name),
        kind: gatewayKind(ingressGateway),
      })),
      { name: names.egressGatewayName(name), kind: gatewayKind(egressGateway) },
    ],
  );
}

/** An alert of Prometheus. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  /** How long it must be so. */
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** The label that a PodMonitor makes of the pods' `app.kubernetes.io/name`. */
export const GATEWAY = 'app_kubernetes_io_name';

/** The metric of each program that says how many requests one of its pods has at once, as Micrometer spells it. */
const REQUESTS_AT_ONCE: Readonly<Record<GatewayKind, string>> = {
  zuul: BUSY_THREADS,
  'spring-cloud-gateway': OPEN_REQUESTS,
};

/**
 * The requests a second of each gateway of a namespace, without those to its management port.
 * @param more conditions beside, each after a comma
 */
export function gatewayRequests(namespace: string, more = ''): string {
  const selector = `namespace="${namespace}",${GATEWAY}!="",uri!~"/actuator.*"${more}`;
  return `sum by (namespace, ${GATEWAY}) (rate(http_server_requests_seconds_count{${selector}}[5m]))`;
}

/** The requests that each pod of gateways has at once, an expression for each program that they run. */
export function busyPods(gateways: readonly WatchedGateway[], namespace: string): readonly string[] {
  const kinds = [...new Set(gateways.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const names = gateways.filter((one) => one.kind === kind).map(({ name }) => name);
    const selector = `namespace="${namespace}",${GATEWAY}=~"${names.sort().join('|')}"`;
    return `sum by (namespace, ${GATEWAY}, pod) (${REQUESTS_AT_ONCE[kind]}{${selector}})`;
  });
}

/**
 * The alerts on the gateways of a cluster. Their metrics are those of Micrometer, which both programs serve by one name
 * (`http_server_requests_seconds`, tried on both), of kube-state-metrics from 2.0 on, and of cert-manager from 0.11 on. Where one of
 * these is not collected, its alerts stay silent.
 * @param namespace that of the gateways
 */
export function gatewayAlerts(
  alerts: AlertSettings,
  gateways: readonly WatchedGateway[],
  namespace: string,
): readonly Alert[] {
  const own = `namespace="${namespace}"`;
  const { errorPercent = 5, busyPercent = 80, certificateDays = 14 } = alerts;
  const name = `{{ $labels.${GATEWAY} }}`;
  return [
    alertOf(alerts, 'KFaasGatewayErrors', 'critical', '10m', {
      expr: `${gatewayRequests(namespace, ',status=~"5.."')} / ${gatewayRequests(namespace)} > ${errorPercent / 100}`,
      summary: `${name} answers {{ $value | humanizePercentage }} of its requests with 5xx`,
      description:
        'Its own failures and those of what it forwards to count. See its logs and, for an ingress gateway, the local gateway and the functions behind it.',
    }),
    alertOf(alerts, 'KFaasGatewayBusy', 'warning', '5m', {
      expr: busyPods(gateways, namespace)
        .map((pods) => `(${pods} > ${(GATEWAY_THREADS * busyPercent) / 100})`)
        .join(' or '),
      summary: `{{ $labels.pod }} forwards {{ $value }} requests at once, of ${GATEWAY_THREADS}`,
      description: `A pod takes no more than ${GATEWAY_THREADS}. A slow function or Java service holds them: find it, or raise the replicas.`,
    }),
    alertOf(alerts, 'KFaasGatewayAtMaximum', 'warning', '15m', {
      expr: `kube_horizontalpodautoscaler_status_current_replicas{${own}} >= kube_horizontalpodautoscaler_spec_max_replicas{${own}} and kube_horizontalpodautoscaler_spec_max_replicas{${own}} > kube_horizontalpodautoscaler_spec_min_replicas{${own}}`,
      summary: '{{ $labels.horizontalpodautoscaler }} runs on all {{ $value }} pods that it may have',
      description:
        'It cannot grow any more. Raise replicas.max of the environment, or find what keeps it busy.',
    }),
    alertOf(alerts, 'KFaasGatewayPodsMissing', 'critical', '10m', {
      expr: `kube_deployment_spec_replicas{${own}} - kube_deployment_status_replicas_available{${own}} > 0`,
      summary: '{{ $labels.deployment }} lacks {{ $value }} of its pods',
      description: 'They do not start, or do not get ready: kubectl describe says why.',
    }),
    alertOf(alerts, 'KFaasGatewayNotScraped', 'warning', '10m', {
      expr: `count by (namespace, ${GATEWAY}) (up{${own},${GATEWAY}!=""} == 0) > 0`,
      summary: `The metrics of {{ $value }} pods of ${name} cannot be collected`,
      description:
        "Port 8081 at /actuator/prometheus must answer: the image needs Micrometer's registry for Prometheus, and network.metrics must name who collects.",
    }),
    alertOf(alerts, 'KFaasCertificateEnds', 'critical', '1h', {
      // Prometheus renames the certificate's own namespace, unless it honours labels.
      expr: `(certmanager_certificate_expiration_timestamp_seconds{exported_${own}} or certmanager_certificate_expiration_timestamp_seconds{${own},exported_namespace=""}) - time() < ${certificateDays * 86_400}`,
      summary: 'The certificate {{ $labels.name }} ends in {{ $value | humanizeDuration }}',
      description:
        'cert-manager has not renewed it: kubectl describe its Certificate and CertificateRequest.',
    }),
  ];
}

/** An alert with the labels of the environment. */
export function alertOf(
  { labels = {} }: AlertSettings,
  title: string,
  severity: 'critical' | 'warning',
  duration: string,
  { expr, ...annotations }: Pick<Alert, 'expr'> & Alert['annotations'],
): Alert {
  return { alert: title, expr, for: duration, labels: { ...labels, severity }, annotations };
}
