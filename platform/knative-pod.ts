import { fact, OLDEST, type Fact } from './fact';

/** Whether a Knative version takes something: never, where its operators have enabled a flag, or always. */
export type Support = 'no' | 'flag' | 'yes';

/**
 * What a Knative Service can say of its pods, with the release that brought it. The webhook refuses a field that its masks
 * do not have, and one whose flag is off. Sources: serving `pkg/apis/serving/fieldmask.go`, `pkg/apis/serving/k8s_validation.go`,
 * `pkg/apis/config/features.go` and `pkg/apis/autoscaling/register.go`; fieldRef: knative/serving#8126 and #8437.
 */
export const KNATIVE_POD = {
  fieldRef: behind('fieldRef', '0.16'),
  nodeSelector: behind('nodeSelector', '0.17'),
  affinity: behind('affinity', '0.17'),
  tolerations: behind('tolerations', '0.17'),
  sidecars: always('several containers', '0.17', 'one container before'),
  runtimeClassName: behind('runtimeClassName', '0.18'),
  readOnlyRootFilesystem: always('readOnlyRootFilesystem', '0.21', 'refused before'),
  priorityClassName: behind('priorityClassName', '0.25'),
  emptyDir: behind('emptyDir', '0.25', '1.8'),
  initContainers: behind('initContainers', '1.0'),
  persistentVolumeClaim: behind('claims', '1.2'),
  persistentVolumeWrite: behind('written claims', '1.2'),
  grpcProbe: always('gRPC probes', '1.12', 'refused before'),
  startupProbe: always('startupProbe of functions', '1.15', 'refused before'),
  rps: always('metric rps', '0.9', 'the autoscaler knows concurrency alone before'),
  memoryMetric: always('metric memory', '0.26', 'the HPA class takes cpu alone before'),
  targetUtilization: always('target utilization', '0.8', 'one share for the whole cluster before'),
  initialScale: always('initial scale', '0.15', 'a new revision starts with one pod before'),
  zeroInitialScale: fact<Support>('knative', 'initial scale of 0', [
    [OLDEST, 'no', 'initial scales came with 0.15'],
    ['0.15', 'flag', 'behind a flag of config-autoscaler'],
  ]),
  podRetention: always('retention of the last pod', '0.15', 'not for one function before'),
  scaleDownDelay: always('scale-down delay', '0.19', 'pods are removed at once before'),
  activationScale: always('activation scale', '1.7', 'one pod wakes up before'),
} as const satisfies Readonly<Record<string, Fact<Support>>>;

/** Something that a Knative Service can say of its pods and that not every cluster takes. */
export type PodField = keyof typeof KNATIVE_POD;

/** The flags that operators enable in Knative's ConfigMap `config-features`; the last one in `config-autoscaler`. */
export const KNATIVE_FLAGS = {
  fieldRef: 'kubernetes.podspec-fieldref',
  nodeSelector: 'kubernetes.podspec-nodeselector',
  affinity: 'kubernetes.podspec-affinity',
  tolerations: 'kubernetes.podspec-tolerations',
  runtimeClassName: 'kubernetes.podspec-runtimeclassname',
  priorityClassName: 'kubernetes.podspec-priorityclassname',
  emptyDir: 'kubernetes.podspec-volumes-emptydir',
  initContainers: 'kubernetes.podspec-init-containers',
  persistentVolumeClaim: 'kubernetes.podspec-persistent-volume-claim',
  persistentVolumeWrite: 'kubernetes.podspec-persistent-volume-write',
  zeroInitialScale: 'allow-zero-initial-scale',
} as const satisfies Partial<Record<PodField, string>>;

/** A flag of Knative that a function may need. */
export type KnativeFlag = (typeof KNATIVE_FLAGS)[keyof typeof KNATIVE_FLAGS];

/** What holds of fields where operators have enabled flags: a field behind one of them is taken. */
export function enabledBy(
  flags: readonly string[] = [],
  support: Readonly<Record<PodField, Support>>,
): Readonly<Record<PodField, Support>> {
  if (flags.length === 0) return support;
  const isEnabled = (field: string) =>
    flags.includes((KNATIVE_FLAGS as Partial<Record<string, string>>)[field] ?? '');
  const entries = Object.entries(support).map(([field, value]) => [
    field,
    value === 'flag' && isEnabled(field) ? 'yes' : value,
  ]);
  return Object.fromEntries(entries) as Record<PodField, Support>;
}

/** A field that came behind a flag, which a later release may have turned on. */
function behind(field: string, release: string, on?: string): Fact<Support> {
  return fact<Support>('knative', `${field} of functions`, [
    [OLDEST, 'no', `it came with ${release}`],
    [release, 'flag', 'operators enable it in config-features'],
    ...(on === undefined ? [] : [[on, 'yes', `on by default from ${on}`] as const]),
  ]);
}

function always(what: string, release: string, why: string): Fact<Support> {
  return fact<Support>('knative', what, [
    [OLDEST, 'no', why],
    [release, 'yes', `it came with ${release}`],
  ]);
}
