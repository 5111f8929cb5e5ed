import { join } from 'node:path';
import { loadCatalog } from '../../catalog';
import { sortedFindings } from '../../findings';
import { projectFolder } from '../fixtures/project-folder';
import { WHOLE_SERVICE } from '../fixtures/whole-service';

const IMAGE = 'image: registry.example.com/saas/a:1';

/** What is reported about a function with some fields in its `service:`; the first of them is in line 4. */
function about(fields: string, more = ''): string[] {
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/a.yaml': `runtime: nodejs\nservice:\n  ${IMAGE}\n${fields.replaceAll(/^(?=.)/gm, '  ')}\n${more}`,
  });
  const { findings } = loadCatalog(join(path, 'functions'), [{ environment: 'test', cluster: 'test-cn' }]);
  return sortedFindings(findings).map(
    ({ code, message, places: [place] }) => `${place?.line}:${place?.column} ${code} ${message}`,
  );
}

test('a service with everything has no findings', () => {
  expect(about(WHOLE_SERVICE)).toEqual([]);
});

test.each([
  ['env: { A: 1 }', '4:13 KF202 "service.env.A" is the number 1, not a text or a mapping'],
  ['env: { A: { secretKeyRef: { name: b } } }', '4:29 KF203 missing field "service.env.A.secretKeyRef.key"'],
  ['env: { A: {} }', '4:13 KF204 "service.env.A" has none of secretKeyRef, configMapKeyRef, fieldRef'],
  ['env: { A-B: c }', '4:10 KF441 "A-B" is not the name of an environment variable'],
  ['env: { KFAAS_A: b }', '4:10 KF441 KFAAS_A is a name of KFaas, which sets such variables itself'],
  ['env: { PORT: "80" }', '4:10 KF441 Knative sets PORT itself and refuses another value'],
  ['env: { DB_PASSWORD: hunter2 }', '4:23 KF440 "service.env.DB_PASSWORD" looks like a secret, by its name'],
  [
    'env: { DB: "postgres://me:hunter2@db/x" }',
    '4:14 KF440 "service.env.DB" looks like a URL with a password',
  ],
  ['args: ["--key=-----BEGIN PRIVATE KEY-----"]', '4:10 KF440 "service.args[0]" looks like a private key'],
  ['envFrom: [{ prefix: A }]', '4:13 KF204 "service.envFrom[0]" has none of secretRef, configMapRef'],
  [
    'ports: [{ containerPort: 9090 }]',
    `4:28 KF204 "service.ports[0].containerPort" is 9090, on which Knative's own container listens`,
  ],
  ['ports: [{ containerPort: 1 }, { containerPort: 2 }]', '4:10 KF204 "service.ports" is a list'],
  [
    'readinessProbe: { httpGet: {}, tcpSocket: {} }',
    '4:19 KF204 "service.readinessProbe" has httpGet and tcpSocket of httpGet, tcpSocket, exec, grpc',
  ],
  [
    'readinessProbe: { tcpSocket: {}, failureThreshold: 2 }',
    '4:54 KF204 "service.readinessProbe" has failureThreshold and no periodSeconds',
  ],
  [
    'livenessProbe: { tcpSocket: {}, successThreshold: 2 }',
    '4:53 KF204 "service.livenessProbe" has a successThreshold of 2',
  ],
  [
    'readinessProbe: { httpGet: { port: 1 } }',
    '4:32 KF201 unknown field "service.readinessProbe.httpGet.port"',
  ],
  // A name that every object of JavaScript has is a name like any other.
  ['affinity: { constructor: [] }', '4:15 KF201 unknown field "service.affinity.constructor"'],
  [
    'resources: { limits: { constructor: [] } }',
    '4:39 KF202 "service.resources.limits.constructor" is an empty list, not a text or a number',
  ],
  ['resources: { limits: { memry: 1Gi } }', '4:26 KF201 unknown field "service.resources.limits.memry"'],
  [
    'resources: { limits: { nvidia.com/gpu: x } }',
    '4:42 KF204 "service.resources.limits.nvidia.com/gpu" "x" is not a Kubernetes quantity',
  ],
  [
    'resources: { requests: { nvidia.com/gpu: 1 } }',
    '4:44 KF204 the request of 1 nvidia.com/gpu needs the same limit',
  ],
  ['scale: { metric: cpu, min: 0 }', '4:30 KF410 the scale has a min of 0 and goes by cpu'],
  ['scale: { metric: cpu, window: 30s }', '4:33 KF410 the scale goes by cpu, for which window does nothing'],
  [
    'scale: { concurrency: 5, target: 6 }',
    '4:36 KF410 the target of 6 requests at once is above the concurrency of 5',
  ],
  [
    'scale: { max: 2, activation: 3 }',
    '4:32 KF410 the scale wakes up with 3 pods, outside of its min and max',
  ],
  ['scale: { max: 2, initial: 3 }', '4:29 KF410 the scale begins with 3 pods, above its max of 2'],
  ['scale: { window: 5s }', '4:20 KF204 "service.scale.window" is "5s"'],
  ['scale: { scaleDownDelay: 1500ms }', '4:28 KF204 "service.scale.scaleDownDelay" is "1500ms"'],
  [
    'timeoutSeconds: 5\nresponseStartTimeoutSeconds: 6',
    '5:32 KF444 an answer may begin after 6 s, when the request has ended at 5 s',
  ],
  ['volumes: { a: { emptyDir: {} } }', '4:14 KF442 nothing mounts the volume "a"'],
  ['volumeMounts: { /a: { name: b } }', '4:31 KF442 there is no volume "b"'],
  [
    'volumes: { a: {} }\nvolumeMounts: { /a: { name: a } }',
    '4:17 KF204 "service.volumes.a" has none of secret, configMap, projected, emptyDir, persistentVolumeClaim',
  ],
  [
    'volumes: { a: { secret: { secretName: b } } }\nvolumeMounts: { /a: { name: a, readOnly: false } }',
    '5:44 KF442 the volume "a" cannot be written',
  ],
  [
    'volumes: { a: { emptyDir: {} } }\nvolumeMounts: { /dev/: { name: a } }',
    '5:19 KF442 Knative lets nothing be mounted at /dev',
  ],
  [
    'volumes: { a: { emptyDir: {} } }\nvolumeMounts: { /a: { name: a }, /a/: { name: a } }',
    '5:36 KF442 /a is mounted twice',
  ],
  [
    'volumes: { a: { emptyDir: {} } }\nvolumeMounts: { /a: { name: a, subPath: ../b } }',
    '5:43 KF442 the subPath "../b" leads out of the volume',
  ],
  [
    'volumes: { A: { emptyDir: {} } }\nvolumeMounts: { /a: { name: A } }',
    '4:14 KF301 "service.volumes.A": "A" is not a DNS label',
  ],
  [`sidecars: { function: { ${IMAGE} } }`, '4:15 KF204 the name "function" of a container is taken'],
  ['sidecars: { a: { image: "a:latest" } }', '4:27 KF414 the image "a:latest" has the tag latest'],
  [
    'tolerations: [{ effect: NoSchedule }]',
    '4:17 KF204 a toleration without a key needs the operator Exists',
  ],
  [
    'labels: { app: a }',
    '4:13 KF443 "service.labels.app" belongs to KFaas, to Knative or to the security of pods',
  ],
  ['labels: { a: "b c" }', '4:16 KF443 "b c" is not the value of a label'],
  [
    'annotations: { autoscaling.knative.dev/min-scale: "1" }',
    '4:18 KF443 "service.annotations.autoscaling.knative.dev/min-scale" belongs to KFaas, to Knative or to the security of pods',
  ],
])('%j is refused', (fields, message) => {
  expect(about(fields).map((line) => line.slice(0, message.length))).toEqual([message]);
});

test('a route does not wait longer than the function may take', () => {
  const routes = 'routes:\n  - { match: { prefix: /faas/api/saas/a/ }, timeout: 20s }\n';
  expect(about('timeoutSeconds: 20', routes)).toEqual([]);
  expect(about('timeoutSeconds: 19', routes)).toEqual([
    '6:54 KF444 the route waits 20 s for a function that "service.timeoutSeconds" ends after 19 s',
  ]);
});

test('an overlay changes and removes one variable, and leaves the others', () => {
  const env = 'env: { A: a, B: { secretKeyRef: { name: b, key: c } }, C: c }';
  const overlays = 'overlays: { test: { service: { env: { A: x, C: null } } } }\n';
  const { path } = projectFolder({
    'functions/saas/team.yaml': 'contact: saas@example.com\nprefixes: [/faas/api/saas/]\n',
    'functions/saas/a.yaml': `runtime: nodejs\nservice:\n  ${IMAGE}\n  ${env}\n${overlays}`,
  });
  const { functions, findings } = loadCatalog(join(path, 'functions'), [
    { environment: 'test', cluster: 'test-cn' },
  ]);
  expect(findings).toEqual([]);
  expect(functions[0]?.specs.get('test-cn')?.service?.env).toEqual({
    A: 'x',
    B: { secretKeyRef: { name: 'b', key: 'c' } },
  });
});
