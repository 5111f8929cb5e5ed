import { App, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { clusterExposure } from '../../constructs/cluster-exposure';
import { SystemChart } from '../../constructs/system-chart';
import type { Cluster, Environment, GatewayService, Registry } from '../../inventory';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { only, profileOf, type Rendered } from './rendered';

const [cluster] = GOLDEN_ENVIRONMENT.clusters as [Cluster, ...Cluster[]];
const INGRESS = 'faas-alpha-ingress-gateway';

function system(change: Partial<Environment>): readonly Rendered[] {
  const environment = { ...GOLDEN_ENVIRONMENT, ...change };
  const profile = profileOf('1.33');
  const platform = { environment, cluster, profile };
  const exposed = clusterExposure(platform, []);
  const props = { ...platform, exposed, functionSecurity: 'baseline' as const };
  return Testing.synth(new SystemChart(new App(), 'system', props)) as Rendered[];
}

const served = (service: GatewayService, more: Partial<Environment> = {}) => {
  const ingressGateway = { ...GOLDEN_ENVIRONMENT.ingressGateway, service };
  return system({ ingressGateway, ...more });
};

const port = (number: number) => ({ name: 'http', port: number, targetPort: 'http', appProtocol: 'http' });
const selector = { 'app.kubernetes.io/name': INGRESS };

describe('the Service of an ingress gateway', () => {
  test('is known inside the cluster alone, unless the environment says more', () => {
    const spec = { type: 'ClusterIP', selector, ports: [port(80)] };
    expect(only(system({}), 'Service', INGRESS).spec).toEqual(spec);
    expect(only(served({ kind: 'ClusterIP' }), 'Service', INGRESS).spec).toEqual(spec);
  });

  test('is a load balancer that keeps the address of callers, and takes those of the site gateway', () => {
    const annotations = { 'networking.gke.io/load-balancer-type': 'Internal' };
    const objects = served({ kind: 'LoadBalancer', annotations });
    const { metadata, spec } = only(objects, 'Service', INGRESS);
    expect(metadata.annotations).toMatchObject(annotations);
    expect(spec).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['10.1.0.0/16'],
      selector,
      ports: [port(80)],
    });
    const inside = served({ kind: 'LoadBalancer', annotations }, { siteGateway: { namespaces: ['site'] } });
    expect(only(inside, 'Service', INGRESS).spec).not.toHaveProperty('loadBalancerSourceRanges');
  });

  test('leads to the pods themselves, on their own port', () => {
    expect(only(served({ kind: 'Headless' }), 'Service', INGRESS).spec).toEqual({
      type: 'ClusterIP',
      clusterIP: 'None',
      selector,
      ports: [port(8080)],
    });
  });

  test('says nothing of the egress gateway', () => {
    const spec = only(served({ kind: 'Headless' }), 'Service', 'egress-gateway').spec;
    expect(spec).toEqual(only(system({}), 'Service', 'egress-gateway').spec);
  });
});

describe('where there is a registry', () => {
  const configOf = (objects: readonly Rendered[], name: string) => {
    const { data } = only(objects, 'ConfigMap', name) as unknown as { data: Record<string, string> };
    return parse(data['application.yaml'] ?? '') as { spring: Record<string, unknown>; eureka?: unknown };
  };
  const egressOf = (objects: readonly Rendered[], name: string) =>
    (only(objects, 'NetworkPolicy', name).spec as { egress: unknown[] }).egress;

  test('Eureka: the gateway registers by the address of its pod, and may reach the servers', () => {
    const registry: Registry = {
      kind: 'eureka',
      servers: ['http://eureka-1:8761/eureka/', 'http://eureka-2:8762/eureka/'],
      cidrs: ['10.7.0.0/16'],
    };
    const objects = system({ registry });
    expect(configOf(objects, INGRESS)).toMatchObject({
      spring: { application: { name: INGRESS } },
      eureka: {
        client: {
          serviceUrl: { defaultZone: 'http://eureka-1:8761/eureka/,http://eureka-2:8762/eureka/' },
          fetchRegistry: false,
          healthcheck: { enabled: true },
        },
        instance: { preferIpAddress: true },
      },
    });
    expect(egressOf(objects, INGRESS).at(-1)).toEqual({
      to: [{ ipBlock: { cidr: '10.7.0.0/16' } }],
      ports: [8761, 8762].map((number) => ({ port: number, protocol: 'TCP' })),
    });
  });

  test('Nacos: with the port of gRPC', () => {
    const registry: Registry = {
      kind: 'nacos',
      servers: ['nacos-1:8848', 'nacos-2:8848'],
      namespaces: ['nacos'],
      nacosNamespace: 'prod',
      group: 'FAAS',
    };
    const objects = system({ registry });
    const { spring, eureka } = configOf(objects, INGRESS);
    expect(spring).toMatchObject({
      servlet: { multipart: { enabled: false } },
      cloud: {
        nacos: { discovery: { serverAddr: 'nacos-1:8848,nacos-2:8848', namespace: 'prod', group: 'FAAS' } },
      },
    });
    expect(eureka).toBeUndefined();
    expect(egressOf(objects, INGRESS).at(-1)).toEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'nacos' } } }],
      ports: [8848, 9848].map((number) => ({ port: number, protocol: 'TCP' })),
    });
  });

  test('the egress gateway does not register, and nothing is said where there is none', () => {
    const registry: Registry = { kind: 'nacos', servers: ['nacos:8848'], namespaces: ['nacos'] };
    const [without, objects] = [system({}), system({ registry })];
    expect(configOf(objects, 'egress-gateway')).toEqual(configOf(without, 'egress-gateway'));
    expect(egressOf(objects, 'egress-gateway')).toEqual(egressOf(without, 'egress-gateway'));
    expect(configOf(without, INGRESS).spring).not.toHaveProperty('cloud');
    expect(configOf(without, INGRESS)).not.toHaveProperty('eureka');
  });
});
