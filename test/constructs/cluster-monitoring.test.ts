import { App, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { clusterExposure } from '../../constructs/cluster-exposure';
import { SystemChart } from '../../constructs/system-chart';
import type { CatalogFunction } from '../../catalog';
import type { Cluster, Environment, Monitoring } from '../../inventory';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { profileOf, type Rendered } from './rendered';

const [cluster] = GOLDEN_ENVIRONMENT.clusters as [Cluster, ...Cluster[]];

function system(monitoring?: Monitoring, functions: readonly CatalogFunction[] = []): readonly Rendered[] {
  const environment: Environment = {
    ...GOLDEN_ENVIRONMENT,
    egressGateway: { ...GOLDEN_ENVIRONMENT.egressGateway, kind: 'spring-cloud-gateway' },
    network: { metrics: { namespaces: ['monitoring'] } },
    ...(monitoring === undefined ? {} : { monitoring }),
  };
  const profile = profileOf('1.33');
  const exposed = clusterExposure({ environment, cluster, profile }, []);
  const props = {
    environment,
    cluster,
    profile,
    exposed,
    functionSecurity: 'baseline' as const,
    functions,
    contactOf: (team: string) => `${team}@example.com`,
  };
  return Testing.synth(new SystemChart(new App(), 'system', props)) as Rendered[];
}

const kindsOf = (objects: readonly Rendered[]) => objects.map(({ kind }) => kind);

test('a PodMonitor for all gateways, and no rule where no alert is asked for', () => {
  const objects = system({ scrape: 'pod-monitor', labels: { release: 'prometheus' } });
  const found = objects.filter(({ kind }) => /^(PodMonitor|PrometheusRule)$/.test(kind));
  expect(found).toMatchSnapshot();
  expect(kindsOf(system()).filter((kind) => kind === 'PodMonitor')).toEqual([]);
});

const LIMIT = 1000;

test('a series for each function, by team, in objects that stay small', () => {
  const specOf = (team: string, name: string, timeout?: string) => ({
    id: `${team}/${name}`,
    specs: new Map([
      [
        cluster.name,
        {
          team,
          name,
          ksvc: `${team}-${name}`,
          routes: [
            { match: { prefix: '/' } },
            { match: { exact: '/a' }, ...(timeout === undefined ? {} : { timeout }) },
          ],
        },
      ],
    ]),
  });
  const functions = [
    specOf('saas', 'showroom', '400s'),
    ...Array.from({ length: LIMIT + 1 }, (_, index) => specOf('data', `f${index}`)),
  ] as unknown as readonly CatalogFunction[];
  const rules = system({ scrape: 'pod-monitor', alerts: {} }, functions).filter(
    ({ kind }) => kind === 'PrometheusRule',
  ) as unknown as {
    metadata: { name: string; labels: Record<string, string> };
    spec: { groups: { rules: { expr: string; labels?: Record<string, string> }[] }[] };
  }[];
  expect(rules.map(({ metadata, spec }) => [metadata.name, spec.groups[0]?.rules.length])).toEqual([
    ['gateways', 6],
    ['functions', 6],
    ['functions-saas', 1],
    ['functions-data', LIMIT],
    ['functions-data.2', 1],
  ]);
  expect(rules[2]?.metadata.labels['kfaas.io/team']).toBe('saas');
  // A route without a timeout takes what the environment lets it.
  expect(rules[2]?.spec.groups[0]?.rules[0]).toEqual({
    record: 'kfaas:function_timeout:seconds',
    expr: 'vector(400)',
    labels: { ksvc: 'saas-showroom', function: 'saas/showroom', team: 'saas', contact: 'saas@example.com' },
  });
  expect(rules[3]?.spec.groups[0]?.rules[0]?.expr).toBe('vector(300)');
});

test('dashboards of the cluster and of each team', () => {
  const functions = ['saas/a', 'saas/b', `${'t'.repeat(50)}/c`].map((id) => {
    const [team = '', name = ''] = id.split('/');
    const routes = [{ match: { prefix: '/' } }];
    return { id, specs: new Map([[cluster.name, { team, name, ksvc: `${team}-${name}`, routes }]]) };
  }) as unknown as readonly CatalogFunction[];
  const found = system({ scrape: 'pod-monitor', alerts: {}, dashboards: {} }, functions).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && String(metadata.name).startsWith('dashboard-'),
  ) as unknown as {
    metadata: { name: string; labels: Record<string, string> };
    data: Record<string, string>;
  }[];
  expect(found.map(({ metadata }) => metadata.name)).toEqual([
    'dashboard-cluster',
    'dashboard-team-saas',
    `dashboard-team-${'t'.repeat(50)}`,
  ]);
  for (const { metadata, data } of found) {
    expect(metadata.labels.grafana_dashboard).toBe('1');
    const [text = ''] = Object.values(data);
    const { uid, panels } = JSON.parse(text) as { uid: string; panels: { id: number; gridPos: object }[] };
    expect(uid.length).toBeLessThanOrEqual(40);
    expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length);
  }
  expect(found[1]?.data).toMatchSnapshot();
});

test('the PodMonitor selects the pods of gateways by labels and a port that they have', () => {
  const objects = system({ scrape: 'pod-monitor' });
  const monitor = objects.find(({ kind }) => kind === 'PodMonitor') as unknown as {
    spec: {
      selector: {
        matchLabels: Record<string, string>;
        matchExpressions: { key: string; values: string[] }[];
      };
      podTargetLabels: string[];
      podMetricsEndpoints: { port: string }[];
    };
  };
  const { selector, podTargetLabels, podMetricsEndpoints } = monitor.spec;
  const pods = objects
    .filter(({ kind }) => kind === 'Deployment')
    .map(
      (one) =>
        (
          one as unknown as {
            spec: {
              template: {
                metadata: { labels: Record<string, string> };
                spec: { containers: { ports: { name: string }[] }[] };
              };
            };
          }
        ).spec.template,
    );
  expect(pods.length).toBeGreaterThan(1);
  for (const { metadata, spec } of pods) {
    expect(metadata.labels).toMatchObject(selector.matchLabels);
    for (const { key, values } of selector.matchExpressions) expect(values).toContain(metadata.labels[key]);
    for (const label of podTargetLabels) expect(metadata.labels[label]).toBeDefined();
    const ports = spec.containers[0]?.ports.map(({ name }) => name);
    expect(ports).toContain(podMetricsEndpoints[0]?.port);
  }
});

test('annotations on the pods, in place of a PodMonitor', () => {
  const objects = system({ scrape: 'annotations' });
  expect(kindsOf(objects)).not.toContain('PodMonitor');
  const annotated = objects.filter((one) => JSON.stringify(one).includes('"prometheus.io/port":"8081"'));
  expect([...new Set(kindsOf(annotated))]).toEqual(['Deployment']);
  expect(annotated).toHaveLength(kindsOf(objects).filter((kind) => kind === 'Deployment').length);
});

test('with alerts, Zuul says how many of its threads are busy', () => {
  const configs = (monitoring: Monitoring) =>
    system(monitoring)
      .filter(
        ({ kind, metadata }) => kind === 'ConfigMap' && String(metadata.name).endsWith('-ingress-gateway'),
      )
      .map(
        (one) =>
          parse((one as unknown as { data: Record<string, string> }).data['application.yaml'] ?? '') as {
            server: { tomcat?: { mbeanregistry?: unknown } };
          },
      );
  const [config] = configs({ scrape: 'pod-monitor', alerts: {} });
  expect(config?.server.tomcat?.mbeanregistry).toEqual({ enabled: true });
  const [quiet] = configs({ scrape: 'pod-monitor' });
  expect(quiet?.server.tomcat?.mbeanregistry).toBeUndefined();
});
