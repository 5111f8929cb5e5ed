import { isMapping, listOf, mappingOf, textOf, type Mapping } from '../../base';
import type { PlatformProfile } from '../../platform';
import { isBookkeepingAnnotation, isBookkeepingLabel, withoutNames } from './bookkeeping';
import { containerMeaning, optionally, ownContainer, quantity } from './container-meaning';
import { each, fields, unless, unlessEmpty } from './default-rules';
import { NUMBERS, scaleAnnotations, SCALING, usedSpelling } from './scaling-spelling';

/** Longest time of a request where a revision says nothing, and longest until its answer begins, in seconds (serving `pkg/apis/config/defaults.go`). */
export const KNATIVE_SECONDS = 300;

/** Fields of a pod's security context that hold for its containers. */
const INHERITED = ['runAsUser', 'runAsNonRoot', 'seccompProfile'];

const items = { defaultMode: unless(420), optional: unless(false), items: unlessEmpty() };

const volume = fields({
  secret: fields(items),
  configMap: fields(items),
  projected: fields({
    defaultMode: unless(420),
    sources: each(
      fields({
        secret: optionally,
        configMap: optionally,
        serviceAccountToken: fields({ expirationSeconds: unless(3600), audience: unless('') }),
      }),
    ),
  }),
  emptyDir: fields({ medium: unless(''), sizeLimit: quantity }),
  persistentVolumeClaim: fields({ readOnly: unless(false) }),
});

const toleration = fields({ operator: unless('Equal', ''), value: unless(''), effect: unless('') });

const target = fields({ percent: unless(0), latestRevision: unless(false), tag: unless('') });

/**
 * What a Knative Service means: what holds anyway is left out, and so is who keeps the object. Two Services with one meaning do the
 * same. Nothing moves, but for the own container's name, the older spellings of annotations, and what containers have of their pod.
 * @param service in the shape of v1
 */
export function serviceMeaning(service: Mapping, profile: PlatformProfile): Mapping {
  const metadata = fields({
    labels: (labels) => withoutNames(labels, isBookkeepingLabel),
    annotations: (annotations) => withoutNames(annotations, isBookkeepingAnnotation),
    finalizers: unlessEmpty(),
    ownerReferences: unlessEmpty(),
    creationTimestamp: () => undefined,
  });
  const ofPods = (value: unknown) => {
    const { annotations = {}, ...rest } = mappingOf(value);
    const spelled = isMapping(annotations) ? scalingMeaning(annotations, profile) : annotations;
    return metadata({ labels: {}, ...rest, annotations: spelled });
  };
  const meant = fields({
    metadata: (value) => metadata({ labels: {}, annotations: {}, ...mappingOf(value) }),
    spec: fields({
      template: (value) =>
        fields({ metadata: ofPods, spec: podMeaning })({ metadata: {}, ...mappingOf(value) }),
      traffic: (value) => unless([{ latestRevision: true, percent: 100 }])(each(target)(value)),
    }),
  })({ metadata: {}, ...service });
  return mappingOf(meant);
}

function podMeaning(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const context = mappingOf(value.securityContext);
  const inherited = Object.fromEntries(Object.entries(context).filter(([name]) => INHERITED.includes(name)));
  const containers = listOf(value.containers);
  const own = ownContainer(containers);
  return fields({
    containers: each((container) => container),
    initContainers: each((container) => containerMeaning(container, false, inherited)),
    securityContext: (given) => withoutNames(given, (name) => INHERITED.includes(name)),
    automountServiceAccountToken: unless(true),
    containerConcurrency: unless(0),
    timeoutSeconds: unless(0, KNATIVE_SECONDS),
    idleTimeoutSeconds: unless(0),
    responseStartTimeoutSeconds: (start) => startMeaning(start, value.timeoutSeconds),
    enableServiceLinks: unless(false),
    serviceAccountName: unless('default', ''),
    dnsPolicy: unless('ClusterFirst', ''),
    restartPolicy: unless('Always', ''),
    schedulerName: unless('default-scheduler', ''),
    imagePullSecrets: unlessEmpty(),
    nodeSelector: unlessEmpty(),
    affinity: unlessEmpty(),
    runtimeClassName: unless(''),
    priorityClassName: unless(''),
    tolerations: each(toleration),
    volumes: each(volume),
  })({
    securityContext: {},
    ...value,
    containers: containers.map((container, index) => containerMeaning(container, index === own, inherited)),
    responseStartTimeoutSeconds: value.responseStartTimeoutSeconds ?? KNATIVE_SECONDS,
  });
}

/** Until when an answer must have begun; nothing where that is no earlier than when it must have ended. */
function startMeaning(start: unknown, end: unknown): unknown {
  const [from, to] = [start, end ?? KNATIVE_SECONDS];
  return typeof from === 'number' && typeof to === 'number' && (from === 0 || from >= to) ? undefined : start;
}

/** Annotations of pods with the cluster's spelling, with numbers as such, and with the class and the metric that follow from each other. */
function scalingMeaning(annotations: Mapping, profile: PlatformProfile): Mapping {
  const spelled = scaleAnnotations(profile);
  const numbers = new Set(NUMBERS.map((field) => spelled[field]));
  const meant = new Map(Object.entries(annotations));
  for (const annotation of Object.values(spelled)) {
    const used = usedSpelling(annotation, annotations);
    const value = meant.get(used);
    if (value === undefined) continue;
    meant.delete(used);
    meant.set(annotation, numbers.has(annotation) ? numberText(value) : value);
  }
  const [kind, metric] = [meant.get(`${SCALING}class`), meant.get(spelled.metric)];
  if (kind === `kpa.${SCALING.slice(0, -1)}` && metric === undefined)
    meant.set(spelled.metric, 'concurrency');
  if (kind === `hpa.${SCALING.slice(0, -1)}` && metric === undefined) meant.set(spelled.metric, 'cpu');
  if (kind === undefined && (metric === 'concurrency' || metric === 'rps')) {
    meant.set(`${SCALING}class`, `kpa.${SCALING.slice(0, -1)}`);
  }
  return Object.fromEntries(meant);
}

function numberText(value: unknown): unknown {
  const text = textOf(value);
  const number = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) ? String(number) : value;
}
