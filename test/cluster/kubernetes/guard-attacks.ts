/** A write by kubectl. */
export interface Write {
  readonly args: readonly string[];
  /** What kubectl reads from its input. @default '' */
  readonly input?: string;
  /**
   * What stands for an editor, for `kubectl edit`: a script of sed.
   * @default - none is started
   */
  readonly edit?: string;
}

/** A write that the guard lets anybody do. */
export interface HarmlessWrite extends Write {
  /** The user. @default - a person */
  readonly as?: string;
}

/** Where the functions of the cluster under test are. */
export const [OWN, FUNCTIONS] = ['kfaas-system', 'faas-prod'] as const;

export const GATEWAY_HOST = `${FUNCTIONS}-ksvc-gateway.${OWN}.svc.cluster.local`;

/** A namespace of somebody else. */
export const FOREIGN = 'team-a';

const LOCAL_GATEWAY = 'knative-serving/knative-local-gateway';

/** A VirtualService of somebody else. */
export function foreign(
  name: string,
  hosts: readonly string[],
  gateways: readonly string[] = [LOCAL_GATEWAY],
  { namespace = FOREIGN, version = 'v1', path = '/faas/api/' } = {},
): object {
  return {
    apiVersion: `networking.istio.io/${version}`,
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts,
      gateways,
      http: [{ match: [{ uri: { prefix: path } }], directResponse: { status: 200 } }],
    },
  };
}

/** A VirtualService of a function, by the name of its Knative Service. */
export function routesOf(ksvc: string): string {
  return `virtualservice/${FUNCTIONS}-ns-${ksvc}-ksvc-virtualservice`;
}

export function create(object: object): Write {
  return { args: ['create', '-f', '-'], input: JSON.stringify(object) };
}

export function patch(namespace: string, name: string, change: object): Write {
  return { args: ['-n', namespace, 'patch', name, '--type=merge', '-p', JSON.stringify(change)] };
}

/** What was there before the guard: a foreign VirtualService that is older than all of ours, and one that has the host already. */
export const OLDER = foreign('older', ['a.example.com']);
export const SQUATTER = foreign('squatter', [GATEWAY_HOST], undefined, { path: '/elsewhere/' });

const EGRESS = 'deployment/egress-gateway';
const own = (...args: readonly string[]): Write => ({ args: ['-n', OWN, ...args] });
const named = (kind: string, apiVersion: string, name: string, spec: object) =>
  create({ apiVersion, kind, metadata: { name, namespace: OWN }, spec });
const PATH = `/apis/networking.istio.io/v1/namespaces/${OWN}/virtualservices`;

/** What a person with all rights can do to requests, and must not. Each succeeds where there is no guard. */
export const ATTACKS: Readonly<Record<string, Write>> = {
  'a VirtualService with our host, younger than ours': create(foreign('younger', [GATEWAY_HOST])),
  'one that is older than ours gets our host': patch(FOREIGN, 'virtualservice/older', {
    spec: { hosts: ['a.example.com', GATEWAY_HOST] },
  }),
  'one that has our host gets other routes': patch(FOREIGN, 'virtualservice/squatter', {
    spec: { http: [{ directResponse: { status: 503 } }] },
  }),
  'our host in capitals': create(foreign('capitals', [GATEWAY_HOST.toUpperCase()])),
  'our host with a dot at its end': create(foreign('dotted', [`${GATEWAY_HOST}.`])),
  'our host in short': create(foreign('short', [GATEWAY_HOST.replace('.svc.cluster.local', '')])),
  'our host in an older API version': create(
    foreign('old-version', [GATEWAY_HOST], undefined, { version: 'v1alpha3' }),
  ),
  'our host behind others, on another Gateway': create(
    foreign('behind', ['b.example.com', GATEWAY_HOST], ['team-a/own']),
  ),
  'every host on the local gateway': create(foreign('every', ['*'])),
  'the hosts of all Services': create(foreign('services', ['*.svc.cluster.local'])),
  'hosts that end as ours': create(foreign('ending', [`*-ksvc-gateway.${OWN}.svc.cluster.local`])),
  'every host, from the namespace of the Gateway': create(
    foreign('inside', ['*'], ['knative-local-gateway'], { namespace: 'knative-serving' }),
  ),
  'every host on the public gateway, as old versions name it': create(
    foreign('public', ['*'], ['knative-ingress-gateway.knative-serving.svc.cluster.local']),
  ),
  'a VirtualService in our namespace, whatever its host': create(
    foreign('delegate', ['c.example.com'], undefined, { namespace: OWN }),
  ),
  'kubectl edit of a timeout of ours': {
    ...own('edit', routesOf('data-report')),
    edit: 's/timeout:.*/timeout: 1s/',
  },
  'kubectl delete of ours': own('delete', routesOf('data-forecast')),
  'a delete of all of a team': {
    args: ['delete', '--raw', `${PATH}?labelSelector=kfaas.io%2Fteam%3Dgrowth`],
  },
  'kubectl scale of a gateway': own('scale', EGRESS, '--replicas=1'),
  'another image of a gateway': own('set', 'image', EGRESS, '*=registry.example.com/mine:1'),
  'a restart of a gateway': own('rollout', 'restart', EGRESS),
  'kubectl edit of a ConfigMap': { ...own('edit', 'configmap/egress-gateway'), edit: 's/zuul:/zuul2:/' },
  'another gateway behind a gateway host': patch(OWN, `service/${FUNCTIONS}-ksvc-gateway`, {
    spec: { externalName: 'example.com' },
  }),
  'fewer pods of a gateway at most': patch(OWN, 'horizontalpodautoscaler/egress-gateway', {
    spec: { minReplicas: 1, maxReplicas: 1 },
  }),
  'a DestinationRule beside ours': named('DestinationRule', 'networking.istio.io/v1', 'mine', {
    host: '*.svc.cluster.local',
  }),
  'a NetworkPolicy that opens everything': named('NetworkPolicy', 'networking.k8s.io/v1', 'open', {
    podSelector: {},
    ingress: [{}],
  }),
  'a NetworkPolicy of ours that is taken away': own('delete', 'networkpolicy/default-deny'),
  'an object that is made nobody’s': own('label', 'service/egress-gateway', 'app.kubernetes.io/managed-by-'),
  'an object that goes with another': patch(OWN, 'serviceaccount/egress-gateway', {
    metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'mine', uid: '1' }] },
  }),
  'pods that may do more': {
    args: ['label', '--overwrite', 'namespace', OWN, 'pod-security.kubernetes.io/enforce=privileged'],
  },
  // Nothing ends it here that would let it come back: so it is asked what would become of it.
  'the whole namespace, deleted': { args: ['delete', '--dry-run=server', 'namespace', OWN] },
};

const solver = {
  metadata: { name: 'cm-acme-http-solver', namespace: OWN },
  spec: { ports: [{ port: 8089 }] },
};

/** What people and controllers of others may do with the guard as without it. */
export const HARMLESS: Readonly<Record<string, HarmlessWrite>> = {
  'an unrelated VirtualService': create(foreign('unrelated', ['shop.example.com'])),
  'every host on a Gateway of their own': create(foreign('theirs', ['*'], ['team-a/own'])),
  'a host that is like ours': create(foreign('like', [`x${GATEWAY_HOST}`])),
  'our host as a short name, which is another one there': create(
    foreign('own-name', [`${FUNCTIONS}-ksvc-gateway`]),
  ),
  'a delegate of their own': create({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'delegate', namespace: FOREIGN },
    spec: { http: [{ directResponse: { status: 200 } }] },
  }),
  'a label of one that has our host': {
    args: ['-n', FOREIGN, 'label', 'virtualservice/squatter', 'tier=a'],
  },
  'our host given back': patch(FOREIGN, 'virtualservice/squatter', { spec: { hosts: ['d.example.com'] } }),
  'a VirtualService deleted': { args: ['-n', FOREIGN, 'delete', 'virtualservice/squatter'] },
  'an annotation, as cloud controllers write': own('annotate', 'service/egress-gateway', 'example.com/a=b'),
  'a Service of cert-manager’s solver': {
    ...create({ apiVersion: 'v1', kind: 'Service', ...solver }),
    as: 'system:serviceaccount:cert-manager:cert-manager',
  },
  'a ConfigMap of istiod': {
    ...create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-ca-root-cert', namespace: OWN },
      data: { a: 'b' },
    }),
    as: 'system:serviceaccount:istio-system:istiod',
  },
  'a Secret, and a Lease': create({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: OWN } },
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'a', namespace: OWN } },
    ],
  }),
};
