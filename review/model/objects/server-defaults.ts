import { isMapping, stableText } from '../../../base';
import { withoutField } from './server-fields';

/** A field that an API server fills in where a manifest does not set it. */
interface FilledField {
  readonly path: readonly string[];
  /** The default; a field with this value is equal to no field. @default - the server chooses a value of its own */
  readonly value?: unknown;
}

const filled = (path: string, value?: unknown): FilledField => ({
  path: path.split(' '),
  ...(value === undefined ? {} : { value }),
});

/** The fields of a pod's containers. Source: the API reference of Kubernetes, Pod v1. */
const CONTAINER = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => [
    filled(`${probe} failureThreshold`, 3),
    filled(`${probe} periodSeconds`, 10),
    filled(`${probe} successThreshold`, 1),
    filled(`${probe} timeoutSeconds`, 1),
    filled(`${probe} httpGet scheme`, 'HTTP'),
  ]),
  filled('imagePullPolicy', 'IfNotPresent'),
  filled('terminationMessagePath', '/dev/termination-log'),
  filled('terminationMessagePolicy', 'File'),
  filled('ports [] protocol', 'TCP'),
  filled('env [] valueFrom fieldRef apiVersion', 'v1'),
  filled('resources', {}),
];

/** The fields of a pod's specification besides its containers. Source as above. */
const POD = [
  filled('dnsPolicy', 'ClusterFirst'),
  filled('restartPolicy', 'Always'),
  filled('schedulerName', 'default-scheduler'),
  filled('securityContext', {}),
  filled('terminationGracePeriodSeconds', 30),
  filled('serviceAccount'),
  filled('volumes [] configMap defaultMode', 420),
  filled('volumes [] secret defaultMode', 420),
  filled('volumes [] projected defaultMode', 420),
];

const below = (path: string, fields: readonly FilledField[]): readonly FilledField[] =>
  fields.map((field) => ({ ...field, path: [...path.split(' '), ...field.path] }));

/** Filled-in fields by API group and kind, of the kinds that KFaas renders. */
const FILLED: Readonly<Record<string, readonly FilledField[]>> = {
  'apps/Deployment': [
    filled('spec progressDeadlineSeconds', 600),
    filled('spec revisionHistoryLimit', 10),
    filled('spec strategy', {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
    }),
    // Without a number in the manifest, an autoscaler sets it.
    filled('spec replicas'),
    ...below('spec template spec containers []', CONTAINER),
    ...below('spec template spec', POD),
  ],
  'autoscaling/HorizontalPodAutoscaler': ['scaleDown', 'scaleUp'].flatMap((direction) => [
    filled(`spec behavior ${direction} selectPolicy`, 'Max'),
    filled(`spec behavior ${direction} stabilizationWindowSeconds`),
    filled(`spec behavior ${direction} policies`),
  ]),
  '/Service': [
    filled('spec externalTrafficPolicy', 'Cluster'),
    filled('spec allocateLoadBalancerNodePorts', true),
    // Of a Service with externalTrafficPolicy Local.
    filled('spec healthCheckNodePort'),
    filled('spec type', 'ClusterIP'),
    filled('spec sessionAffinity', 'None'),
    filled('spec internalTrafficPolicy', 'Cluster'),
    filled('spec ipFamilyPolicy', 'SingleStack'),
    filled('spec ports [] protocol', 'TCP'),
    filled('spec ports [] targetPort'),
    filled('spec ports [] nodePort'),
    filled('spec clusterIP'),
    filled('spec clusterIPs'),
    filled('spec ipFamilies'),
  ],
  '/Namespace': [filled('spec finalizers')],
  '/ServiceAccount': [filled('secrets')],
  'networking.k8s.io/NetworkPolicy': [
    filled('spec policyTypes'),
    filled('spec ingress [] ports [] protocol', 'TCP'),
    filled('spec egress [] ports [] protocol', 'TCP'),
  ],
  // Source: defaults of Knative Serving (pkg/apis/serving/v1).
  'serving.knative.dev/Service': [
    filled('spec template spec containers [] name', 'user-container'),
    filled('spec template spec containers [] readinessProbe', {
      successThreshold: 1,
      tcpSocket: { port: 0 },
    }),
    ...below('spec template spec containers []', CONTAINER),
    filled('spec template spec containerConcurrency', 0),
    filled('spec template spec enableServiceLinks', false),
    filled('spec template spec timeoutSeconds', 300),
    filled('spec traffic', [{ latestRevision: true, percent: 100 }]),
  ],
};

/**
 * Prepares two forms of an object for comparison, at least one of which an API server gave: removes what the server
 * filled in, and the API version, which the request to the server chose.
 * @param groupKind `<API group>/<kind>`
 */
export function withoutFilledFields(
  groupKind: string,
  before: unknown,
  after: unknown,
): readonly [before: unknown, after: unknown] {
  const fields = FILLED[groupKind] ?? [];
  const without = (value: unknown, other: unknown) =>
    fields.reduce(
      (rest, { path, ...field }) =>
        withoutField(rest, other, path, (found, otherFound) =>
          'value' in field ? stableText(found) === stableText(field.value) : otherFound === undefined,
        ),
      withoutVersion(value),
    );
  return [without(before, after), without(after, before)];
}

function withoutVersion(value: unknown): unknown {
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => field !== 'apiVersion'));
}
