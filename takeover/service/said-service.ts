import { listOf, mappingOf, type Mapping } from '../../base';
import type { PlatformProfile } from '../../platform';
import { isBookkeepingAnnotation, isBookkeepingLabel, withoutNames } from './bookkeeping';
import { ownContainer } from './container-meaning';
import { KNATIVE_SECONDS } from './meaning';
import { saidBounds } from './said-bounds';
import { byName, saidOfOthers, saidOfOwn, type Said } from './said-containers';
import { saidScale } from './said-scale';
import { saidSecurity } from './said-security';

/** What a Knative Service is read with. */
export interface Reading {
  readonly namespace: string;
  readonly destinationRules: readonly Mapping[];
  readonly profile: PlatformProfile;
  /** The Secrets of images that every function has. */
  readonly imagePullSecrets: readonly string[];
  /** The variables that KFaas sets itself, since the function calls Java services. */
  readonly given: readonly string[];
}

/**
 * Everything that a Knative Service says, as a function's file would say it, and nothing left to defaults. It may say what no file may.
 * @param service in the shape of v1
 */
export function saidService(service: Mapping, reading: Reading): Said {
  const spec = mappingOf(service.spec);
  const { metadata: ofPods, spec: ofPod } = mappingOf(spec.template);
  const [metadata, pod] = [mappingOf(ofPods), mappingOf(ofPod)];
  const containers = listOf(pod.containers);
  const index = ownContainer(containers);
  const own = mappingOf(containers[index]);
  const { scale, annotations } = saidScale(
    mappingOf(metadata.annotations),
    pod.containerConcurrency,
    reading.profile,
  );
  const revisions = [metadata.name, ...listOf(spec.traffic).map((target) => mappingOf(target).revisionName)];
  const { timeoutSeconds } = pod;
  const hasLateStart = typeof timeoutSeconds === 'number' && timeoutSeconds > KNATIVE_SECONDS;
  const said = {
    ...saidOfOwn(own, reading.given),
    security: withoutUndefined(saidSecurity(mappingOf(service.metadata), pod, own)),
    timeoutSeconds,
    responseStartTimeoutSeconds:
      pod.responseStartTimeoutSeconds ?? (hasLateStart ? KNATIVE_SECONDS : undefined),
    revisionName: metadata.name,
    traffic: listOf(spec.traffic).length === 0 ? undefined : spec.traffic,
    ...saidBounds(reading.destinationRules, revisions, reading.namespace),
    scale,
    volumes: byName(pod.volumes, 'name', (volume) => volume),
    sidecars: saidOfOthers(containers.filter((_, other) => other !== index)),
    initContainers: saidOfOthers(pod.initContainers),
    serviceAccountName: pod.serviceAccountName,
    imagePullSecrets: ownSecrets(pod, reading.imagePullSecrets),
    nodeSelector: pod.nodeSelector,
    affinity: pod.affinity,
    tolerations: listOf(pod.tolerations).length === 0 ? undefined : pod.tolerations,
    runtimeClassName: pod.runtimeClassName,
    priorityClassName: pod.priorityClassName,
    annotations: withoutNames(
      metadata.annotations,
      (name) => annotations.includes(name) || isBookkeepingAnnotation(name),
    ),
    labels: withoutNames(metadata.labels, isBookkeepingLabel),
  };
  return withoutUndefined(said) as Said;
}

/** The Secrets of images that only this function has. */
function ownSecrets(pod: Mapping, usual: readonly string[]): unknown {
  const own = listOf(pod.imagePullSecrets).filter(
    (secret) => !usual.includes(String(mappingOf(secret).name)),
  );
  return own.length === 0 ? undefined : own;
}

/** Leaves out what is undefined, at every depth. */
function withoutUndefined(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
