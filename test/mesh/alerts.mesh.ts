import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { gatewayAlerts } from '../../constructs/gateway-alerts';
import { findPromtool } from './binaries';

/*
 * Prometheus' own promtool reads the alerts, and evaluates them on series as the real gateways, kube-state-metrics and cert-manager have
 * them.
 */

const promtool = findPromtool();
if (promtool === undefined) process.stderr.write('SKIPPED: the alerts; missing: promtool\n');

const GATEWAYS = [
  { name: 'faas-prod-ingress-gateway', kind: 'zuul' },
  { name: 'egress-gateway', kind: 'spring-cloud-gateway' },
] as const;
const ALERTS = gatewayAlerts({ labels: { team: 'platform' } }, GATEWAYS, 'kfaas-system');
const folder = mkdtempSync(join(tmpdir(), 'kfaas-alerts-'));
const RULES = join(folder, 'rules.yaml');
writeFileSync(RULES, stringify({ groups: [{ name: 'kfaas-gateways', rules: ALERTS }] }));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(promtool ?? '', args, { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

const ON = 'namespace="kfaas-system"';
const INGRESS = `${ON},app_kubernetes_io_name="faas-prod-ingress-gateway",pod="a"`;
const EGRESS = `${ON},app_kubernetes_io_name="egress-gateway",pod="e"`;
/** Half an hour of a value. */
const still = (value: number) => `${value}x30`;

interface Case {
  readonly title: string;
  readonly alert: string;
  readonly at: string;
  /** Series and their values, a minute apart. */
  readonly series: Readonly<Record<string, string>>;
  /** The summaries that are told. */
  readonly told: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: 'one answer in ten is 5xx',
    alert: 'KFaasGatewayErrors',
    at: '20m',
    series: {
      [`http_server_requests_seconds_count{${INGRESS},status="200",uri="root"}`]: '0+54x30',
      [`http_server_requests_seconds_count{${INGRESS},status="503",uri="root"}`]: '0+6x30',
      [`http_server_requests_seconds_count{${INGRESS},status="200",uri="/actuator/health/{*path}"}`]:
        '0+900x30',
      [`http_server_requests_seconds_count{${EGRESS},status="200",uri="UNKNOWN"}`]: '0+60x30',
    },
    told: ['faas-prod-ingress-gateway answers 10% of its requests with 5xx'],
  },
  {
    title: 'one in fifty is not told',
    alert: 'KFaasGatewayErrors',
    at: '20m',
    series: {
      [`http_server_requests_seconds_count{${INGRESS},status="200",uri="root"}`]: '0+98x30',
      [`http_server_requests_seconds_count{${INGRESS},status="500",uri="/gateway-error"}`]: '0+2x30',
    },
    told: [],
  },
  {
    title: 'many requests at once, in either program',
    alert: 'KFaasGatewayBusy',
    at: '10m',
    series: {
      [`tomcat_threads_busy_threads{${INGRESS},name="http-nio-8080"}`]: still(350),
      [`http_client_requests_active_seconds_count{${EGRESS},http_method="GET"}`]: still(200),
      [`http_client_requests_active_seconds_count{${EGRESS},http_method="POST"}`]: still(190),
    },
    told: ['a forwards 350 requests at once, of 400', 'e forwards 390 requests at once, of 400'],
  },
  {
    title: 'all pods that it may have; one that may not grow is not told',
    alert: 'KFaasGatewayAtMaximum',
    at: '20m',
    series: Object.fromEntries(
      [
        ['egress-gateway', 3, 6, 6],
        ['fixed', 2, 2, 2],
        ['idle', 2, 6, 3],
      ].flatMap(([name, min, max, now]) => {
        const labels = `{${ON},horizontalpodautoscaler="${name}"}`;
        const metric = 'kube_horizontalpodautoscaler';
        return [
          [`${metric}_spec_min_replicas${labels}`, still(Number(min))],
          [`${metric}_spec_max_replicas${labels}`, still(Number(max))],
          [`${metric}_status_current_replicas${labels}`, still(Number(now))],
        ];
      }),
    ),
    told: ['egress-gateway runs on all 6 pods that it may have'],
  },
  {
    title: 'pods that do not start',
    alert: 'KFaasGatewayPodsMissing',
    at: '15m',
    series: {
      [`kube_deployment_spec_replicas{${ON},deployment="egress-gateway"}`]: still(3),
      [`kube_deployment_status_replicas_available{${ON},deployment="egress-gateway"}`]: still(1),
    },
    told: ['egress-gateway lacks 2 of its pods'],
  },
  {
    title: 'pods whose metrics cannot be had',
    alert: 'KFaasGatewayNotScraped',
    at: '15m',
    series: {
      [`up{${EGRESS}}`]: still(0),
      [`up{${INGRESS}}`]: still(1),
      [`up{${ON},job="other"}`]: still(0),
    },
    told: ['The metrics of 1 pods of egress-gateway cannot be collected'],
  },
  {
    title: 'certificates, by whichever label cert-manager’s metric has',
    alert: 'KFaasCertificateEnds',
    at: '2h',
    series: {
      'certmanager_certificate_expiration_timestamp_seconds{exported_namespace="kfaas-system",namespace="cert-manager",name="soon"}':
        '180000x200',
      'certmanager_certificate_expiration_timestamp_seconds{namespace="kfaas-system",name="honoured"}':
        '180000x200',
      'certmanager_certificate_expiration_timestamp_seconds{namespace="kfaas-system",name="later"}':
        '9000000x200',
      'certmanager_certificate_expiration_timestamp_seconds{namespace="other",name="soon"}': '180000x200',
    },
    told: ['The certificate honoured ends in 2d 0h 0m 0s', 'The certificate soon ends in 2d 0h 0m 0s'],
  },
];

(promtool === undefined ? describe.skip : describe)('promtool', () => {
  test('takes the rules', () => {
    const { status, said } = run('check', 'rules', '--lint-fatal', RULES);
    expect([status, said]).toEqual([0, expect.stringContaining(`${ALERTS.length} rules found`)]);
  });

  test.each(CASES)('$alert: $title', ({ alert, at, series, told }) => {
    const rules = ALERTS.filter((rule) => rule.alert === alert);
    expect(rules.length).toBeGreaterThan(0);
    // What is expected is compared here: the labels of each alert are those of its series.
    const unit = {
      rule_files: [RULES],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: [{ exp_labels: { none: 'x' } }] }],
        },
      ],
    };
    const file = join(folder, 'test.yaml');
    writeFileSync(file, stringify(unit));
    const { said } = run('test', 'rules', file);
    const [, got = ''] = /got:\s*\[([\s\S]*)\]\s*$/.exec(said.trim()) ?? [];
    const summaries = [...got.matchAll(/summary="((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
    expect({ said: summaries.length === told.length ? '' : said, summaries: summaries.sort() }).toEqual({
      said: '',
      summaries: [...told].sort(),
    });
  });
});
