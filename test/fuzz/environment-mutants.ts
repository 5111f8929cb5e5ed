import fc, { type Arbitrary } from 'fast-check';
import { environmentOf } from '../fixtures/platform-clusters';
import { NAMES, NUMBERS } from './hostile';
import { mutatedText, textMutations, type TextMutation } from './text-mutations';
import { anyText, mutatedValue, valueMutations, type ValueMutation } from './value-mutations';

const base = environmentOf('istio-1.28');
const [cluster] = base.clusters;

/** An environment and its delivery that have every field. */
export const BASE_EXPORTS = {
  ENVIRONMENTS: [
    {
      ...base,
      siteGateway: { cidrs: ['10.1.0.0/16'], namespaces: ['site-gateway'] },
      // Its pods may listen on any port, so that any may be among those that are let out to.
      javaPlatform: { url: 'http://java-gateway.java.svc', cidrs: ['10.2.0.0/16'], ports: [8080] },
      javaPlatforms: {
        acquired: {
          url: 'http://gateway.acquired.svc',
          cidrs: ['10.3.0.0/16'],
          ports: [8080],
          services: { billing: { path: '/b/' } },
          siteGateway: { cidrs: ['10.3.4.0/24'] },
          registry: { kind: 'eureka', servers: ['http://eureka:8761/eureka/'], namespaces: ['eureka'] },
          egressGateway: base.egressGateway,
        },
      },
      ingressGateway: {
        ...base.ingressGateway,
        service: { kind: 'LoadBalancer', annotations: { 'example.com/internal': 'true' } },
      },
      registry: {
        kind: 'nacos',
        servers: ['nacos:8848'],
        namespaces: ['nacos'],
        nacosNamespace: 'a',
        group: 'b',
      },
      imagePullSecrets: ['registry'],
      network: { dns: { cidrs: ['169.254.20.10/32'] }, metrics: { namespaces: ['monitoring'] } },
      monitoring: {
        scrape: 'pod-monitor',
        labels: { release: 'on' },
        alerts: { labels: { team: '1e3' }, errorPercent: 2.5, busyPercent: 50, certificateDays: 30 },
      },
      timeouts: { request: 300, knativeMaximum: 600, siteGateway: 310 },
      publicGateway: 'unbound',
      domains: [
        {
          host: 'open.example.com',
          audience: 'business',
          exposes: { paths: ['/faas/api/lab/', '/faas/api/saas/showroom'], functions: ['saas/showroom'] },
          functionNamespace: 'faas-alpha',
          ingress: {
            className: 'nginx',
            namespace: 'ingress-nginx',
            nodeCidrs: ['10.5.0.0/16'],
            annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' },
          },
          tls: { issuer: { name: 'letsencrypt', kind: 'ClusterIssuer' }, challenge: 'http-01' },
          clusters: ['istio-1-28'],
        },
        {
          host: 'faas.example.internal',
          audience: 'intranet',
          exposes: 'all',
          functionNamespace: 'faas-alpha',
          ingress: { className: 'nginx', namespace: 'ingress-nginx' },
          tls: { existingSecret: 'intranet-tls' },
        },
      ],
      clusters: [
        {
          ...cluster,
          overrides: {
            localGateway: { podLabels: { app: 'knative-local' }, port: 80 },
            exportTo: ['istio-system'],
            pathNormalization: 'MERGE_SLASHES',
          },
          siteGateways: { 'faas-alpha': { cidrs: ['10.9.0.0/16'] } },
        },
      ],
    },
  ],
  DELIVERY: {
    repository: { url: 'https://git.example.com/platform/kfaas.git', branch: 'main', folder: 'dist' },
    owners: ['@example/platform'],
    argocd: {
      namespace: 'argocd',
      destinations: { 'istio-1-28': { project: 'kfaas', cluster: 'in-cluster' } },
    },
    flux: { namespace: 'flux-system' },
  },
};

/** A value that fits where it is put, by the steps to it from an export on. */
interface SlotMutation {
  readonly kind: 'slot';
  readonly path: readonly (string | number)[];
  readonly by: unknown;
}

/** What happens to the exports of environments/: to their values first, then to the text that declares them. */
export interface EnvironmentMutant {
  readonly values: readonly (SlotMutation | ValueMutation)[];
  readonly texts: readonly TextMutation[];
}

/** Mutants of the environments, most of which have few mistakes or none. */
export function environmentMutants(): Arbitrary<EnvironmentMutant> {
  const none = fc.constant([]);
  const some = <T>(arbitrary: Arbitrary<T>, maxLength: number) =>
    fc.array(arbitrary, { minLength: 1, maxLength });
  return fc.oneof(
    { arbitrary: fc.record({ values: some(slots(), 3), texts: none }), weight: 6 },
    { arbitrary: fc.record({ values: some(valueMutations(), 2), texts: none }), weight: 3 },
    { arbitrary: fc.record({ values: none, texts: some(textMutations(), 2) }), weight: 3 },
  );
}

/** The text of a mutant's environments/index.ts. */
export function mutatedEnvironments({ values, texts }: EnvironmentMutant): string {
  const exported = values.reduce(
    (json, mutation) => (mutation.kind === 'slot' ? slotted(json, mutation) : changedJson(json, mutation)),
    JSON.stringify(BASE_EXPORTS),
  );
  const own = texts.reduce(mutatedText, Buffer.from(declared(exported)).toString('latin1'));
  return Buffer.from(own, 'latin1').toString('utf8');
}

/** Changes a node of a JSON text. What contains itself cannot be told in JSON, and stays as it is. */
function changedJson(json: string, mutation: ValueMutation): string {
  const changed = mutatedValue(json, { ...mutation, style: 'json' });
  return /^[[{]/.test(changed) ? changed : json;
}

/** TypeScript that exports the fields of a JSON text, in lines as people write them. */
function declared(json: string): string {
  const value = JSON.parse(json) as unknown;
  if (typeof value !== 'object' || value === null) return `export const ENVIRONMENTS = ${json};\n`;
  return Object.entries(value)
    .filter(([name]) => /^\w+$/.test(name))
    .map(([name, own]) => `export const ${name} = ${JSON.stringify(own, null, 2)};\n`)
    .join('');
}

function slotted(json: string, { path, by }: SlotMutation): string {
  const root = JSON.parse(json) as object;
  const around = path
    .slice(0, -1)
    .reduce<unknown>((node, step) => Reflect.get(Object(node) as object, step), root);
  const value = typeof by === 'number' && !Number.isFinite(by) ? String(by) : by;
  Reflect.set(Object(around) as object, path.at(-1) ?? '', value);
  return JSON.stringify(root);
}

function slots(): Arbitrary<SlotMutation> {
  const own = ['ENVIRONMENTS', 0];
  const domain = [...own, 'domains', 0];
  const label = fc.constantFrom(
    'on',
    'null',
    'no',
    'y',
    'constructor',
    'a1',
    'e1',
    'a--b',
    'true',
    'x'.repeat(40),
    '1e3',
  );
  const image = anyText().map((text) => text.replaceAll(/\s/g, ''));
  const count = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(...NUMBERS));
  const port = fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.constantFrom(...NUMBERS));
  const quantity = fc.constantFrom('1', '100m', '0.5', '1Gi', '256Mi', '1e3', '0x10', '010', '1.50');
  const cidr = fc.constantFrom(
    '10.0.0.0/8',
    '0.0.0.0/0',
    'fd00::/8',
    '::/0',
    '1.2.3.4/32',
    '1:2::3/128',
    '010.0.0.0/8',
  );
  const name = fc.oneof(label, fc.constantFrom(...NAMES));
  const annotations = fc.dictionary(fc.constantFrom('a.io/on', 'a.io/1e3', 'b', ...NAMES), anyText(), {
    maxKeys: 2,
  });
  const slot = <T>(path: readonly (string | number)[], by: Arbitrary<T>) =>
    fc.record({ kind: fc.constant('slot' as const), path: fc.constant(path), by });
  return fc.oneof(
    slot([...own, 'name'], label),
    slot([...own, 'ingressGateway', 'image'], image),
    slot([...own, 'egressGateway', 'replicas', 'max'], count),
    slot([...own, 'egressGateway', 'resources', 'cpu'], quantity),
    slot([...own, 'ingressGateway', 'resources', 'memory'], quantity),
    slot([...own, 'javaPlatform', 'ports', 0], port),
    slot(
      [...own, 'javaPlatforms', 'acquired', 'url'],
      fc.constantFrom('http://a.svc:8080', 'https://on.svc', 'http://1e3.svc'),
    ),
    slot(
      [...own, 'javaPlatforms', 'acquired', 'services'],
      fc.dictionary(label, fc.constant({}), { maxKeys: 2 }),
    ),
    slot([...own, 'javaPlatform', 'cidrs', 0], cidr),
    slot([...own, 'siteGateway', 'cidrs', 0], cidr),
    slot([...own, 'siteGateway', 'namespaces', 0], label),
    slot([...own, 'ingressGateway', 'service', 'annotations'], annotations),
    slot(
      [...own, 'ingressGateway', 'service', 'kind'],
      fc.constantFrom('ClusterIP', 'LoadBalancer', 'Headless'),
    ),
    slot(
      [...own, 'registry', 'servers', 0],
      fc.constantFrom('nacos:1', '10.2.3.4:8848', 'http://a', '1e3:80', 'on:1'),
    ),
    slot([...own, 'monitoring', 'labels'], fc.dictionary(label, label, { maxKeys: 2 })),
    slot([...own, 'monitoring', 'alerts', 'errorPercent'], fc.constantFrom(0.5, 1, 99, 1e-9)),
    slot([...own, 'registry', 'kind'], fc.constantFrom('eureka', 'nacos', 'etcd')),
    slot([...own, 'registry', 'nacosNamespace'], fc.oneof(label, anyText())),
    slot([...own, 'imagePullSecrets', 0], name),
    slot([...own, 'network', 'dns', 'cidrs', 0], cidr),
    slot([...own, 'network', 'metrics', 'namespaces', 0], label),
    slot([...own, 'timeouts', 'request'], count),
    slot([...own, 'timeouts', 'siteGateway'], fc.integer({ min: 309, max: 400 })),
    slot([...domain, 'ingress', 'nodeCidrs', 0], cidr),
    slot([...domain, 'tls', 'challenge'], fc.constantFrom('http-01', 'dns-01', 'none', 'dns')),
    slot([...own, 'clusters', 0, 'region'], anyText()),
    slot(
      [...own, 'clusters', 0, 'overrides', 'localGateway', 'podLabels'],
      fc.dictionary(name, name, { maxKeys: 2 }),
    ),
    slot([...own, 'clusters', 0, 'overrides', 'localGateway', 'port'], port),
    slot([...own, 'clusters', 0, 'overrides', 'exportTo', 0], name),
    slot([...domain, 'ingress', 'className'], fc.oneof(label, anyText())),
    slot([...domain, 'ingress', 'namespace'], name),
    slot([...domain, 'ingress', 'annotations'], annotations),
    slot([...domain, 'tls', 'issuer', 'name'], fc.oneof(label, anyText())),
    slot([...own, 'domains', 1, 'tls', 'existingSecret'], fc.oneof(label, anyText())),
    slot(
      [...domain, 'host'],
      fc.constantFrom('on.no', '1e3.example', '12.30', '0x1f.example.com', 'a.b', '010.011'),
    ),
    slot(
      ['DELIVERY', 'repository', 'branch'],
      fc.constantFrom('on', '1e3', '0x1f', 'a/b', '1.0', 'no', '010', '-a'),
    ),
    slot(['DELIVERY', 'repository', 'folder'], fc.constantFrom('on', '1e3', '0x1f', '010', '..', '1_0')),
    slot(['DELIVERY', 'argocd', 'namespace'], label),
    slot(['DELIVERY', 'argocd', 'destinations', 'istio-1-28', 'cluster'], anyText()),
    slot(['DELIVERY', 'argocd', 'destinations', 'istio-1-28', 'project'], label),
    slot(['DELIVERY', 'flux', 'namespace'], label),
  );
}
