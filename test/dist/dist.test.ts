import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { k8s } from 'cdk8s-plus-27';
import { parse, parseAllDocuments } from 'yaml';
import { ENVIRONMENTS } from '../../environments';
import { COMPANY_CLUSTERS, renderedCompany } from '../fixtures/company';
import type { CertificateSpec } from '../../imports/cert-manager.io';
import type { VirtualServiceSpec } from '../../imports/networking.istio.io';
import type { ServiceSpec as KnativeServiceSpec } from '../../imports/serving.knative.dev';

/** A Kubernetes object as far as these tests look into it. */
interface Manifest<Spec = Record<string, unknown>> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: Spec;
  readonly data?: Record<string, string>;
}

const DIST = join(renderedCompany(), 'dist');

/** What keeps Argo CD and Flux from taking a namespace away. */
const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

function read(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
}

test('there are six clusters, and what brings them their manifests', () => {
  const found = readdirSync(DIST).flatMap((environment) =>
    readdirSync(join(DIST, environment)).map((cluster) => `${environment}/${cluster}`),
  );
  expect(found.sort()).toEqual([...COMPANY_CLUSTERS, 'gitops/argocd', 'gitops/flux'].sort());
});

describe.each(COMPANY_CLUSTERS)('dist/%s', (cluster) => {
  const folder = join(DIST, cluster);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const objects = files.flatMap((file) => read(join(folder, file)));
  function ofKind<Spec>(kind: string, group = ''): Manifest<Spec>[] {
    const found = objects.filter((object) => object.kind === kind && object.apiVersion.startsWith(group));
    return found as unknown as Manifest<Spec>[];
  }

  test('no file lists others: branches that add functions merge', () => {
    expect(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).not.toContainEqual(
      expect.stringContaining('Kustomization'),
    );
  });

  test('the namespace kfaas-system says for which versions all was rendered', () => {
    const [environment = '', name = ''] = cluster.split('/');
    const declared = ENVIRONMENTS.flatMap(({ clusters }) => clusters).find((one) => one.name === name);
    const [namespace] = read(join(folder, 'system/kfaas-system.namespace.yaml'));
    expect(namespace?.metadata.annotations).toEqual({
      ...KEPT,
      'argocd.argoproj.io/sync-wave': '0',
      'kfaas.io/cluster': name,
      'kfaas.io/environment': environment,
      'kfaas.io/kubernetes': declared?.platform.kubernetes,
      'kfaas.io/istio': declared?.platform.istio,
      'kfaas.io/knative': declared?.platform.knative,
      'kfaas.io/cert-manager': declared?.platform.certManager,
    });
  });

  test('every object has its sync wave: namespaces, certificates, gateways, functions, routes', () => {
    const WAVE = 'argocd.argoproj.io/sync-wave';
    const waves = new Map<string, Set<string | undefined>>();
    for (const { kind, apiVersion, metadata } of objects) {
      const name = apiVersion.startsWith('serving.knative.dev/') ? `Knative ${kind}` : kind;
      waves.set(name, (waves.get(name) ?? new Set()).add(metadata.annotations?.[WAVE]));
    }
    const order = ['Namespace', 'Certificate', 'Deployment', 'Knative Service', 'VirtualService', 'Ingress'];
    const numbers = order.map((kind) => [...(waves.get(kind) ?? [])].map(Number));
    expect(numbers).toEqual([[0], [10], [20], [30], [40], [40]]);
    expect([...waves.values()].every((of) => of.size === 1 && !of.has(undefined))).toBe(true);
  });

  test('every VirtualService names its team, and the function of each rule', () => {
    for (const { metadata, spec } of ofKind<VirtualServiceSpec>('VirtualService')) {
      const ids = metadata.annotations?.['kfaas.io/functions']?.split(',') ?? [];
      expect([1, spec.http.length]).toContain(ids.length);
      const team = metadata.labels?.['kfaas.io/team'] ?? '';
      const name = metadata.labels?.['kfaas.io/function']?.slice(team.length + 1) ?? '';
      expect(ids).toContain(`${team}/${name}`);
    }
  });

  test('no object occurs twice', () => {
    const keys = objects.map(
      ({ kind, apiVersion, metadata }) => `${apiVersion} ${kind} ${metadata.namespace} ${metadata.name}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('nothing is rendered into istio-system or knative-serving, or anywhere but our own namespaces', () => {
    const clusters = ENVIRONMENTS.flatMap((environment) => environment.clusters);
    const declared = clusters.find(({ name }) => cluster.endsWith(`/${name}`))?.functionNamespaces ?? [];
    expect(declared.length).toBeGreaterThan(0);
    const namespaces = ofKind('Namespace').map(({ metadata }) => metadata.name);
    expect(namespaces.sort()).toEqual(['kfaas-system', ...declared].sort());
    for (const { kind, metadata } of objects) {
      expect(['istio-system', 'knative-serving']).not.toContain(metadata.namespace);
      if (kind !== 'Namespace') expect(['kfaas-system', ...declared]).toContain(metadata.namespace);
    }
    for (const { metadata } of ofKind('Service', 'serving.knative.dev')) {
      expect(declared).toContain(metadata.namespace);
    }
  });

  test('namespaces carry Pod Security labels, and are taken away by hand alone', () => {
    for (const { metadata } of ofKind('Namespace')) {
      expect(metadata.annotations).toMatchObject(KEPT);
      expect(metadata.labels).toHaveProperty(['pod-security.kubernetes.io/enforce']);
      expect(metadata.labels).toHaveProperty(['pod-security.kubernetes.io/enforce-version']);
    }
  });

  test('every Knative Service is confined, and has requests and a memory limit', () => {
    const services = ofKind<KnativeServiceSpec>('Service', 'serving.knative.dev');
    expect(services.length).toBeGreaterThan(0);
    for (const { template } of services.map(({ spec }) => spec)) {
      expect(template.spec.automountServiceAccountToken).toBe(false);
      for (const { resources, securityContext } of template.spec.containers) {
        expect(Object.keys(resources?.requests ?? {})).toEqual(['cpu', 'memory']);
        expect(resources?.limits).toHaveProperty('memory');
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        });
      }
    }
  });

  test('every VirtualService has one host, two gateways, explicit retries, and its authority in one place', () => {
    const services = ofKind<VirtualServiceSpec>('VirtualService');
    expect(services.length).toBeGreaterThan(25);
    for (const { metadata, spec } of services) {
      expect(metadata.namespace).toBe('kfaas-system');
      expect(spec.hosts).toEqual([
        expect.stringMatching(/^faas-\w+-ksvc-gateway\.kfaas-system\.svc\.cluster\.local$/),
      ]);
      expect(spec.gateways).toEqual([
        'knative-serving/knative-local-gateway',
        'knative-serving/knative-ingress-gateway',
      ]);
      for (const rule of spec.http) {
        expect(rule.retries).toHaveProperty('attempts');
        const route = rule.route ?? [];
        const hosts = route.map(({ headers }) => headers?.request?.set?.Host);
        const weights = route.map(({ weight = 0 }) => weight);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
        if (route.length === 1)
          expect([typeof rule.rewrite?.authority, hosts]).toEqual(['string', [undefined]]);
        else expect([rule.rewrite, new Set(hosts).size]).toEqual([undefined, hosts.length]);
        for (const { destination } of route) expect(destination.port).toEqual({ number: 80 });
      }
    }
  });

  test('the host of each VirtualService is an ExternalName Service with a named port', () => {
    const hosts = ofKind<k8s.ServiceSpec>('Service', 'v1').filter(({ spec }) => spec.type === 'ExternalName');
    expect(hosts.map(({ spec }) => spec.externalName)).toEqual(
      hosts.map(() => 'knative-local-gateway.istio-system.svc.cluster.local'),
    );
    for (const { spec } of hosts) expect(spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 80 }]);
    const names = hosts.map(({ metadata }) => `${metadata.name}.kfaas-system.svc.cluster.local`);
    for (const { spec } of ofKind<VirtualServiceSpec>('VirtualService'))
      expect(names).toContain(spec.hosts[0]);
  });

  test('each gateway has all that keeps it running, and the selectors agree', () => {
    const functionNamespaces = ofKind('Namespace').length - 1;
    const deployments = ofKind<k8s.DeploymentSpec>('Deployment');
    expect(deployments).toHaveLength(functionNamespaces + 1);
    for (const { metadata, spec } of deployments) {
      function named<Spec>(kind: string): Manifest<Spec> {
        const [found, ...more] = ofKind<Spec>(kind).filter(
          (object) => object.metadata.name === metadata.name,
        );
        if (found === undefined || more.length > 0)
          throw new Error(`${metadata.name} has no ${kind}, or several`);
        return found;
      }
      const selector = spec.selector.matchLabels ?? {};
      const pod = spec.template.spec;
      expect(spec.template.metadata?.labels).toMatchObject(selector);
      expect(named<k8s.ServiceSpec>('Service').spec.selector).toEqual(selector);
      expect(named<k8s.PodDisruptionBudgetSpec>('PodDisruptionBudget').spec.selector?.matchLabels).toEqual(
        selector,
      );
      expect(named<k8s.NetworkPolicySpec>('NetworkPolicy').spec.podSelector.matchLabels).toEqual(selector);
      const autoscaler = named<k8s.HorizontalPodAutoscalerSpecV2>('HorizontalPodAutoscaler').spec;
      expect(autoscaler.scaleTargetRef).toEqual({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: metadata.name,
      });
      expect(autoscaler.behavior?.scaleDown?.stabilizationWindowSeconds).toBeGreaterThan(0);
      expect(named('ServiceAccount')).toHaveProperty('automountServiceAccountToken', false);
      expect(named('ConfigMap').data).toHaveProperty(['application.yaml']);
      const container = pod?.containers[0];
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        serviceAccountName: metadata.name,
      });
      expect(pod?.securityContext?.runAsNonRoot).toBe(true);
      expect(container?.securityContext?.readOnlyRootFilesystem).toBe(true);
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
        expect(container).toHaveProperty(probe);
      expect(pod?.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey)).toEqual([
        'topology.kubernetes.io/zone',
        'kubernetes.io/hostname',
      ]);
      // The hook and the drain must both fit before Kubernetes kills the pod.
      expect(container?.lifecycle?.preStop).toEqual({ sleep: { seconds: 10 } });
      expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(10 + 30);
    }
  });

  test('an ingress gateway forwards /faas/api/** unstripped to its gateway host', () => {
    const gateways = ofKind('ConfigMap').filter(({ metadata }) => metadata.name.endsWith('-ingress-gateway'));
    for (const { metadata, data } of gateways) {
      const config = parse(data?.['application.yaml'] ?? '') as { zuul: { routes: object } };
      const host = metadata.name.replace('-ingress-gateway', '-ksvc-gateway');
      expect(config.zuul).toMatchObject({ addHostHeader: false, decodeUrl: false });
      expect(Object.values(config.zuul.routes)).toMatchObject([
        { path: '/faas/api/**', stripPrefix: false, url: `http://${host}.kfaas-system.svc.cluster.local` },
      ]);
    }
  });

  test('every Ingress ends TLS with a Secret that is issued or named, and leads to a gateway', () => {
    const gateways = ofKind<k8s.ServiceSpec>('Service', 'v1').map(({ metadata }) => metadata.name);
    const issued = ofKind<CertificateSpec>('Certificate').map(({ spec }) => spec.secretName);
    expect(ofKind<k8s.IngressSpec>('Ingress').length).toBeGreaterThan(0);
    for (const { spec } of ofKind<k8s.IngressSpec>('Ingress')) {
      expect([...issued, 'open-example-cn-tls']).toContain(spec.tls?.[0]?.secretName);
      expect(spec.tls?.[0]?.hosts).toEqual([spec.rules?.[0]?.host]);
      expect(gateways).toContain(spec.rules?.[0]?.http?.paths[0]?.backend.service?.name);
    }
  });

  // Loud: a run without kubectl says so in the name of what it skips.
  const kubectl = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' }).status === 0;
  const [testOrSkip, note] = kubectl ? [test, ''] : [test.skip, ': SKIPPED, kubectl is not installed'];
  testOrSkip(`kubectl kustomize accepts the folder, with the list that Flux makes of it${note}`, () => {
    writeFileSync(join(folder, 'kustomization.yaml'), `resources: ${JSON.stringify(files)}\n`);
    const built = spawnSync('kubectl', ['kustomize', folder], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    expect([built.status, built.stderr]).toEqual([0, '']);
    expect(parseAllDocuments(built.stdout)).toHaveLength(objects.length);
  });
});
