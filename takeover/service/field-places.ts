import { listOf, mappingOf, type Mapping } from '../../base';
import type { PlatformProfile } from '../../platform';
import type { ValuePath } from '../../shape';
import { ownContainer } from './container-meaning';
import { scaleAnnotations, usedSpelling } from './scaling-spelling';

const TEMPLATE = ['spec', 'template'];
const POD = [...TEMPLATE, 'spec'];

/** Fields that a container has as the file has them. */
const OF_CONTAINER: readonly string[] = [
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'envFrom',
  'ports',
  'readinessProbe',
  'livenessProbe',
  'startupProbe',
  'resources',
];

/**
 * Where a Knative Service has what a function's file has at a path below `service`; `undefined` where that is in another object.
 * @param service in the shape of v1
 */
export function placeOfField(
  [field, ...rest]: ValuePath,
  service: Mapping,
  profile: PlatformProfile,
): ValuePath | undefined {
  const template = mappingOf(mappingOf(service.spec).template);
  const pod = mappingOf(template.spec);
  const containers = listOf(pod.containers);
  const own = ownContainer(containers);
  const [step] = rest;
  switch (field) {
    case 'sidecars':
    case 'initContainers': {
      const list = field === 'sidecars' ? 'containers' : field;
      const at = indexOf(listOf(pod[list]), 'name', step);
      const place = [...POD, list, at];
      return inContainer(place, mappingOf(listOf(pod[list])[Number(at)]), rest.slice(1)) ?? place;
    }
    case 'scale': {
      if (step === undefined) return [...TEMPLATE, 'metadata', 'annotations'];
      if (step === 'concurrency') return [...POD, 'containerConcurrency'];
      const annotation =
        (scaleAnnotations(profile) as Readonly<Record<string, string>>)[step] ?? String(step);
      const used = usedSpelling(annotation, mappingOf(mappingOf(template.metadata).annotations));
      return [...TEMPLATE, 'metadata', 'annotations', used];
    }
    case 'volumes':
      return [...POD, 'volumes', indexOf(listOf(pod.volumes), 'name', step), ...rest.slice(1)];
    case 'labels':
    case 'annotations':
      return [...TEMPLATE, 'metadata', field, ...rest];
    case 'revisionName':
      return [...TEMPLATE, 'metadata', 'name'];
    case 'traffic':
      return ['spec', 'traffic', ...rest];
    case 'connectionPool':
    case 'outlierDetection':
    case undefined:
      return undefined;
  }
  if (field === 'security' && step === 'automountServiceAccountToken') return [...POD, step];
  return (
    inContainer([...POD, 'containers', own], mappingOf(containers[own]), [field, ...rest]) ?? [
      ...POD,
      field,
      ...rest,
    ]
  );
}

/** Where a container has what is at a path of its part of the file; `undefined` where the pod has it. */
function inContainer(
  place: ValuePath,
  container: Mapping,
  [field, step, ...rest]: ValuePath,
): ValuePath | undefined {
  if (field === undefined) return place;
  if (OF_CONTAINER.includes(String(field)))
    return [...place, field, ...(step === undefined ? [] : [step]), ...rest];
  if (field === 'security')
    return [...place, 'securityContext', ...(step === undefined ? [] : [step]), ...rest];
  if (field === 'env') return [...place, 'env', indexOf(listOf(container.env), 'name', step)];
  if (field !== 'volumeMounts') return undefined;
  return [...place, 'volumeMounts', indexOf(listOf(container.volumeMounts), 'mountPath', step), ...rest];
}

/** The place of an entry of a list: the last of its name, or its name where there is none. */
function indexOf(
  list: readonly unknown[],
  field: string,
  name: string | number | undefined,
): string | number {
  const at = list.findLastIndex((entry) => mappingOf(entry)[field] === name);
  return at < 0 ? String(name) : at;
}
