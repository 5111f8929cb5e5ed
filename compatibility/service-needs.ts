import { containersOf, type FunctionSpec, type ServiceDeclaration } from '../catalog';
import { KNATIVE_FLAGS, type KnativeFlag, type PlatformProfile, type PodField } from '../platform';
import type { Need, ValuePath } from './need';

/** Something that a Knative Service may ask for. */
export interface ServiceAsk {
  readonly field: PodField;
  /** What is asked for, as the beginning of a sentence. */
  readonly what: string;
  /** The first Knative release that has it. */
  readonly since: string;
  /** Another ask of the same value, which every version lacks that lacks this one. @default - none */
  readonly within?: PodField;
  /** What a Knative Service says of it; steps from the function's root. */
  readonly askedAt: (service: ServiceDeclaration) => readonly ValuePath[];
}

/** Asked for where a field of `service:` is there. */
const at =
  (...path: readonly (keyof ServiceDeclaration)[]) =>
  (service: ServiceDeclaration): readonly ValuePath[] =>
    path.flatMap((field) => (service[field] === undefined ? [] : [['service', field]]));

/** Asked for where a field of `service.scale` has a value that counts. */
const inScale =
  (
    field: keyof NonNullable<ServiceDeclaration['scale']>,
    counts: (value: unknown) => boolean = (value) => value !== undefined,
  ) =>
  ({ scale }: ServiceDeclaration): readonly ValuePath[] =>
    counts(scale?.[field]) ? [['service', 'scale', field]] : [];

const inVolumes =
  (counts: (volume: NonNullable<ServiceDeclaration['volumes']>[string]) => string | undefined) =>
  ({ volumes = {} }: ServiceDeclaration): readonly ValuePath[] =>
    Object.entries(volumes).flatMap(([name, volume]) => {
      const kind = counts(volume);
      return kind === undefined ? [] : [['service', 'volumes', name, kind]];
    });

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'] as const;

/** Everything that a Knative Service can ask for and that some version lacks, or has behind a flag. */
export const SERVICE_ASKS: readonly ServiceAsk[] = [
  {
    field: 'fieldRef',
    what: 'an environment variable from a field of the pod',
    since: '0.16',
    askedAt: (service) =>
      containersOf(service).flatMap(({ path, container }) =>
        Object.entries(container.env ?? {}).flatMap(([name, value]) =>
          typeof value === 'object' && value.fieldRef !== undefined
            ? [[...path, 'env', name, 'fieldRef']]
            : [],
        ),
      ),
  },
  { field: 'nodeSelector', what: 'a nodeSelector', since: '0.17', askedAt: at('nodeSelector') },
  { field: 'affinity', what: 'an affinity', since: '0.17', askedAt: at('affinity') },
  { field: 'tolerations', what: 'tolerations', since: '0.17', askedAt: at('tolerations') },
  { field: 'sidecars', what: 'sidecars', since: '0.17', askedAt: at('sidecars') },
  { field: 'runtimeClassName', what: 'a RuntimeClass', since: '0.18', askedAt: at('runtimeClassName') },
  {
    field: 'readOnlyRootFilesystem',
    what: 'a file system that is read only',
    since: '0.21',
    askedAt: ({ security }) =>
      security?.readOnlyRootFilesystem === true ? [['service', 'security', 'readOnlyRootFilesystem']] : [],
  },
  { field: 'priorityClassName', what: 'a PriorityClass', since: '0.25', askedAt: at('priorityClassName') },
  {
    field: 'emptyDir',
    what: 'an emptyDir',
    since: '0.25',
    askedAt: inVolumes(({ emptyDir }) => (emptyDir === undefined ? undefined : 'emptyDir')),
  },
  { field: 'initContainers', what: 'initContainers', since: '1.0', askedAt: at('initContainers') },
  {
    field: 'persistentVolumeClaim',
    what: 'a PersistentVolumeClaim',
    since: '1.2',
    askedAt: inVolumes(({ persistentVolumeClaim }) =>
      persistentVolumeClaim === undefined ? undefined : 'persistentVolumeClaim',
    ),
  },
  {
    field: 'persistentVolumeWrite',
    what: 'a PersistentVolumeClaim that is written',
    since: '1.2',
    within: 'persistentVolumeClaim',
    askedAt: inVolumes(({ persistentVolumeClaim: claim }) =>
      claim === undefined || claim.readOnly === true ? undefined : 'persistentVolumeClaim',
    ),
  },
  {
    field: 'grpcProbe',
    what: 'a gRPC probe',
    since: '1.12',
    askedAt: (service) =>
      PROBES.flatMap((name) => (service[name]?.grpc === undefined ? [] : [['service', name, 'grpc']])),
  },
  { field: 'startupProbe', what: 'a startupProbe', since: '1.15', askedAt: at('startupProbe') },
  {
    field: 'rps',
    what: 'the metric rps',
    since: '0.9',
    askedAt: inScale('metric', (metric) => metric === 'rps'),
  },
  {
    field: 'memoryMetric',
    what: 'the metric memory',
    since: '0.26',
    askedAt: inScale('metric', (metric) => metric === 'memory'),
  },
  {
    field: 'targetUtilization',
    what: 'a target utilization',
    since: '0.8',
    askedAt: inScale('targetUtilizationPercentage'),
  },
  { field: 'initialScale', what: 'an initial scale', since: '0.15', askedAt: inScale('initial') },
  {
    field: 'zeroInitialScale',
    what: 'an initial scale of 0',
    since: '0.15',
    within: 'initialScale',
    askedAt: inScale('initial', (initial) => initial === 0),
  },
  {
    field: 'podRetention',
    what: 'a retention of the last pod',
    since: '0.15',
    askedAt: inScale('scaleToZeroPodRetentionPeriod'),
  },
  { field: 'scaleDownDelay', what: 'a scale-down delay', since: '0.19', askedAt: inScale('scaleDownDelay') },
  { field: 'activationScale', what: 'an activation scale', since: '1.7', askedAt: inScale('activation') },
];

/** What {@link SERVICE_ASKS} says, of versions that have no such thing at all. */
export const SERVICE_NEEDS: readonly Need[] = [
  ...SERVICE_ASKS.filter(({ within }) => within === undefined).map(
    ({ field, what, since, askedAt }): Need => ({
      code: 'KF701',
      what,
      component: 'knative',
      otherwise: 'Knative refuses or ignores it',
      since,
      isLacking: ({ knativePod }) => knativePod[field] === 'no',
      askedAt: ({ service }) => (service === undefined ? [] : askedAt(service)),
    }),
  ),
  featureNeed('functionPullSecrets', 'imagePullSecrets of its own', '0.11', 'imagePullSecrets'),
  featureNeed('responseStartTimeout', 'responseStartTimeoutSeconds', '1.7', 'responseStartTimeoutSeconds'),
];

function featureNeed(
  feature: keyof PlatformProfile['features'],
  what: string,
  since: string,
  field: keyof ServiceDeclaration,
): Need {
  return {
    code: 'KF701',
    what,
    component: 'knative',
    otherwise: 'Knative refuses it',
    since,
    isLacking: ({ features }) => !features[feature],
    askedAt: ({ service }) => (service === undefined ? [] : at(field)(service)),
  };
}

/** Something behind a flag that a function asks for, and where its file does. */
export interface FlaggedAsk {
  readonly field: PodField;
  readonly flag: KnativeFlag;
  readonly path: ValuePath;
}

/** What a function asks for that some version has behind a flag. */
export function flaggedAsks({ service }: FunctionSpec): readonly FlaggedAsk[] {
  if (service === undefined) return [];
  return SERVICE_ASKS.flatMap(({ field, askedAt }) => {
    const flag = (KNATIVE_FLAGS as Partial<Record<PodField, KnativeFlag>>)[field];
    const path = flag === undefined ? undefined : askedAt(service)[0];
    return flag === undefined || path === undefined ? [] : [{ field, flag, path }];
  });
}
