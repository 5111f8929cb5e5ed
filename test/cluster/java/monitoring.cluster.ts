import { App, Testing } from 'cdk8s';
import { clusterExposure } from '../../../constructs/cluster-exposure';
import { gatewayAlerts } from '../../../constructs/gateway-alerts';
import { SystemChart } from '../../../constructs/system-chart';
import { platformOf, type Cluster, type Environment } from '../../../inventory';
import { platformProfile } from '../../../platform';
import { GOLDEN_ENVIRONMENT } from '../../golden/environment';
import { Backend } from './backend';
import { describeGateways } from './gateway-kinds';
import { GatewayProcess, QUICK_START } from './gateway-process';
import { gatewayIn, TARGETS, type GatewayKind } from './rendered-gateway';
import { send } from './send';

/** What is rendered of an egress gateway with alerts. */
function rendered(kind: GatewayKind) {
  const environment: Environment = {
    ...GOLDEN_ENVIRONMENT,
    egressGateway: { ...GOLDEN_ENVIRONMENT.egressGateway, kind },
    javaPlatform: { ...GOLDEN_ENVIRONMENT.javaPlatform, url: `http://${TARGETS.egress}`, ports: [80] },
    domains: [],
    network: { metrics: { namespaces: ['monitoring'] } },
    monitoring: { scrape: 'pod-monitor', alerts: {} },
  };
  const cluster = environment.clusters.at(-1) as Cluster;
  const { profile } = platformProfile(platformOf(environment, cluster));
  if (profile === undefined) throw new Error('the cluster of the tests has no profile');
  const platform = { environment, cluster, profile };
  const exposed = clusterExposure(platform, []);
  const props = { ...platform, exposed, functionSecurity: 'restricted' as const };
  const objects = Testing.synth(new SystemChart(new App(), 'system', props)) as object[];
  return gatewayIn(objects, 'egress-gateway');
}

/** The metrics of Micrometer in the alerts on a gateway of a kind. */
function metricsOf(kind: GatewayKind): string[] {
  const rules = gatewayAlerts({}, [{ name: 'egress-gateway', kind }], 'kfaas-system');
  const named = rules.flatMap(({ expr }) =>
    [...expr.matchAll(/\b(?:http|tomcat)_[a-z_]+/g)].map(([name]) => name),
  );
  return [...new Set(named)].sort();
}

describeGateways((kind) => {
  let backend: Backend;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    backend = await Backend.start();
    const props = { kind, direction: 'egress', backend, rendered: rendered(kind) } as const;
    gateway = await GatewayProcess.start({ ...props, javaOptions: QUICK_START });
    await gateway.ready();
  }, 180_000);
  afterAll(async () => {
    await gateway.remove();
    await backend.close();
  });

  test('serves each metric that an alert reads, and counts what failed by its status', async () => {
    backend.answer('/bad', (_, response) => response.writeHead(503).end());
    const paths = ['/a', '/b', '/bad'];
    for (const path of paths) await send(gateway.port, { path });
    const lines = (await gateway.metrics()).split('\n').filter((line) => !line.startsWith('#'));
    const names = metricsOf(kind);
    expect(names).toHaveLength(2);
    for (const name of names) expect(lines.some((line) => line.startsWith(`${name}{`))).toBe(true);
    const counted = (status: RegExp) =>
      lines
        .filter((line) => line.startsWith('http_server_requests_seconds_count{'))
        .filter((line) => !/uri="\/actuator/.test(line) && status.test(line))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    expect([counted(/status="5/), counted(/./)]).toEqual([1, 3]);
  });
});
