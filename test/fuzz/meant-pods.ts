/*
 * What the pods of a function should be, told a second time: by docs/service.md.
 */

/** A mapping of a file or of a manifest. */
type Mapping = Readonly<Record<string, unknown>>;

/** Fields that a manifest has as the file has them. */
const OF_CONTAINER = [
  'command',
  'args',
  'workingDir',
  'envFrom',
  'readinessProbe',
  'livenessProbe',
  'startupProbe',
  'imagePullPolicy',
];
const OF_POD = [
  'serviceAccountName',
  'nodeSelector',
  'affinity',
  'tolerations',
  'runtimeClassName',
  'priorityClassName',
];

/** The pods that a file asks for. */
export function meantPod(service: Mapping): Mapping {
  const { env, ports, volumes, volumeMounts, labels, annotations, scale, sidecars, initContainers } = service;
  const [{ containerPort = 8080, name } = {} as Mapping] = (ports ?? []) as readonly Mapping[];
  const saysPort = containerPort !== 8080 || name !== undefined || sidecars !== undefined;
  return {
    ...picked(service, [...OF_CONTAINER, ...OF_POD]),
    env: byName(env, 'name', (value) => (typeof value === 'string' ? { value } : { valueFrom: value })),
    ports: saysPort ? [{ name, containerPort }] : undefined,
    volumes: byName(volumes, 'name', (volume) => volume as Mapping),
    volumeMounts: byName(volumeMounts, 'mountPath', (mount) => {
      const { name: volume, readOnly, subPath } = mount as Mapping;
      const fixed = isFixed(((volumes ?? {}) as Record<string, Mapping>)[String(volume)] ?? {});
      return { name: volume, readOnly: (readOnly ?? fixed) === true ? true : undefined, subPath };
    }),
    labels: { ...((labels ?? {}) as Mapping) },
    annotations: { ...((annotations ?? {}) as Mapping) },
    scaling: [
      'initial',
      'activation',
      'metric',
      'target',
      'targetUtilizationPercentage',
      'window',
      'scaleDownDelay',
      'scaleToZeroPodRetentionPeriod',
    ]
      .map((field) => ((scale ?? {}) as Mapping)[field])
      .filter((value) => value !== undefined)
      .map(String)
      .sort(),
    others: [initContainers, sidecars].map((containers) =>
      Object.entries((containers ?? {}) as Record<string, Mapping>).map(([name, { image }]) => [name, image]),
    ),
  };
}

/** The pods of a Knative Service that was read back. */
export function renderedPod({ metadata = {}, spec }: Mapping): Mapping {
  const pod = spec as Mapping;
  const [container = {}, ...sidecars] = pod.containers as readonly Mapping[];
  const { labels, annotations } = metadata as Mapping;
  const foreign = (entries: unknown) =>
    Object.fromEntries(Object.entries((entries ?? {}) as Mapping).filter(([name]) => !isOurs(name)));
  return {
    ...picked(container, OF_CONTAINER),
    ...picked(pod, OF_POD),
    env: container.env,
    ports: container.ports,
    volumes: pod.volumes,
    volumeMounts: container.volumeMounts,
    labels: foreign(labels),
    annotations: foreign(annotations),
    scaling: Object.entries((annotations ?? {}) as Mapping)
      .filter(([name]) => isOurs(name) && !/\/(m(in|ax)-?scale|class)$/i.test(name))
      .map(([, value]) => String(value))
      .sort(),
    others: [pod.initContainers, sidecars].map((containers) =>
      ((containers ?? []) as readonly Mapping[]).map(({ name, image }) => [name, image]),
    ),
  };
}

function picked(mapping: Mapping, names: readonly string[]): Mapping {
  return Object.fromEntries(names.map((name) => [name, mapping[name]]));
}

/** A mapping as the list that Kubernetes has of it. */
function byName(
  entries: unknown,
  key: string,
  rest: (value: unknown) => Mapping,
): readonly Mapping[] | undefined {
  if (entries === undefined) return undefined;
  return Object.entries(entries as Mapping).map(([name, value]) => ({ [key]: name, ...rest(value) }));
}

/** Whether nobody can write to a volume. */
function isFixed({ emptyDir, persistentVolumeClaim }: Mapping): boolean {
  if (persistentVolumeClaim !== undefined) return (persistentVolumeClaim as Mapping).readOnly === true;
  return emptyDir === undefined;
}

function isOurs(name: string): boolean {
  return /(^|\.)(kfaas\.io|knative\.dev)\//.test(name);
}
