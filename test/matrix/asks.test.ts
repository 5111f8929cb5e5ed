import { projectFolder } from '../fixtures/project-folder';
import type { PlatformVersions } from '../../platform';
import { isSince, isWithin } from './release';
import { onStack, renderStack } from './rendered-stack';
import { stackProblems } from './stack-check';
import { MATRIX } from './stacks';

/** A function that asks for one thing, and the stacks that have it. */
interface Ask {
  readonly yaml: string;
  readonly code?: string;
  readonly isThere: (versions: PlatformVersions) => boolean;
}

const match = (text: string, more = '') => `runtime: nodejs\nroutes:\n  - match: { ${text} }\n${more}`;
const route = (text: string) => match('prefix: /faas/api/lab/NAME/', `    ${text}\n`);
const since = (release: string) => (versions: PlatformVersions) => isSince(versions.istio, release);

/** Fields of a Knative Service, with the Knative release that has them: knative.md, section 5. */
const SERVICE_ASKS: Readonly<Record<string, readonly [release: string, fields: string]>> = {
  variables: [
    '0',
    'env: { A: b, C: { secretKeyRef: { name: d, key: e } } }\nenvFrom: [{ configMapRef: { name: f } }]',
  ],
  'field-variable': ['0.16', 'env: { A: { fieldRef: { fieldPath: metadata.name } } }'],
  port: ['0', 'ports: [{ containerPort: 9000, name: h2c }]'],
  probes: [
    '0',
    'readinessProbe: { httpGet: { path: /a } }\nlivenessProbe: { tcpSocket: {}, periodSeconds: 5 }',
  ],
  'grpc-probe': ['1.12', 'readinessProbe: { grpc: {} }'],
  'start-probe': ['1.15', 'startupProbe: { httpGet: { path: /a } }'],
  times: ['0', 'timeoutSeconds: 60'],
  'start-time': ['1.7', 'timeoutSeconds: 60\nresponseStartTimeoutSeconds: 30'],
  scale: ['0', 'scale: { min: 1, max: 3, metric: concurrency, target: 5, window: 30s }'],
  'scale-share': ['0.8', 'scale: { targetUtilizationPercentage: 80 }'],
  'scale-rps': ['0.9', 'scale: { metric: rps, target: 100 }'],
  'scale-cpu': ['0', 'scale: { min: 1, metric: cpu, target: 70 }'],
  'scale-memory': ['0.26', 'scale: { min: 1, metric: memory, target: 200 }'],
  'scale-initial': ['0.15', 'scale: { initial: 2 }'],
  'scale-none': ['0.15', 'scale: { initial: 0 }'],
  'scale-retention': ['0.15', 'scale: { scaleToZeroPodRetentionPeriod: 1m }'],
  'scale-delay': ['0.19', 'scale: { scaleDownDelay: 5m }'],
  'scale-activation': ['1.7', 'scale: { activation: 2 }'],
  account: ['0', 'serviceAccountName: robot'],
  secrets: ['0.11', 'imagePullSecrets: [{ name: mine }]'],
  files: [
    '0',
    'volumes: { a: { secret: { secretName: b } }, c: { configMap: { name: d } } }\nvolumeMounts: { /a: { name: a }, /c: { name: c, subPath: e } }',
  ],
  'empty-folder': [
    '0.25',
    'volumes: { a: { emptyDir: { sizeLimit: 1Gi } } }\nvolumeMounts: { /a: { name: a } }',
  ],
  claim: [
    '1.2',
    'volumes: { a: { persistentVolumeClaim: { claimName: b } } }\nvolumeMounts: { /a: { name: a } }',
  ],
  'node-selector': ['0.17', 'nodeSelector: { disk: ssd }'],
  tolerations: ['0.17', 'tolerations: [{ key: gpu, operator: Exists, effect: NoSchedule }]'],
  affinity: [
    '0.17',
    'affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: a, operator: Exists }] }] } } }',
  ],
  'runtime-class': ['0.18', 'runtimeClassName: nvidia'],
  'priority-class': ['0.25', 'priorityClassName: high'],
  gpu: ['0', "resources: { limits: { 'nvidia.com/gpu': 1, ephemeral-storage: 1Gi } }"],
  'read-only': ['0.21', 'security: { readOnlyRootFilesystem: true }'],
  sidecar: ['0.17', 'sidecars: { proxy: { image: "registry.example.com/lab/b:1" } }'],
  'before-it': ['1.0', 'initContainers: { migrate: { image: "registry.example.com/lab/b:1" } }'],
  metadata: ['0', 'labels: { example.com/tier: a }\nannotations: { example.com/note: b }'],
};

/** From istio.md, sections 2 and 4 to 6, and knative.md, sections 3 and 7. */
const ASKS: Readonly<Record<string, Ask>> = {
  plain: { yaml: route('timeout: 1s'), isThere: () => true },
  retries: { yaml: route('retries: { attempts: 2, perTryTimeout: 1s }'), isThere: () => true },
  'retry-on': { yaml: route("retries: { attempts: 2, retryOn: [5xx, '503'] }"), isThere: since('1.1') },
  'retry-reset': { yaml: route('retries: { attempts: 2, retryOn: [reset] }'), isThere: since('1.4.3') },
  'retry-headers': {
    yaml: route('retries: { attempts: 2, retryOn: [retriable-headers] }'),
    isThere: since('1.19'),
  },
  'retry-early': {
    yaml: route('retries: { attempts: 2, retryOn: [reset-before-request] }'),
    isThere: since('1.23'),
  },
  'retry-remote': {
    yaml: route('retries: { attempts: 2, retryRemoteLocalities: true }'),
    isThere: since('1.6'),
  },
  'retry-backoff': { yaml: route('retries: { attempts: 2, backoff: 1s }'), isThere: since('1.26') },
  'redirect-path': {
    yaml: route('redirect: { uri: /faas/api/lab/plain/, redirectCode: 301 }'),
    isThere: () => true,
  },
  'redirect-code': {
    yaml: route('redirect: { authority: a.example.com, redirectCode: 308 }'),
    isThere: since('1.3'),
  },
  'redirect-scheme': { yaml: route('redirect: { scheme: https }'), isThere: since('1.12') },
  'redirect-port': { yaml: route('redirect: { port: 301 }'), isThere: since('1.12') },
  answer: {
    yaml: route('directResponse: { status: 404, body: gone }'),
    isThere: since('1.15'),
  },
  mirror: { yaml: route('mirror: { host: audit, port: 80, percent: 100 }'), isThere: () => true },
  'mirror-share': { yaml: route('mirror: { host: audit, percent: 10 }'), isThere: since('1.4') },
  'mirror-fraction': { yaml: route('mirror: { host: audit, percent: 0.5 }'), isThere: since('1.6') },
  // Istio 1.0 does not retry by itself; 1.1 does, and refuses to be told not to.
  'no-retries': {
    yaml: route('retries: { attempts: 0 }'),
    isThere: ({ istio }) => !isWithin(istio, '1.1-1.2'),
  },
  'whole-delay': { yaml: route('delay: { percent: 10, duration: 1s }'), isThere: () => true },
  'some-delay': { yaml: route('delay: { percent: 0.1, duration: 1s }'), isThere: since('1.1') },
  'dotted-header': {
    yaml: match('prefix: /faas/api/lab/NAME/, headers: { x.tenant: { exact: b } }'),
    isThere: ({ istio }) => !isWithin(istio, '1.23.0-1.24.4'),
  },
  present: {
    yaml: match('prefix: /faas/api/lab/NAME/, headers: { x-a: { present: true } }'),
    isThere: since('1.18'),
  },
  absent: {
    yaml: match('prefix: /faas/api/lab/NAME/, withoutHeaders: { x-a: { present: true } }'),
    isThere: since('1.18'),
  },
  'without-value': {
    yaml: match("prefix: /faas/api/lab/NAME/, withoutHeaders: { x-a: { regex: '.+' } }"),
    isThere: since('1.22'),
  },
  'without-dotted': {
    yaml: match('prefix: /faas/api/lab/NAME/, withoutHeaders: { x.a: { present: true } }'),
    isThere: ({ istio }) => isSince(istio, '1.18') && !isWithin(istio, '1.23.0-1.24.4'),
  },
  'any-case': {
    yaml: match('prefix: /faas/api/lab/NAME/, ignoreUriCase: true'),
    isThere: since('1.2.3'),
  },
  'any-method': { yaml: match('prefix: /faas/api/lab/NAME/, methods: [PROPFIND, GET]'), isThere: () => true },
  query: { yaml: match('prefix: /faas/api/lab/NAME/, query: { a: { exact: b } }'), isThere: since('1.3') },
  'query-regex': {
    yaml: match("prefix: /faas/api/lab/NAME/, query: { a: { regex: '[0-9]+' } }"),
    isThere: since('1.3'),
  },
  'query-prefix': {
    yaml: match('prefix: /faas/api/lab/NAME/, query: { a: { prefix: b } }'),
    isThere: since('1.18'),
  },
  regex: { yaml: match("regex: '/faas/api/lab/NAME/(a|b)[0-9]{1,3}\\.html'"), isThere: () => true },
  'class-regex': {
    yaml: match("regex: '/faas/api/lab/NAME/[[:alpha:]]+'"),
    code: 'KF702',
    isThere: since('1.4'),
  },
  'header-regex': {
    yaml: match("prefix: /faas/api/lab/NAME/, headers: { x-a: { regex: '(?i)abc' } }"),
    code: 'KF702',
    isThere: since('1.4'),
  },
  'rewrite-uri': { yaml: route('rewrite: { uri: / }'), isThere: () => true },
  'rewrite-regex': {
    yaml: route("rewrite: { uriRegexRewrite: { match: '^/faas', rewrite: /x } }"),
    isThere: since('1.19'),
  },
  headers: {
    yaml: route(
      'headers: { request: { set: { x-a: 50%, x-b: b }, remove: [x-c] }, response: { add: { x-d: e } } }',
    ),
    isThere: since('1.1'),
  },
  cors: {
    yaml: route(
      "corsPolicy: { allowOrigins: [{ exact: 'https://a.example.com' }], allowMethods: [GET], maxAge: 10m, allowCredentials: true }",
    ),
    isThere: () => true,
  },
  'cors-prefix': {
    yaml: route("corsPolicy: { allowOrigins: [{ prefix: 'https://a.' }] }"),
    isThere: since('1.5'),
  },
  'whole-abort': { yaml: route('abort: { percent: 10, httpStatus: 503 }'), isThere: () => true },
  'some-abort': { yaml: route('abort: { percent: 0.1, httpStatus: 503 }'), isThere: since('1.1') },
  canary: {
    yaml: 'runtime: nodejs\nbackends: [{ service: lab-a, weight: 90 }, { service: lab-b, weight: 10 }]\ndeployedElsewhere: [lab-a, lab-b]\n',
    isThere: ({ istio }) => isSince(istio, '1.1') && istio !== '1.10.0',
  },
  host: {
    yaml: 'runtime: nodejs\nbackends: [{ host: billing, port: 8080, authority: billing.example.com }]\n',
    isThere: () => true,
  },
  // Without a Host of their own, hosts share requests in every version.
  hosts: {
    yaml: 'runtime: nodejs\nbackends: [{ host: a, port: 1, weight: 90 }, { host: b, port: 2, weight: 10 }]\n',
    isThere: () => true,
  },
  'named-hosts': {
    yaml: 'runtime: nodejs\nbackends: [{ host: a, weight: 90 }, { host: b, authority: c, weight: 10 }]\n',
    isThere: ({ istio }) => isSince(istio, '1.1') && istio !== '1.10.0',
  },
  'backend-headers': {
    yaml: 'runtime: nodejs\nbackends: [{ host: a, headers: { response: { remove: [server] } } }]\n',
    isThere: since('1.1'),
  },
  // One of two that gets everything needs no Host of its own.
  switched: {
    yaml: 'runtime: nodejs\nbackends: [{ service: lab-a, weight: 0 }, { service: lab-b, weight: 100 }]\ndeployedElsewhere: [lab-a, lab-b]\n',
    isThere: () => true,
  },
  ...Object.fromEntries(
    Object.entries(SERVICE_ASKS).map(([name, [release, fields]]) => [
      name,
      {
        yaml: `runtime: golang\nservice:\n  image: registry.example.com/lab/a:1\n${fields.replaceAll(/^/gm, '  ')}\n`,
        isThere: ({ knative }: PlatformVersions) => isSince(knative, release),
      },
    ]),
  ),
  // Knative 0.9 and older match hosts by a regex, which Istio 1.4 and newer cut at 100 bytes.
  ['n'.repeat(55)]: {
    yaml: 'runtime: nodejs\n',
    code: 'KF703',
    isThere: ({ istio, knative }) => isSince(knative, '0.10') || !isSince(istio, '1.4'),
  },
};

/** Pairs that nobody tested, and that are taken all the same. */
const ODD_PAIRS: readonly PlatformVersions[] = [
  { kubernetes: '1.14', istio: '1.4.6', knative: '0.9', certManager: '0.10' },
  { kubernetes: '1.14', istio: '1.5.4', knative: '0.8', certManager: '0.10' },
];

const { path } = projectFolder({
  'lab/team.yaml': 'contact: lab@example.com\nprefixes: [/faas/api/lab/]\n',
  ...Object.fromEntries(
    Object.entries(ASKS).map(([name, { yaml }]) => [`lab/${name}.yaml`, yaml.replaceAll('NAME', name)]),
  ),
});

const STACKS = [...MATRIX, ...ODD_PAIRS].map((versions) => ({
  name: Object.values(versions).join(', '),
  versions,
}));

test.each(STACKS)('on $name whoever asks for more than there is, is refused', ({ versions }) => {
  const { findings, files } = renderStack(onStack(versions), path);
  const lacking = Object.entries(ASKS).filter(([, { isThere }]) => !isThere(versions));

  const refused = findings.filter(({ severity }) => severity === 'error');
  const said = refused.map(({ code, message }) => `${code} ${message.split(' ')[0] ?? ''}`);
  expect(said.sort()).toEqual(lacking.map(([name, { code = 'KF701' }]) => `${code} lab/${name}`).sort());

  const rendered = [...files.keys()].filter((file) => file.startsWith('prod/prod-us/faas-prod/'));
  expect(rendered).toHaveLength(Object.keys(ASKS).length - lacking.length);
  expect(stackProblems({ findings, files }, versions)).toEqual({});
});
