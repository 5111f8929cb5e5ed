import { longestRequest } from '../base';
import { declaredTimes, type FunctionSpec } from '../catalog';
import type { AlertSettings } from '../inventory';
import type { PlatformProfile } from '../platform';
import { alertOf, type Alert } from './gateway-alerts';

/** A rule of Prometheus that records a series. */
export interface RecordedSeries {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What is known of each function: the labels `ksvc`, `function`, `team` and `contact`; the value is its timeout in seconds. */
export const FUNCTION_TIMEOUT = 'kfaas:function_timeout:seconds';

/** Gives a series of a function the labels of {@link FUNCTION_TIMEOUT}. */
const OF_FUNCTION = 'on (ksvc) group_left (function, team, contact)';

/** Requests per second below which a share says little. */
const FEW_REQUESTS = 0.1;

/**
 * The rules on all functions of a cluster: three series for each function that gets requests, and two alerts for all, which find the team by
 * joining the series of {@link timeoutSeries}. They do not grow with the catalog. A third alert is on retries: those are made at the first pass,
 * where every request leads to the local gateway, so it does not know the function.
 *
 * They count requests where they leave Envoy (`reporter="source"`): the second pass leads from the local gateway to the Service of a revision.
 * Its name is that of the Knative Service, a hyphen and five more characters (`00001`; random ones before Knative 0.23), unless the function's file
 * names the revision. So requests that wait for a pod count, and those that no pod answers.
 */
export function functionAlertRules(
  namespaces: readonly string[],
  { istioMetrics: { durationUnit }, localGateway }: PlatformProfile,
  alerts: AlertSettings,
): readonly (Alert | RecordedSeries)[] {
  const { errorPercent = 5, timeoutPercent = 90 } = alerts;
  // An alert's own labels replace those of its series: the team is the function's.
  const labels = Object.entries(alerts.labels ?? {}).filter(([name]) => name !== 'team');
  const own = { labels: Object.fromEntries(labels) };
  const source = `reporter="source",destination_service_namespace=~"${namespaces.join('|')}"`;
  const perFunction = (metric: string, more: string, by = '') => {
    const rate = `rate(${metric}{${source}${more}}[5m])`;
    const named = `label_replace(${rate}, "ksvc", "$1", "destination_service_name", "(.+)-[0-9a-z]{5}")`;
    return `sum by (destination_service_namespace, ksvc${by}) (${named})`;
  };
  const inSeconds = durationUnit === 'milliseconds' ? ' / 1000' : '';
  const latency = perFunction(`istio_request_duration_${durationUnit}_bucket`, '', ', le');
  return [
    { record: 'kfaas:function_requests:rate5m', expr: perFunction('istio_requests_total', '') },
    {
      record: 'kfaas:function_errors:rate5m',
      expr: perFunction('istio_requests_total', ',response_code=~"5.."'),
    },
    {
      record: 'kfaas:function_latency_seconds:p99',
      expr: `histogram_quantile(0.99, ${latency})${inSeconds}`,
    },
    alertOf(own, 'KFaasFunctionErrors', 'critical', '5m', {
      expr: `(kfaas:function_errors:rate5m / (kfaas:function_requests:rate5m > ${FEW_REQUESTS}) > ${errorPercent / 100}) * ${OF_FUNCTION} (${FUNCTION_TIMEOUT} > bool 0)`,
      summary: '{{ $labels.function }} answers {{ $value | humanizePercentage }} of its requests with 5xx',
      description:
        'In {{ $labels.destination_service_namespace }}. Ask {{ $labels.contact }}. What changed, kfaas diff "2 hours ago" shows.',
    }),
    alertOf(own, 'KFaasFunctionSlow', 'warning', '10m', {
      expr: `kfaas:function_latency_seconds:p99 / ${OF_FUNCTION} ${FUNCTION_TIMEOUT} > ${timeoutPercent / 100}`,
      summary:
        '{{ $labels.function }} needs {{ $value | humanizePercentage }} of its timeout for the slowest of 100 requests',
      description:
        'In {{ $labels.destination_service_namespace }}, of the longest timeout of its routes. Ask {{ $labels.contact }}. More pods or a longer timeout help.',
    }),
    retriesAlert(alerts, localGateway),
  ];
}

/**
 * Requests that failed after their last retry. Envoy gives them the response flag `URX`, beside others in one label. They count where they
 * leave Envoy for the local gateway, whose Service is their destination.
 */
function retriesAlert(alerts: AlertSettings, { serviceHost }: PlatformProfile['localGateway']): Alert {
  const { errorPercent = 5 } = alerts;
  const [name = '', namespace = ''] = serviceHost.split('.');
  const labels = `reporter="source",destination_service_name="${name}",destination_service_namespace="${namespace}"`;
  const failed = `sum(rate(istio_requests_total{${labels},response_flags=~".*URX.*"}[5m]))`;
  const all = `sum(rate(istio_requests_total{${labels}}[5m]))`;
  return alertOf(alerts, 'KFaasRetriesExhausted', 'warning', '10m', {
    expr: `${failed} / (${all} > ${FEW_REQUESTS}) > ${errorPercent / 100}`,
    summary: '{{ $value | humanizePercentage }} of the requests to functions fail after their last retry',
    description:
      'Retries multiply the load of functions that cannot answer. KFaasFunctionErrors and the dashboards say which.',
  });
}

/**
 * The series by which alerts know a function: its team, whom to ask, and the longest that one of its routes lets a request take.
 * @param contact whom to ask about functions of its team
 * @param standard seconds that a request may take where its route does not say
 */
export function timeoutSeries(
  { team, name, ksvc, routes }: Pick<FunctionSpec, 'team' | 'name' | 'ksvc' | 'routes'>,
  contact: string,
  standard: number,
): RecordedSeries {
  const seconds = routes.map((route) => (longestRequest(declaredTimes(route)) ?? standard * 1000) / 1000);
  return {
    record: FUNCTION_TIMEOUT,
    expr: `vector(${Math.max(...seconds)})`,
    labels: { ksvc, function: `${team}/${name}`, team, contact },
  };
}
