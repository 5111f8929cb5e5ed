import { App, Testing } from 'cdk8s';
import { clusterExposure } from '../../constructs/cluster-exposure';
import { SystemChart } from '../../constructs/system-chart';
import type { Cluster, Environment } from '../../inventory';
import { GOLDEN_ENVIRONMENT } from '../golden/environment';
import { only, profileOf, type Rendered } from './rendered';

const [cluster] = GOLDEN_ENVIRONMENT.clusters as [Cluster, ...Cluster[]];
const GATEWAYS = ['faas-alpha-ingress-gateway', 'egress-gateway'];

/** Everything of a cluster that is no function's, of an environment that differs from the golden one. */
function system(change: Partial<Environment>): readonly Rendered[] {
  const environment = { ...GOLDEN_ENVIRONMENT, ...change };
  const profile = profileOf('1.33');
  const platform = { environment, cluster, profile };
  const exposed = clusterExposure(platform, []);
  const props = { ...platform, exposed, functionSecurity: 'baseline' as const };
  return Testing.synth(new SystemChart(new App(), 'system', props)) as Rendered[];
}

const tcp = (port: number) => ({ port, protocol: 'TCP' });
const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const at = (cidr: string) => ({ ipBlock: { cidr } });

test('names are resolved by the pods of the DNS alone, unless the environment says where else', () => {
  const usual = { ...inNamespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
  const ports = [{ port: 53, protocol: 'UDP' }, tcp(53)];
  for (const name of GATEWAYS) {
    const dnsOf = (change: Partial<Environment>) =>
      (only(system(change), 'NetworkPolicy', name).spec as { egress: unknown[] }).egress[0];
    expect(dnsOf({})).toEqual({ to: [usual], ports });
    const dns = { cidrs: ['169.254.20.10/32'], namespaces: ['dns'] };
    expect(dnsOf({ network: { dns } })).toEqual({
      to: [usual, at('169.254.20.10/32'), inNamespace('dns')],
      ports,
    });
  }
});

test('metrics are collected, and shown, where the environment names who does', () => {
  for (const name of GATEWAYS) {
    const of = (change: Partial<Environment>) => {
      const objects = system(change);
      const { ingress } = only(objects, 'NetworkPolicy', name).spec as { ingress: { ports: unknown }[] };
      const { data } = only(objects, 'ConfigMap', name) as unknown as { data: Record<string, string> };
      return { ingress, shown: /include: (\S+)/.exec(data['application.yaml'] ?? '')?.[1] };
    };
    expect(of({}).ingress.map(({ ports }) => ports)).toEqual([[tcp(8080)]]);
    expect(of({}).shown).toBe('health');
    const { ingress, shown } = of({ network: { metrics: { namespaces: ['monitoring'] } } });
    expect(ingress.slice(1)).toEqual([{ from: [inNamespace('monitoring')], ports: [tcp(8081)] }]);
    expect(shown).toBe('health,prometheus');
  }
});

test("Tomcat's threads are among the metrics of the gateway that scales by a metric", () => {
  const metric = { kind: 'pods', name: 'tomcat_threads_busy_threads', average: '200' } as const;
  const objects = system({
    network: { metrics: { namespaces: ['monitoring'] } },
    ingressGateway: { ...GOLDEN_ENVIRONMENT.ingressGateway, scaling: { metric } },
  });
  const hasThreads = GATEWAYS.map((name) => {
    const { data } = only(objects, 'ConfigMap', name) as unknown as { data: Record<string, string> };
    return /mbeanregistry:\n\s+enabled: true/.test(data['application.yaml'] ?? '');
  });
  expect(hasThreads).toEqual([true, false]);
  expect(only(objects, 'HorizontalPodAutoscaler', 'faas-alpha-ingress-gateway').spec).toMatchObject({
    metrics: [{ type: 'Resource' }, { type: 'Pods' }],
  });
});

test('an ingress controller on the host network is let in by the addresses of its nodes, to solvers too', () => {
  const domains = GOLDEN_ENVIRONMENT.domains.map((domain) => ({
    ...domain,
    ingress: { ...domain.ingress, nodeCidrs: ['10.5.0.0/16'] },
  }));
  const objects = system({ domains });
  const fromOf = (name: string) =>
    (only(objects, 'NetworkPolicy', name).spec as { ingress: { from: unknown[] }[] }).ingress[0]?.from;
  const controller = [at('10.5.0.0/16'), inNamespace('ingress-nginx')];
  expect(fromOf('acme-http01-solver')).toEqual(controller);
  expect(fromOf('faas-alpha-ingress-gateway')?.slice(-2)).toEqual(controller);
  expect(fromOf('egress-gateway')).not.toContainEqual(at('10.5.0.0/16'));
});

test('pods of gateways name the Secrets with which their image is pulled', () => {
  const podOf = (change: Partial<Environment>, name: string) =>
    (only(system(change), 'Deployment', name).spec as { template: { spec: object } }).template.spec;
  for (const name of GATEWAYS) {
    expect(podOf({}, name)).not.toHaveProperty('imagePullSecrets');
    expect(podOf({ imagePullSecrets: ['a', 'b'] }, name)).toHaveProperty('imagePullSecrets', [
      { name: 'a' },
      { name: 'b' },
    ]);
  }
});

test('every namespace is kept where its file is gone', () => {
  const namespaces = system({}).filter(({ kind }) => kind === 'Namespace');
  expect(namespaces).toHaveLength(2);
  for (const { metadata } of namespaces) {
    expect(metadata.annotations).toMatchObject({
      'argocd.argoproj.io/sync-options': 'Prune=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
  }
});
