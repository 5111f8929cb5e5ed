/** In which namespaces objects are read: `everywhere` decides on requests, and the others belong to KFaas or tell versions. */
export type ReadWhere = 'everywhere' | 'own' | 'system' | 'functions' | 'cluster' | 'platform';

/** A kind of objects that is read from a cluster. */
export interface LiveResource {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Its name in the paths of the API server. */
  readonly plural: string;
  /**
   * `system` is the namespace of KFaas, `functions` are the function namespaces, `own` is both; `platform` are the namespaces of Istio, Knative
   * and cert-manager; `cluster` objects have no namespace.
   */
  readonly where: readonly ReadWhere[];
  /** The objects that are read, each by its name; whoever may read these may not list all. @default - all of the kind */
  readonly names?: readonly string[];
}

const resource = (group: string, kind: string, plural: string, ...where: ReadWhere[]): LiveResource => ({
  group,
  kind,
  plural,
  where,
});

/** The only role of a whole cluster that is rendered. */
const READERS = ['kfaas-reader'];

/**
 * Everything that is read from a cluster: the kinds that KFaas renders, and what decides which VirtualService answers a request. Secrets are
 * never read.
 */
export const LIVE_RESOURCES: readonly LiveResource[] = [
  resource('networking.istio.io', 'VirtualService', 'virtualservices', 'everywhere'),
  resource('networking.istio.io', 'Gateway', 'gateways', 'everywhere'),
  resource('networking.istio.io', 'DestinationRule', 'destinationrules', 'own'),
  resource('serving.knative.dev', 'Service', 'services', 'functions'),
  resource('', 'Namespace', 'namespaces', 'cluster'),
  resource('', 'Service', 'services', 'system', 'platform'),
  resource('', 'ConfigMap', 'configmaps', 'system'),
  resource('', 'ServiceAccount', 'serviceaccounts', 'system'),
  resource('apps', 'Deployment', 'deployments', 'system', 'platform'),
  resource('autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'system'),
  resource('policy', 'PodDisruptionBudget', 'poddisruptionbudgets', 'system'),
  resource('networking.k8s.io', 'Ingress', 'ingresses', 'system'),
  resource('networking.k8s.io', 'NetworkPolicy', 'networkpolicies', 'own'),
  resource('rbac.authorization.k8s.io', 'Role', 'roles', 'own'),
  resource('rbac.authorization.k8s.io', 'RoleBinding', 'rolebindings', 'own'),
  { ...resource('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles', 'cluster'), names: READERS },
  {
    ...resource('rbac.authorization.k8s.io', 'ClusterRoleBinding', 'clusterrolebindings', 'cluster'),
    names: READERS,
  },
  resource(
    'admissionregistration.k8s.io',
    'ValidatingAdmissionPolicy',
    'validatingadmissionpolicies',
    'cluster',
  ),
  resource(
    'admissionregistration.k8s.io',
    'ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
    'cluster',
  ),
  resource('cert-manager.io', 'Certificate', 'certificates', 'system'),
  resource('monitoring.coreos.com', 'PodMonitor', 'podmonitors', 'system'),
  resource('monitoring.coreos.com', 'PrometheusRule', 'prometheusrules', 'system'),
];

/** API groups by which older clusters serve a kind, by `<group>/<kind>`. */
const FORMER_GROUPS: Readonly<Record<string, string>> = {
  'networking.k8s.io/Ingress': 'extensions',
  'cert-manager.io/Certificate': 'certmanager.k8s.io',
};

/** Where Istio, Knative and cert-manager run, unless their operators have put them elsewhere. */
export const PLATFORM_NAMESPACES = ['istio-system', 'knative-serving', 'cert-manager'] as const;

/** Returns the groups of a kind, the present one first. */
export function groupsOf({ group, kind }: LiveResource): readonly string[] {
  const former = FORMER_GROUPS[`${group}/${kind}`];
  return former === undefined ? [group] : [group, former];
}
