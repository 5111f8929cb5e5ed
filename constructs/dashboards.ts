import { createHash } from 'node:crypto';
import { FUNCTION_TIMEOUT } from './function-alerts';
import { busyPods, GATEWAY, gatewayRequests, type WatchedGateway } from './gateway-alerts';
import type { Dashboard } from './dashboard';

/** Longest uid of a dashboard, in characters. */
const UID_LIMIT = 40;

/** The functions of a team that the reader chose, as a factor of 1 that gives a series their names. */
function chosen(team: string): string {
  return `on (ksvc) group_left (function) (${FUNCTION_TIMEOUT}{team="${team}",function=~"$function"} > bool 0)`;
}

/** The dashboard of a team: each of its functions by requests, errors and time. */
export function teamDashboard(team: string): Dashboard {
  const legend = '{{function}} {{destination_service_namespace}}';
  return {
    uid: uidOf(`kfaas-team-${team}`),
    title: `KFaas: functions of ${team}`,
    choices: [{ name: 'function', of: `${FUNCTION_TIMEOUT}{team="${team}"}`, label: 'function' }],
    graphs: [
      {
        title: 'Requests',
        unit: 'reqps',
        series: [{ expr: `kfaas:function_requests:rate5m * ${chosen(team)}`, legend }],
      },
      {
        title: 'Answers with 5xx',
        unit: 'percentunit',
        series: [
          {
            expr: `kfaas:function_errors:rate5m / kfaas:function_requests:rate5m * ${chosen(team)}`,
            legend,
          },
        ],
      },
      {
        title: 'The slowest of 100 requests',
        unit: 's',
        series: [{ expr: `kfaas:function_latency_seconds:p99 * ${chosen(team)}`, legend }],
      },
      {
        title: 'The slowest of 100 requests, of the timeout',
        unit: 'percentunit',
        series: [
          {
            expr: `kfaas:function_latency_seconds:p99 / on (ksvc) group_left (function) ${FUNCTION_TIMEOUT}{team="${team}",function=~"$function"}`,
            legend,
          },
        ],
      },
    ],
  };
}

/**
 * The dashboard of a cluster: its gateways, and the functions that stand out.
 * @param namespace that of the gateways
 */
export function clusterDashboard(
  cluster: string,
  gateways: readonly WatchedGateway[],
  namespace: string,
): Dashboard {
  const own = `namespace="${namespace}"`;
  const hpa = 'kube_horizontalpodautoscaler';
  const named = `* on (ksvc) group_left (function) (${FUNCTION_TIMEOUT} > bool 0)`;
  const gateway = `{{${GATEWAY}}}`;
  const legend = '{{function}} {{destination_service_namespace}}';
  const errors = gatewayRequests(namespace, ',status=~"5.."');
  return {
    uid: uidOf(`kfaas-cluster-${cluster}`),
    title: `KFaas: ${cluster}`,
    choices: [],
    graphs: [
      {
        title: 'Requests of gateways',
        unit: 'reqps',
        series: [{ expr: gatewayRequests(namespace), legend: gateway }],
      },
      {
        title: 'Answers of gateways with 5xx',
        unit: 'percentunit',
        series: [{ expr: `${errors} / ${gatewayRequests(namespace)}`, legend: gateway }],
      },
      {
        title: 'Requests at once, by pod',
        unit: 'none',
        series: busyPods(gateways, namespace).map((expr) => ({ expr, legend: '{{pod}}' })),
      },
      {
        title: 'Pods of gateways, and how many they may be',
        unit: 'none',
        series: [
          { expr: `${hpa}_status_current_replicas{${own}}`, legend: '{{horizontalpodautoscaler}}' },
          { expr: `${hpa}_spec_max_replicas{${own}}`, legend: '{{horizontalpodautoscaler}} at most' },
        ],
      },
      {
        title: 'Functions with the most requests',
        unit: 'reqps',
        series: [{ expr: `topk(10, kfaas:function_requests:rate5m ${named})`, legend }],
      },
      {
        title: 'Functions with the most 5xx',
        unit: 'reqps',
        series: [{ expr: `topk(10, kfaas:function_errors:rate5m ${named})`, legend }],
      },
    ],
  };
}

/** A text that can be a uid: one that is too long ends in its hash. */
function uidOf(text: string): string {
  if (text.length <= UID_LIMIT) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${text.slice(0, UID_LIMIT - hash.length - 1)}-${hash}`;
}
