import type { FieldTable } from './field-table';

/**
 * Kubernetes' own kinds as KFaas writes them, by kind and API version: in which releases the version is served, and
 * the fields with the releases that have them switched on (knative.md, section 6; the others are older than 1.11).
 */
export interface KubernetesKind {
  readonly served: string;
  readonly fields: FieldTable;
}

const METADATA: FieldTable = { metadata: 'name namespace labels{} annotations{}' };
const OBJECT: FieldTable = { '': 'apiVersion kind metadata spec', ...METADATA };

const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers[]`;
const PROBE = 'httpGet initialDelaySeconds:int periodSeconds:int timeoutSeconds:int failureThreshold:int';
const HTTP_GET = 'path port:intOrText';

const DEPLOYMENT: FieldTable = {
  ...OBJECT,
  spec: 'revisionHistoryLimit:int selector strategy template',
  'spec.selector': 'matchLabels{}',
  'spec.strategy': 'type rollingUpdate',
  'spec.strategy.rollingUpdate': 'maxSurge:intOrText maxUnavailable:intOrText',
  'spec.template': 'metadata spec',
  'spec.template.metadata': 'labels{} annotations{}',
  [POD]:
    'serviceAccountName automountServiceAccountToken:bool imagePullSecrets[] enableServiceLinks:bool@1.13 terminationGracePeriodSeconds:int securityContext affinity topologySpreadConstraints[]@1.18 containers[] volumes[]',
  [`${POD}.securityContext`]: 'runAsNonRoot:bool runAsUser:int runAsGroup:int@1.14 seccompProfile@1.19',
  [`${POD}.securityContext.seccompProfile`]: 'type',
  [`${POD}.imagePullSecrets[]`]: 'name',
  [`${POD}.affinity`]: 'podAntiAffinity',
  [`${POD}.affinity.podAntiAffinity`]: 'preferredDuringSchedulingIgnoredDuringExecution[]',
  [`${POD}.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[]`]:
    'weight:int podAffinityTerm',
  [`${POD}.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm`]:
    'topologyKey labelSelector',
  [`${POD}.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.labelSelector`]:
    'matchLabels{}',
  [`${POD}.topologySpreadConstraints[]`]:
    'topologyKey maxSkew:int whenUnsatisfiable labelSelector matchLabelKeys[]@1.27 minDomains:int@1.27',
  [`${POD}.topologySpreadConstraints[].labelSelector`]: 'matchLabels{}',
  [CONTAINER]:
    'name image ports[] env[] resources securityContext startupProbe@1.18 livenessProbe readinessProbe lifecycle volumeMounts[]',
  [`${CONTAINER}.ports[]`]: 'name containerPort:int',
  [`${CONTAINER}.env[]`]: 'name value',
  [`${CONTAINER}.resources`]: 'requests limits',
  [`${CONTAINER}.resources.requests`]: 'cpu memory',
  [`${CONTAINER}.resources.limits`]: 'memory',
  [`${CONTAINER}.securityContext`]: 'allowPrivilegeEscalation:bool readOnlyRootFilesystem:bool capabilities',
  [`${CONTAINER}.securityContext.capabilities`]: 'drop[]',
  [`${CONTAINER}.startupProbe`]: PROBE,
  [`${CONTAINER}.startupProbe.httpGet`]: HTTP_GET,
  [`${CONTAINER}.livenessProbe`]: PROBE,
  [`${CONTAINER}.livenessProbe.httpGet`]: HTTP_GET,
  [`${CONTAINER}.readinessProbe`]: PROBE,
  [`${CONTAINER}.readinessProbe.httpGet`]: HTTP_GET,
  [`${CONTAINER}.lifecycle`]: 'preStop',
  [`${CONTAINER}.lifecycle.preStop`]: 'exec sleep@1.30',
  [`${CONTAINER}.lifecycle.preStop.exec`]: 'command[]',
  [`${CONTAINER}.lifecycle.preStop.sleep`]: 'seconds:int',
  [`${CONTAINER}.volumeMounts[]`]: 'name mountPath readOnly:bool',
  [`${POD}.volumes[]`]: 'name configMap emptyDir',
  [`${POD}.volumes[].configMap`]: 'name',
  [`${POD}.volumes[].emptyDir`]: 'sizeLimit',
};

const SERVICE: FieldTable = {
  ...OBJECT,
  spec: 'type clusterIP externalName externalTrafficPolicy loadBalancerSourceRanges[] selector{} ports[] internalTrafficPolicy@1.22 trafficDistribution@1.31',
  'spec.ports[]': 'name port:int targetPort:intOrText appProtocol@1.19',
};

const AUTOSCALER: FieldTable = {
  ...OBJECT,
  spec: 'scaleTargetRef minReplicas:int maxReplicas:int metrics[] behavior@1.18',
  'spec.scaleTargetRef': 'apiVersion kind name',
  'spec.metrics[]': 'type resource pods',
  'spec.metrics[].pods': 'metric target',
  'spec.metrics[].pods.metric': 'name',
  'spec.metrics[].pods.target': 'type averageValue',
  'spec.metrics[].resource': 'name target',
  'spec.metrics[].resource.target': 'type averageUtilization:int',
  'spec.behavior': 'scaleUp scaleDown',
  'spec.behavior.scaleUp': 'stabilizationWindowSeconds:int policies[]',
  'spec.behavior.scaleUp.policies[]': 'type value:int periodSeconds:int',
  'spec.behavior.scaleDown': 'stabilizationWindowSeconds:int policies[]',
  'spec.behavior.scaleDown.policies[]': 'type value:int periodSeconds:int',
};

/** v2beta1: the aim is in the resource, and there is no behaviour. */
const OLD_AUTOSCALER: FieldTable = {
  ...OBJECT,
  spec: 'scaleTargetRef minReplicas:int maxReplicas:int metrics[]',
  'spec.scaleTargetRef': 'apiVersion kind name',
  'spec.metrics[]': 'type resource pods',
  'spec.metrics[].pods': 'metricName targetAverageValue',
  'spec.metrics[].resource': 'name targetAverageUtilization:int',
};

const BUDGET: FieldTable = {
  ...OBJECT,
  spec: 'maxUnavailable:intOrText selector unhealthyPodEvictionPolicy@1.27',
  'spec.selector': 'matchLabels{}',
};

const INGRESS: FieldTable = {
  ...OBJECT,
  spec: 'ingressClassName@1.18 tls[] rules[]',
  'spec.tls[]': 'hosts[] secretName',
  'spec.rules[]': 'host http',
  'spec.rules[].http': 'paths[]',
  'spec.rules[].http.paths[]': 'path pathType@1.18 backend',
  'spec.rules[].http.paths[].backend': 'service',
  'spec.rules[].http.paths[].backend.service': 'name port',
  'spec.rules[].http.paths[].backend.service.port': 'name',
};

/** The beta versions: the backend is flat. */
const OLD_INGRESS: FieldTable = {
  ...INGRESS,
  'spec.rules[].http.paths[].backend': 'serviceName servicePort:intOrText',
};

const PEER = 'ipBlock namespaceSelector podSelector';
const POLICY_PORT = 'protocol port:intOrText endPort:int@1.22';

const POLICY: FieldTable = {
  ...OBJECT,
  spec: 'podSelector policyTypes[] ingress[] egress[]',
  'spec.podSelector': 'matchLabels{} matchExpressions[]',
  'spec.podSelector.matchExpressions[]': 'key operator values[]',
  ...Object.fromEntries(
    ['ingress[].from[]', 'egress[].to[]'].flatMap((peer) => [
      [`spec.${peer}`, PEER],
      [`spec.${peer}.ipBlock`, 'cidr'],
      [`spec.${peer}.namespaceSelector`, 'matchLabels{}'],
      [`spec.${peer}.podSelector`, 'matchLabels{}'],
    ]),
  ),
  'spec.ingress[]': 'from[] ports[]',
  'spec.ingress[].ports[]': POLICY_PORT,
  'spec.egress[]': 'to[] ports[]',
  'spec.egress[].ports[]': POLICY_PORT,
};

const ROLE: FieldTable = {
  '': 'apiVersion kind metadata rules[]',
  ...METADATA,
  'rules[]': 'apiGroups[] resources[] resourceNames[] verbs[]',
};

const BINDING: FieldTable = {
  '': 'apiVersion kind metadata roleRef subjects[]',
  ...METADATA,
  roleRef: 'apiGroup kind name',
  'subjects[]': 'apiGroup kind name namespace',
};

const ADMISSION_POLICY: FieldTable = {
  '': 'apiVersion kind metadata spec',
  metadata: 'name labels{} annotations{}',
  spec: 'failurePolicy matchConstraints matchConditions[] variables[] validations[] auditAnnotations[]',
  'spec.matchConstraints': 'namespaceSelector resourceRules[]',
  'spec.matchConstraints.namespaceSelector': 'matchExpressions[]',
  'spec.matchConstraints.namespaceSelector.matchExpressions[]': 'key operator values[]',
  'spec.matchConstraints.resourceRules[]': 'apiGroups[] apiVersions[] operations[] resources[]',
  'spec.matchConditions[]': 'name expression',
  'spec.variables[]': 'name expression',
  'spec.validations[]': 'expression message messageExpression reason',
  'spec.auditAnnotations[]': 'key valueExpression',
};

export const KUBERNETES_KINDS: Readonly<Record<string, KubernetesKind>> = {
  'Namespace v1': {
    served: '1.0',
    fields: { '': 'apiVersion kind metadata', metadata: 'name labels{} annotations{}' },
  },
  'ConfigMap v1': { served: '1.0', fields: { '': 'apiVersion kind metadata data{}', ...METADATA } },
  'ServiceAccount v1': {
    served: '1.0',
    fields: { '': 'apiVersion kind metadata automountServiceAccountToken:bool', ...METADATA },
  },
  'Service v1': { served: '1.0', fields: SERVICE },
  'Deployment apps/v1': { served: '1.9', fields: DEPLOYMENT },
  'HorizontalPodAutoscaler autoscaling/v2beta1': { served: '1.8-1.25', fields: OLD_AUTOSCALER },
  'HorizontalPodAutoscaler autoscaling/v2beta2': { served: '1.12-1.26', fields: AUTOSCALER },
  'HorizontalPodAutoscaler autoscaling/v2': { served: '1.23', fields: AUTOSCALER },
  'PodDisruptionBudget policy/v1beta1': { served: '1.5-1.25', fields: BUDGET },
  'PodDisruptionBudget policy/v1': { served: '1.21', fields: BUDGET },
  'Ingress extensions/v1beta1': { served: '1.1-1.22', fields: OLD_INGRESS },
  'Ingress networking.k8s.io/v1beta1': { served: '1.14-1.22', fields: OLD_INGRESS },
  'Ingress networking.k8s.io/v1': { served: '1.19', fields: INGRESS },
  ...Object.fromEntries(
    [
      ['ClusterRole', ROLE] as const,
      ['ClusterRoleBinding', BINDING] as const,
      ['Role', ROLE] as const,
      ['RoleBinding', BINDING] as const,
    ].map(([kind, fields]) => [`${kind} rbac.authorization.k8s.io/v1`, { served: '1.8', fields }]),
  ),
  'NetworkPolicy networking.k8s.io/v1': { served: '1.7', fields: POLICY },
  'ValidatingAdmissionPolicy admissionregistration.k8s.io/v1': { served: '1.30', fields: ADMISSION_POLICY },
  'ValidatingAdmissionPolicyBinding admissionregistration.k8s.io/v1': {
    served: '1.30',
    fields: {
      '': 'apiVersion kind metadata spec',
      metadata: 'name labels{} annotations{}',
      spec: 'policyName validationActions[]',
    },
  },
};
