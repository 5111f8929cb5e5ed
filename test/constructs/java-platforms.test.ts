import { App, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { clusterExposure } from '../../constructs/cluster-exposure';
import { SystemChart } from '../../constructs/system-chart';
import type { Cluster, Environment } from '../../inventory';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { profileOf, type Rendered } from './rendered';

const [cluster] = GOLDEN_ENVIRONMENT.clusters as [Cluster, ...Cluster[]];

const ENVIRONMENT: Environment = {
  ...GOLDEN_ENVIRONMENT,
  javaPlatforms: {
    acquired: {
      url: 'http://gateway.acquired.example:8080',
      cidrs: ['10.96.0.0/16'],
      ports: [8080],
      siteGateway: { cidrs: ['10.96.4.0/24'] },
      egressGateway: { ...GOLDEN_ENVIRONMENT.egressGateway, replicas: { min: 7, max: 9 } },
    },
    partner: { url: 'http://gateway.partner.example', cidrs: ['10.97.0.0/16'], ports: [80] },
  },
};

function system(environment: Environment): readonly Rendered[] {
  const profile = profileOf('1.33');
  const exposed = clusterExposure({ environment, cluster, profile }, []);
  const props = { environment, cluster, profile, exposed, functionSecurity: 'baseline' as const };
  return Testing.synth(new SystemChart(new App(), 'system', props)) as Rendered[];
}

const namesOf = (objects: readonly Rendered[], kind: string) =>
  objects.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);

const [before, after] = [system(GOLDEN_ENVIRONMENT), system(ENVIRONMENT)];

test('each platform adds gateways, and changes nothing that was there', () => {
  const added = after.filter((one) => !before.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  expect(after.length - before.length).toBe(added.length);
  const ingress = cluster.functionNamespaces.map((namespace) => `${namespace}-acquired-ingress-gateway`);
  expect(namesOf(added, 'Deployment').sort()).toEqual(
    [...ingress, 'acquired-egress-gateway', 'partner-egress-gateway'].sort(),
  );
});

test('each egress gateway leads to its platform alone, and may reach no other', () => {
  const about = (name: string) => {
    const of = (kind: string) => after.find((one) => one.kind === kind && one.metadata.name === name);
    const { data } = of('ConfigMap') as unknown as { data: { 'application.yaml': string } };
    const { spec } = of('NetworkPolicy') as unknown as {
      spec: { egress: { to: { ipBlock?: { cidr: string } }[]; ports: { port: number }[] }[] };
    };
    const { zuul } = parse(data['application.yaml']) as { zuul: { routes: Record<string, { url: string }> } };
    const ranges = spec.egress.flatMap(({ to, ports }) =>
      to.flatMap(({ ipBlock }) =>
        ipBlock === undefined ? [] : [`${ipBlock.cidr} ${ports.map((one) => one.port).join()}`],
      ),
    );
    return { urls: Object.values(zuul.routes).map(({ url }) => url), ranges };
  };
  expect(about('acquired-egress-gateway')).toEqual({
    urls: ['http://gateway.acquired.example:8080'],
    ranges: ['10.96.0.0/16 8080'],
  });
  expect(about('partner-egress-gateway')).toEqual({
    urls: ['http://gateway.partner.example'],
    ranges: ['10.97.0.0/16 80'],
  });
});

test('its own site gateway may open connections to its ingress gateways, and the company’s may not', () => {
  const [namespace = ''] = cluster.functionNamespaces;
  const policy = after.find(
    ({ kind, metadata }) =>
      kind === 'NetworkPolicy' && metadata.name === `${namespace}-acquired-ingress-gateway`,
  ) as unknown as { spec: { ingress: { from: object[] }[] } };
  expect(policy.spec.ingress[0]?.from).toEqual([{ ipBlock: { cidr: '10.96.4.0/24' } }]);
});

test('how its gateways run', () => {
  const scaled = (name: string) =>
    (
      after.find(
        ({ kind, metadata }) => kind === 'HorizontalPodAutoscaler' && metadata.name === name,
      ) as unknown as {
        spec: { minReplicas: number };
      }
    ).spec.minReplicas;
  expect(scaled('acquired-egress-gateway')).toBe(7);
  expect(scaled('partner-egress-gateway')).toBe(GOLDEN_ENVIRONMENT.egressGateway.replicas.min);
});
