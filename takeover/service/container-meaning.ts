import { isMapping, KNATIVE_PORT, listOf, mappingOf, parseQuantity, type Mapping } from '../../base';
import { OWN_CONTAINER } from '../../catalog';
import { each, fields, unless, unlessEmpty, type Rule } from './default-rules';

/*
 * What the fields of a container mean. Sources: the API reference of Kubernetes (Pod v1), and Knative's own defaults
 * (serving `pkg/apis/serving/v1/revision_defaults.go`).
 */

/** A quantity by its amount: 1000m is 1. What is none here stays a text. */
export const quantity: Rule = (value) => {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const amount = parseQuantity(String(value));
  if (amount === undefined) return String(value);
  if (!Number.isInteger(amount)) return `${amount * 1000}m`;
  const [unit, size] = UNITS.find(([, bytes]) => amount > 0 && amount % bytes === 0) ?? ['', 1];
  return `${amount / size}${unit}`;
};

const UNITS = [
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
] as const;

/** Something that is named and may be missing. */
export const optionally = fields({ optional: unless(false) });

const variable = fields({
  value: unless(''),
  valueFrom: fields({
    secretKeyRef: optionally,
    configMapKeyRef: optionally,
    fieldRef: fields({ apiVersion: unless('v1') }),
  }),
});

const source = fields({ prefix: unless(''), secretRef: optionally, configMapRef: optionally });

const mount = fields({ readOnly: unless(false), subPath: unless('') });

const port = fields({ protocol: unless('TCP'), name: unless('', 'http1') });

/** Who is kept to little: each field has the value that lets a container do more where it is left out. */
const securityContext = fields({
  allowPrivilegeEscalation: unless(true),
  runAsNonRoot: unless(false),
  readOnlyRootFilesystem: unless(false),
  privileged: unless(false),
  capabilities: unlessEmpty(fields({ add: unlessEmpty(), drop: each((name) => name) })),
  seccompProfile: unless({ type: 'Unconfined' }),
});

/** The container of a Knative Service that gets the requests: the one with a port, where there are several. */
export function ownContainer(containers: readonly unknown[]): number {
  const ported = containers.findIndex((container) => listOf(mappingOf(container).ports).length > 0);
  return Math.max(0, ported);
}

/**
 * What a container means.
 * @param inherited the security context of the pod, which holds where the container says nothing
 */
export function containerMeaning(container: unknown, isOwn: boolean, inherited: Mapping): unknown {
  if (!isMapping(container)) return container;
  const ports = ownPorts(container);
  const context = { ...inherited, ...mappingOf(container.securityContext) };
  const meant = fields({
    command: unlessEmpty(),
    args: unlessEmpty(),
    workingDir: unless(''),
    env: each(variable),
    envFrom: each(source),
    volumeMounts: each(mount),
    // A tag that is fixed, as every file has it, is pulled once.
    imagePullPolicy: unless('IfNotPresent', ''),
    terminationMessagePath: unless('/dev/termination-log', ''),
    terminationMessagePolicy: unless('File', ''),
    ports: unlessEmpty((list) => portsMeaning(list, isOwn)),
    resources,
    readinessProbe: (value) => readinessMeaning(value, ports, isOwn),
    livenessProbe: probe(ports, 0, 10),
    startupProbe: probe(ports, 0, 10),
    securityContext,
  })({ resources: {}, ...container, securityContext: context });
  return isOwn ? { ...mappingOf(meant), name: OWN_CONTAINER } : meant;
}

/** The ways to name the port on which a container listens. */
function ownPorts(container: Mapping): readonly unknown[] {
  const { containerPort = KNATIVE_PORT, name } = mappingOf(listOf(container.ports)[0]);
  return ['', 0, containerPort, String(containerPort), ...(name === undefined ? [] : [name])];
}

function portsMeaning(list: unknown, isOwn: boolean): unknown {
  const meant = each(port)(list);
  const isUsual = isOwn && JSON.stringify(meant) === JSON.stringify([{ containerPort: KNATIVE_PORT }]);
  return isUsual ? undefined : meant;
}

/** Kubernetes promises a container what it may use at most, where nothing else is said. */
const resources: Rule = (value) => {
  if (!isMapping(value)) return value;
  const amounts = (given: unknown) =>
    Object.fromEntries(Object.entries(mappingOf(given)).map(([name, amount]) => [name, quantity(amount)]));
  const limits = amounts(value.limits);
  const requests = { ...limits, ...amounts(value.requests) };
  return { ...value, requests, limits };
};

/**
 * @param ports how the container's own port may be written, which Knative asks where nothing is said
 * @param periods the periods that hold where none is said
 */
function probe(ports: readonly unknown[], ...periods: readonly number[]): Rule {
  const asked = unless(...ports);
  return fields({
    initialDelaySeconds: unless(0),
    timeoutSeconds: unless(0, 1),
    successThreshold: unless(0, 1),
    failureThreshold: unless(0, 3),
    periodSeconds: unless(...periods),
    httpGet: fields({
      path: unless('', '/'),
      scheme: unless('HTTP', ''),
      host: unless(''),
      port: asked,
      httpHeaders: unlessEmpty(),
    }),
    tcpSocket: fields({ host: unless(''), port: asked }),
    grpc: fields({ service: unless(''), port: asked }),
  });
}

/** Without a period, Knative asks several times a second: no period is not Kubernetes' ten seconds. */
function readinessMeaning(value: unknown, ports: readonly unknown[], isOwn: boolean): unknown {
  const meant = probe(ports, 0)(value);
  const isUsual = isOwn && ['{}', '{"tcpSocket":{}}'].includes(JSON.stringify(meant));
  return isUsual ? undefined : meant;
}
