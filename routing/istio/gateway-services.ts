import { isMapping, listOf, textOf, type Mapping } from '../../base';

/** The port of a Pod: its number, or its name, which only the Pod tells. */
export type TargetPort = number | string;

/** A Service that selects Pods. */
export interface PodService {
  readonly namespace: string;
  /** `<namespace>/<name>` */
  readonly fullName: string;
  /** The labels of its Pods: at least one. */
  readonly selector: Mapping;
  /** Where its ports lead, the first one for each. */
  readonly targets: ReadonlyMap<number, TargetPort>;
}

/** A Service with this label leaves the ports of Gateways as they are (Istio, pilot/pkg/model/gateway.go; for Knative). */
const NOT_TRANSLATED = 'experimental.istio.io/disable-gateway-port-translation';

/** What the name of a port may say of its protocol (pkg/config/protocol, Parse). */
const PROTOCOLS: ReadonlySet<string> = new Set(
  'tcp udp grpc http http_proxy http2 https tls mongo redis mysql'.split(' '),
);

/** What `appProtocol` may say beside these (pkg/config/kube/conversion.go, ConvertProtocol). */
const APP_PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/h2c', 'http2'],
  ['kubernetes.io/ws', 'http'],
  ['kubernetes.io/wss', 'https'],
]);

/** Ports that are TCP where nothing else is said: SMTP, DNS, MySQL, MongoDB. */
const TCP_PORTS: ReadonlySet<unknown> = new Set([25, 53, 3306, 27017]);

/** Reads the Services among some objects that select Pods and by which Istio maps the ports of Gateways. */
export function podServices(objects: readonly unknown[]): readonly PodService[] {
  return objects.flatMap((object): PodService[] => {
    if (!isMapping(object) || object.kind !== 'Service' || object.apiVersion !== 'v1') return [];
    const { metadata, spec } = object;
    if (!isMapping(spec) || !isMapping(spec.selector)) return [];
    const { name, namespace, labels } = isMapping(metadata) ? metadata : {};
    if (Object.keys(spec.selector).length === 0) return [];
    if (isMapping(labels) && Object.hasOwn(labels, NOT_TRANSLATED)) return [];
    const own = textOf(namespace) ?? 'default';
    const fullName = `${own}/${textOf(name) ?? ''}`;
    return [{ namespace: own, fullName, selector: spec.selector, targets: targetsOf(spec.ports) }];
  });
}

/**
 * Reads where ports lead. Of ports of one protocol that lead to one port of the Pods, Istio takes the first alone (kube/controller/controller.go,
 * GetProxyServiceTargetsByPod), so that a Gateway listens on the numbers of the others as they are.
 */
function targetsOf(ports: unknown): ReadonlyMap<number, TargetPort> {
  const targets = new Map<number, TargetPort>();
  const taken = new Set<string>();
  for (const port of listOf(ports)) {
    if (!isMapping(port) || typeof port.port !== 'number') continue;
    const given = port.targetPort;
    const isGiven = typeof given === 'number' || typeof given === 'string';
    const target = isGiven && given !== 0 && given !== '' ? given : port.port;
    const key = `${protocolOf(port)} ${typeof target} ${target}`;
    if (!taken.has(key) && !targets.has(port.port)) targets.set(port.port, target);
    taken.add(key);
  }
  return targets;
}

/** The protocol of a port of a Service, as Istio tells it, in lower case; empty where it cannot. */
export function protocolOf({ port, name, protocol, appProtocol }: Mapping): string {
  if (protocol === 'UDP') return 'udp';
  const said = textOf(appProtocol) ?? textOf(name) ?? '';
  const known = appProtocol === said ? APP_PROTOCOLS.get(said) : undefined;
  if (known !== undefined) return known;
  const lower = said.toLowerCase();
  if (lower.startsWith('grpc-web')) return 'grpc-web';
  const [first = ''] = lower.split('-', 1);
  if (PROTOCOLS.has(first)) return first;
  return TCP_PORTS.has(port) ? 'tcp' : '';
}
