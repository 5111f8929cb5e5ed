import { isMapping, KNATIVE_PORT, listOf, mappingOf, textOf, type Mapping } from '../../base';
import { OWN_CONTAINER } from '../../catalog';
import { withoutNames } from './bookkeeping';
import { without } from './edited';

/** What a part of a file says, before it is known whether a file may say it. */
export type Said = Readonly<Record<string, unknown>>;

/** The own container of a function, as its file says it; other variables than `given`, which KFaas sets itself. */
export function saidOfOwn(container: Mapping, given: readonly string[]): Said {
  const [port = {}] = listOf(container.ports).map(mappingOf);
  return {
    image: container.image,
    imagePullPolicy: container.imagePullPolicy,
    ...saidOfAny(container, given),
    ports: [{ containerPort: KNATIVE_PORT, ...without(port, 'protocol') }],
    // Knative asks whether the port is open, where nothing is said; a runtime may have a path instead.
    readinessProbe: container.readinessProbe ?? { tcpSocket: {} },
    livenessProbe: container.livenessProbe,
    startupProbe: container.startupProbe,
    resources: saidResources(container),
  };
}

/** The containers beside the own one, by their names. */
export function saidOfOthers(containers: unknown): Said | undefined {
  if (!Array.isArray(containers)) return undefined;
  const entries = listOf(containers)
    .filter(isMapping)
    .map((container, index) => {
      const said = { image: container.image, ...saidOfAny(container), resources: saidResources(container) };
      return [textOf(container.name) ?? `${OWN_CONTAINER}-${index}`, said] as const;
    });
  return Object.fromEntries(entries);
}

/** What all containers can say. */
function saidOfAny(container: Mapping, given: readonly string[] = []): Said {
  const { command, args, workingDir, envFrom } = container;
  return {
    command,
    args,
    workingDir,
    env: withoutNames(
      byName(container.env, 'name', ({ value, valueFrom = value ?? '' }) => valueFrom),
      (name) => given.includes(name),
    ),
    envFrom: listOf(envFrom).length === 0 ? undefined : envFrom,
    volumeMounts: byName(container.volumeMounts, 'mountPath', (mount) => mount),
  };
}

/** What a container is promised and may use: its limit is its request, too, where it has none. */
function saidResources(container: Mapping): Said {
  const { requests, limits, ...rest } = mappingOf(container.resources);
  const asked = { ...mappingOf(limits), ...mappingOf(requests) };
  return { requests: amounts(asked), limits: amounts(limits), ...rest };
}

/** Quantities as people write them: a number where it is one. */
function amounts(given: unknown): unknown {
  if (!isMapping(given)) return given;
  const entries = Object.entries(given).map(([name, amount]) => {
    const number = Number(amount);
    return [name, String(number) === amount ? number : amount] as const;
  });
  return Object.fromEntries(entries);
}

/** A list of Kubernetes as the mapping that a file has of it; `undefined` where it is no list. */
export function byName(list: unknown, field: string, said: (rest: Mapping) => unknown): Said | undefined {
  if (!Array.isArray(list)) return undefined;
  const entries = listOf(list)
    .filter(isMapping)
    .flatMap(({ [field]: name, ...rest }) => {
      return typeof name === 'string' ? [[name, said(rest)] as const] : [];
    });
  return Object.fromEntries(entries);
}
