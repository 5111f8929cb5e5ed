import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { clusterDashboard, teamDashboard } from '../../constructs/dashboards';
import { functionAlertRules, timeoutSeries } from '../../constructs/function-alerts';
import { profileOf } from '../constructs/rendered';
import { findPromtool } from './binaries';

const promtool = findPromtool();
if (promtool === undefined) process.stderr.write('SKIPPED: the alerts on functions; missing: promtool\n');

const REVISION = 'destination_service_namespace="faas-prod",destination_service_name="saas-showroom-00001"';

/** The rules on functions, with one function whose timeout is 10 s. */
function rulesAt(kubernetes: string): object {
  const match = { prefix: '/faas/api/saas/showroom/' };
  const spec = { team: 'saas', name: 'showroom', ksvc: 'saas-showroom', routes: [{ match, timeout: '10s' }] };
  const rules = functionAlertRules(['faas-alpha', 'faas-prod'], profileOf(kubernetes), {
    labels: { team: 'platform', site: 'cn' },
  });
  return {
    groups: [
      { name: 'kfaas-functions-saas', rules: [timeoutSeries(spec, 'saas@example.com', 300)] },
      { name: 'kfaas-functions', rules },
    ],
  };
}

/** The series of requests of one code, so many each minute. */
function requests(code: number, each: number, reporter = 'source') {
  const series = `istio_requests_total{reporter="${reporter}",response_code="${code}",${REVISION}}`;
  return { series, values: `0+${each}x120` };
}

/** The series of buckets of durations: so many requests each minute up to a bound. */
function durations(metric: string, buckets: Readonly<Record<string, number>>) {
  return Object.entries(buckets).map(([le, each]) => ({
    series: `${metric}_bucket{reporter="source",le="${le}",${REVISION}}`,
    values: `0+${each}x120`,
  }));
}

(promtool === undefined ? describe.skip : describe)('promtool', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kfaas-alerts-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(...words: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(promtool ?? '', words, { encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  }

  /** Compares the alerts that fire after two hours of some series, each by its name, team and contact. */
  function fires(series: readonly object[], alerts: readonly string[], kubernetes = '1.33') {
    writeFileSync(join(folder, 'rules.yaml'), stringify(rulesAt(kubernetes)));
    const expr = 'count by (alertname, team, contact, function, site) (ALERTS{alertstate="firing"})';
    const expected = { expr, eval_time: '2h', exp_samples: alerts.map((labels) => ({ labels, value: 1 })) };
    const tests = [{ interval: '1m', input_series: series, promql_expr_test: [expected] }];
    const file = join(folder, 'test.yaml');
    writeFileSync(file, stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests }));
    expect(run('test', 'rules', file)).toMatchObject({ status: 0 });
  }

  const alerted = (name: string) =>
    `{alertname="${name}",team="saas",contact="saas@example.com",function="saas/showroom",site="cn"}`;

  test.each(['1.11', '1.15', '1.17', '1.33'])(
    'takes the rules of each Istio (Kubernetes %s)',
    (kubernetes) => {
      const file = join(folder, 'rules.yaml');
      writeFileSync(file, stringify(rulesAt(kubernetes)));
      expect(run('check', 'rules', '--lint-fatal', file)).toMatchObject({ status: 0 });
      writeFileSync(file, stringify(rulesAt(kubernetes)).replace('sum by', 'sum of'));
      expect(run('check', 'rules', file)).not.toMatchObject({ status: 0 });
    },
  );

  test('takes every expression of the dashboards', () => {
    const gateways = [
      { name: 'faas-prod-ingress-gateway', kind: 'zuul' },
      { name: 'egress-gateway', kind: 'spring-cloud-gateway' },
    ] as const;
    const { graphs, choices } = clusterDashboard('prod-us', gateways, 'kfaas-system');
    const team = teamDashboard('saas');
    const expressions = [...graphs, ...team.graphs].flatMap(({ series }) => series.map(({ expr }) => expr));
    const asked = [...choices, ...team.choices].map(({ of }) => of);
    const rules = [...expressions, ...asked].map((expr, index) => ({ record: `a:b:c${index}`, expr }));
    expect(rules.length).toBeGreaterThan(10);
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'dashboards', rules }] }));
    expect(run('check', 'rules', file)).toMatchObject({ status: 0 });
  });

  test('errors of a function alert its team, above one in twenty', () => {
    fires([requests(200, 90), requests(503, 10)], [alerted('KFaasFunctionErrors')]);
    fires([requests(200, 96), requests(503, 4)], []);
    // What the function's own proxy counts is the same requests once more.
    fires([requests(200, 100), requests(503, 100, 'destination')], []);
    // One request in a minute is no share.
    fires([requests(503, 1)], []);
  });

  test('requests that fail after their last retry alert the platform team, above one in twenty', () => {
    const first = (flags: string, each: number, gateway = 'knative-local-gateway') => ({
      series: `istio_requests_total{reporter="source",response_flags="${flags}",destination_service_name="${gateway}",destination_service_namespace="istio-system"}`,
      values: `0+${each}x120`,
    });
    const alert = '{alertname="KFaasRetriesExhausted",team="platform",site="cn"}';
    fires([first('-', 90), first('UF,URX', 10)], [alert]);
    fires([first('-', 90), first('URX', 4), first('UT', 50)], []);
    // Knative 0.18 has another gateway.
    const old = 'cluster-local-gateway';
    fires([first('-', 90, old), first('URX', 10, old)], []);
    fires([first('-', 90, old), first('URX', 10, old)], [alert], '1.15');
  });

  test('a function that nearly needs its timeout alerts its team', () => {
    const alert = alerted('KFaasFunctionSlow');
    const milliseconds = 'istio_request_duration_milliseconds';
    fires(durations(milliseconds, { 5000: 10, 10000: 60, '+Inf': 60 }), [alert]);
    fires(durations(milliseconds, { 5000: 60, 10000: 60, '+Inf': 60 }), []);
    fires(durations('istio_request_duration_seconds', { 5: 10, 10: 60, '+Inf': 60 }), [alert], '1.15');
  });
});
