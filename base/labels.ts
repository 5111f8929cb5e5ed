/** Labels that KFaas gives to objects. A selector may use each of them. */
export const LABEL = {
  /** The function of a VirtualService: the name of its Knative Service. */
  function: 'kfaas.io/function',
  /** The team that owns an object's function. */
  team: 'kfaas.io/team',
  /** The runtime of a Knative Service: `nodejs`, `python` and the like. */
  runtime: 'kfaas.io/runtime',
  /** Whether an Ingress serves the intranet or the internet. */
  audience: 'kfaas.io/audience',
  /** `true` on every namespace that holds functions. */
  functions: 'kfaas.io/functions',
  /** The environment of an Argo CD Application. */
  environment: 'kfaas.io/environment',
  /** The cluster of an Argo CD Application. */
  cluster: 'kfaas.io/cluster',
  /** What an Argo CD Application delivers: the shared objects or one namespace. */
  part: 'kfaas.io/part',
} as const;

/** Annotations that KFaas gives to objects. No selector uses them. */
export const ANNOTATION = {
  /** The functions whose routes a VirtualService has, one for each rule. */
  functions: 'kfaas.io/functions',
  /** The orders of functions whose routes cross that a VirtualService follows, each with a request that it decides on. */
  order: 'kfaas.io/order',
  /** The rollouts of the functions whose routes a VirtualService has, and how far they are there. */
  rollout: 'kfaas.io/rollout',
  /** Why a Knative Service is less confined than by default, as the function's file says. */
  securityReason: 'kfaas.io/security-reason',
  /** The Java services that an egress gateway leads to, separated by commas; not there where it leads to all. */
  javaServices: 'kfaas.io/java-services',
  /** The SHA-256 of a gateway's configuration: another value restarts its pods. */
  configHash: 'kfaas.io/config-sha256',
  /** The environment of the cluster that a folder of manifests was rendered for. */
  environment: 'kfaas.io/environment',
  /** The name of the cluster that a folder of manifests was rendered for. */
  cluster: 'kfaas.io/cluster',
  /** The version of Kubernetes that a folder of manifests was rendered for. */
  kubernetes: 'kfaas.io/kubernetes',
  /** The version of Istio that a folder of manifests was rendered for. */
  istio: 'kfaas.io/istio',
  /** The version of Knative Serving that a folder of manifests was rendered for. */
  knative: 'kfaas.io/knative',
  /** The version of cert-manager that a folder of manifests was rendered for. */
  certManager: 'kfaas.io/cert-manager',
  /** The names of a company that a folder of manifests was rendered with; not there where all are the defaults. */
  names: 'kfaas.io/names',
} as const;
