import type { FunctionSpec, ServiceDeclaration } from '../../catalog';
import { FunctionService, type FunctionServiceProps } from '../../constructs/function-service';
import { platformProfile } from '../../platform';
import { only, render } from './rendered';

const { profile } = platformProfile({
  versions: { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
});

/** The template of a function's Knative Service, on a cluster of today. */
function template(service: Partial<ServiceDeclaration>, more: Partial<FunctionServiceProps> = {}) {
  if (profile === undefined) throw new Error('no profile');
  const declared: ServiceDeclaration = { image: 'a:1', ...service };
  const spec: FunctionSpec = {
    team: 'saas',
    name: 'tea',
    ksvc: 'saas-tea',
    runtime: 'java',
    routes: [],
    before: [],
    calls: [],
    deployedElsewhere: [],
    rollout: undefined,
    backends: [{ service: 'saas-tea', weight: 100 }],
    service: declared,
  };
  const props = { function: spec, service: declared, namespace: 'faas-alpha', profile, ...more };
  const object = only(
    render((scope) => new FunctionService(scope, 'Service', props)),
    'Service',
  );
  return (object.spec as { template: { metadata: Mapping; spec: Mapping & { containers: Mapping[] } } })
    .template;
}

type Mapping = Readonly<Record<string, unknown>>;

const own = (service: Partial<ServiceDeclaration>, more?: Partial<FunctionServiceProps>) =>
  template(service, more).spec.containers[0] ?? {};

test('variables are in the order of the file, as Kubernetes lists them', () => {
  const env = { B: '$(A)', A: 'a', C: { secretKeyRef: { name: 'd', key: 'e' } } };
  expect(own({ env }).env).toEqual([
    { name: 'B', value: '$(A)' },
    { name: 'A', value: 'a' },
    { name: 'C', valueFrom: { secretKeyRef: { name: 'd', key: 'e' } } },
  ]);
});

test('a port is said where it is not that of Knative', () => {
  expect(own({})).not.toHaveProperty('ports');
  expect(own({ ports: [{ containerPort: 9000 }] }).ports).toEqual([{ containerPort: 9000 }]);
  expect(own({ ports: [{ name: 'h2c' }] }).ports).toEqual([{ name: 'h2c', containerPort: 8080 }]);
  expect(own({}, { runtimes: { java: { port: 3000 } } }).ports).toEqual([{ containerPort: 3000 }]);
});

test('probes are those of the file, or of the runtime in the environment', () => {
  const runtimes = { java: { readinessPath: '/ready', livenessPath: '/live' } };
  expect(own({ livenessProbe: { tcpSocket: {} } }, { runtimes })).toMatchObject({
    readinessProbe: { httpGet: { path: '/ready' } },
    livenessProbe: { tcpSocket: {} },
  });
  expect(own({})).not.toHaveProperty('readinessProbe');
});

test('volumes are mounted read only, but for those that can be written', () => {
  const volumes = {
    a: { secret: { secretName: 'b' } },
    c: { emptyDir: { sizeLimit: 1024 } },
    d: { persistentVolumeClaim: { claimName: 'e' } },
    f: { persistentVolumeClaim: { claimName: 'g', readOnly: true } },
  };
  const volumeMounts = { '/a': { name: 'a' }, '/c': { name: 'c' }, '/d': { name: 'd' }, '/f': { name: 'f' } };
  const { spec } = template({ volumes, volumeMounts });
  expect(spec.volumes).toEqual([
    { name: 'a', secret: { secretName: 'b' } },
    { name: 'c', emptyDir: { sizeLimit: '1024' } },
    { name: 'd', persistentVolumeClaim: { claimName: 'e' } },
    { name: 'f', persistentVolumeClaim: { claimName: 'g', readOnly: true } },
  ]);
  expect(spec.containers[0]?.volumeMounts).toEqual([
    { name: 'a', mountPath: '/a', readOnly: true },
    { name: 'c', mountPath: '/c' },
    { name: 'd', mountPath: '/d' },
    { name: 'f', mountPath: '/f', readOnly: true },
  ]);
});

test('beside sidecars the function has a name and a port, and all are confined alike', () => {
  const { containers, initContainers } = template({
    security: { runAsUser: 7 },
    sidecars: { proxy: { image: 'b:1' } },
    initContainers: { migrate: { image: 'c:1', args: ['up'] } },
  }).spec;
  expect(containers.map(({ name, ports }) => ({ name, ports }))).toEqual([
    { name: 'function', ports: [{ containerPort: 8080 }] },
    { name: 'proxy', ports: undefined },
  ]);
  const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } };
  const confined: unknown = containers[0]?.securityContext;
  expect(confined).toMatchObject({ runAsUser: 7, runAsNonRoot: true });
  expect(containers[1]).toEqual({ name: 'proxy', image: 'b:1', resources, securityContext: confined });
  expect(initContainers).toEqual([
    { name: 'migrate', image: 'c:1', args: ['up'], resources, securityContext: confined },
  ]);
});

test('the scale is annotations, with the class of its metric', () => {
  expect(template({ scale: { metric: 'cpu', target: 70, min: 1 } }).metadata.annotations).toEqual({
    'autoscaling.knative.dev/min-scale': '1',
    'autoscaling.knative.dev/class': 'hpa.autoscaling.knative.dev',
    'autoscaling.knative.dev/metric': 'cpu',
    'autoscaling.knative.dev/target': '70',
  });
  const scale = { initial: 2, activation: 3, window: '30s', scaleDownDelay: '1m', metric: 'rps' } as const;
  expect(template({ scale }).metadata.annotations).toEqual({
    'autoscaling.knative.dev/initial-scale': '2',
    'autoscaling.knative.dev/activation-scale': '3',
    'autoscaling.knative.dev/class': 'kpa.autoscaling.knative.dev',
    'autoscaling.knative.dev/metric': 'rps',
    'autoscaling.knative.dev/window': '30s',
    'autoscaling.knative.dev/scale-down-delay': '1m',
  });
});

test('labels and annotations of its own stand beside those of KFaas', () => {
  const { metadata } = template({
    labels: { 'example.com/tier': 'a' },
    annotations: { 'example.com/n': 'b' },
  });
  expect(metadata).toEqual({
    labels: { 'kfaas.io/team': 'saas', 'kfaas.io/runtime': 'java', 'example.com/tier': 'a' },
    annotations: { 'example.com/n': 'b' },
  });
});

test('the file decides how long a request may take', () => {
  expect(template({ timeoutSeconds: 60 }).spec).toMatchObject({
    timeoutSeconds: 60,
    responseStartTimeoutSeconds: 60,
  });
  expect(template({ timeoutSeconds: 60, responseStartTimeoutSeconds: 5 }).spec).toMatchObject({
    timeoutSeconds: 60,
    responseStartTimeoutSeconds: 5,
  });
});

test("Secrets of images are the environment's and the function's, each once", () => {
  const service = { imagePullSecrets: [{ name: 'b' }, { name: 'c' }] };
  expect(template(service, { imagePullSecrets: ['a', 'b'] }).spec.imagePullSecrets).toEqual([
    { name: 'a' },
    { name: 'b' },
    { name: 'c' },
  ]);
});
