/** The annotation by which Argo CD knows when to apply an object: an integer, written as a string. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * When each kind that is rendered has its turn, with room between for what other teams add. Argo CD begins a wave when
 * every object that it applied in those before is healthy. Waves order nothing that is taken away: every Application has
 * `PruneLast=true`, by which all that is gone goes at the very end, at once. Flux reads no waves.
 */
const WAVES: Readonly<Record<string, string>> = {
  /** All others are in one of them. */
  Namespace: '0',
  /** Whom it lets through is right before anybody else comes: a guard that is mended must not wait for what it refuses. */
  ValidatingAdmissionPolicy: '0',
  ValidatingAdmissionPolicyBinding: '0',

  /** Without cert-manager's way to its solver pods no challenge passes, and a pod is never there without its policy. */
  NetworkPolicy: '10',
  /** No request comes to a function before it is bounded. */
  DestinationRule: '10',
  /** Who may read the cluster can then look at everything that follows. */
  ClusterRole: '10',
  ClusterRoleBinding: '10',
  Role: '10',
  RoleBinding: '10',

  /** What the gateways' pods start with. */
  ServiceAccount: '10',
  ConfigMap: '10',
  /** It takes minutes, and the Ingress is not to answer without it. */
  Certificate: '10',

  /** Prometheus finds pods as they come. */
  PodMonitor: '20',
  PrometheusRule: '20',

  /** The gateways, and the hosts that routes are bound to. */
  Deployment: '20',
  Service: '20',
  HorizontalPodAutoscaler: '20',
  PodDisruptionBudget: '20',

  /** A function is ready before a request is sent to it. */
  'Knative Service': '30',

  /** The ways in, when all that they lead to is there. */
  VirtualService: '40',
  Ingress: '40',
};

/** API group of Knative's own kinds: its Service shares the name with Kubernetes'. */
const KNATIVE_GROUP = 'serving.knative.dev/';

/** The wave of a kind of object. */
export function syncWave(apiVersion: string, kind: string): string {
  const wave = WAVES[apiVersion.startsWith(KNATIVE_GROUP) ? `Knative ${kind}` : kind];
  if (wave === undefined) throw new Error(`${kind} of ${apiVersion} has no sync wave: give it one`);
  return wave;
}
