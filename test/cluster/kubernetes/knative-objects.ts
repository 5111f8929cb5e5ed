/** A version of a Knative Service, and the address of its Pod. */
export interface Revision {
  readonly name: string;
  readonly pod: string;
  /** The addresses of its other Pods. @default [] */
  readonly otherPods?: readonly string[];
  /** The share of requests, in percent. */
  readonly percent: number;
  /**
   * The tag under which it can be asked alone.
   * @default - none
   */
  readonly tag?: string;
}

/** A Knative Service as its controllers carry it out. */
export interface KnativeRoute {
  readonly namespace: string;
  readonly name: string;
  readonly revisions: readonly Revision[];
  /**
   * The domain under which it is public.
   * @default - it is visible inside the cluster only
   */
  readonly domain?: string;
}

/** The port of queue-proxy, to which the Services of revisions lead. */
const QUEUE_PORT = 8012;

const LOCAL_GATEWAY = 'knative-serving/knative-local-gateway';
const PUBLIC_GATEWAY = 'knative-serving/knative-ingress-gateway';

/** The Pods' labels by which Gateways and Services choose Envoy. */
export const ENVOY_LABELS = { app: 'istio-ingressgateway', istio: 'ingressgateway' } as const;

/** Knative's Gateways and the Service of the local one, as net-istio 1.14 and newer installs them. */
export function knativeGateways(clusterIp: string): readonly object[] {
  const gateway = (name: string, number: number) => ({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'Gateway',
    metadata: { name, namespace: 'knative-serving' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  });
  const localService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'knative-local-gateway',
      namespace: 'istio-system',
      labels: { 'experimental.istio.io/disable-gateway-port-translation': 'true' },
    },
    spec: {
      clusterIP: clusterIp,
      selector: { istio: 'ingressgateway' },
      ports: [
        { name: 'http2', port: 80, targetPort: 8081 },
        { name: 'https', port: 443, targetPort: 8444 },
      ],
    },
  };
  const publicService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'istio-ingressgateway', namespace: 'istio-system', labels: ENVOY_LABELS },
    spec: {
      selector: ENVOY_LABELS,
      ports: [{ name: 'http2', port: 80, targetPort: 8080 }],
    },
  };
  return [
    gateway('knative-local-gateway', 8081),
    gateway('knative-ingress-gateway', 80),
    localService,
    publicService,
  ];
}

/** What Knative Serving and net-istio write for a Knative Service, from their 1.10 on. */
export function knativeObjects(route: KnativeRoute): readonly object[] {
  return [
    placeholder(route),
    ...route.revisions.flatMap((revision) => revisionObjects(route, revision)),
    ingress(route),
  ];
}

/** The name of the Service itself, which is another name of the local gateway. */
function placeholder({ namespace, name }: KnativeRoute): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      type: 'ExternalName',
      externalName: 'knative-local-gateway.istio-system.svc.cluster.local',
      sessionAffinity: 'None',
      ports: [{ name: 'http2', port: 80, targetPort: 80, appProtocol: 'kubernetes.io/h2c' }],
    },
  };
}

function revisionObjects(
  { namespace }: KnativeRoute,
  { name, pod, otherPods = [] }: Revision,
): readonly object[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { ports: [{ name: 'http', port: 80, targetPort: QUEUE_PORT }] },
    },
    endpointSlice(namespace, name, [{ name: 'http', port: QUEUE_PORT }], pod, ...otherPods),
  ];
}

/** The endpoints of a Service with some Pods, as the controller of EndpointSlices would write them. */
export function endpointSlice(
  namespace: string,
  service: string,
  ports: readonly { readonly name: string; readonly port: number }[],
  ...pods: readonly string[]
): object {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service}-1`,
      namespace,
      labels: { 'kubernetes.io/service-name': service },
    },
    addressType: 'IPv4',
    endpoints: pods.map((pod) => ({ addresses: [pod], conditions: { ready: true } })),
    ports: ports.map((port) => ({ ...port, protocol: 'TCP' })),
  };
}

/** The VirtualService of the second pass. */
function ingress(route: KnativeRoute): object {
  const { namespace, name, revisions, domain } = route;
  const tagged = revisions.flatMap(({ tag, ...revision }) =>
    tag === undefined ? [] : [{ host: `${tag}-${name}`, revisions: [{ ...revision, percent: 100 }] }],
  );
  const all = [{ host: name, revisions }, ...tagged];
  const hosts = all.flatMap(({ host }) => [
    ...['', '.svc', '.svc.cluster.local'].map((suffix) => `${host}.${namespace}${suffix}`),
    ...(domain === undefined ? [] : [`${host}.${namespace}.${domain}`]),
  ]);
  const visible = all.flatMap(({ host, revisions: shares }) => [
    httpRoute(namespace, `${host}.${namespace}`, LOCAL_GATEWAY, shares),
    ...(domain === undefined
      ? []
      : [httpRoute(namespace, `${host}.${namespace}.${domain}`, PUBLIC_GATEWAY, shares)]),
  ]);
  return {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'VirtualService',
    metadata: { name: `${name}-ingress`, namespace },
    spec: {
      hosts,
      gateways: domain === undefined ? [LOCAL_GATEWAY] : [PUBLIC_GATEWAY, LOCAL_GATEWAY],
      http: visible,
    },
  };
}

function httpRoute(
  namespace: string,
  prefix: string,
  gateway: string,
  revisions: readonly Revision[],
): object {
  return {
    retries: {},
    match: [{ authority: { prefix }, gateways: [gateway] }],
    route: revisions.map(({ name, percent }) => ({
      destination: { host: `${name}.${namespace}.svc.cluster.local`, port: { number: 80 } },
      weight: percent,
      headers: {
        request: { set: { 'Knative-Serving-Revision': name, 'Knative-Serving-Namespace': namespace } },
      },
    })),
  };
}
