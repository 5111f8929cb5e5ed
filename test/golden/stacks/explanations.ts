import { changesBetween, COMPONENTS, platformProfile, type Component, type PlatformVersions } from '../../../platform';
import type { ChangedLine } from './changed-lines';

/** What stands in a line that follows from something in the tables, by the kind of the object. */
interface Explanation {
  readonly kind: string;
  /** The whole line without its indentation. */
  readonly line: RegExp;
  /** What the tables call it. */
  readonly because: string;
}

/** A changed line, and what the tables call that from which it follows. */
export interface ExplainedLine extends ChangedLine {
  readonly because: string;
}

/** Written by hand from what each construct renders: a line that is here under no name has no reason to change. */
const EXPLANATIONS: readonly Explanation[] = [
  ...apiVersions(
    'VirtualService',
    'DestinationRule',
    'HorizontalPodAutoscaler',
    'PodDisruptionBudget',
    'Ingress',
    'Certificate',
  ),
  ...apiVersions('Knative Service'),

  of('VirtualService', 'reference to a Gateway', /- [-a-z]+-gateway\.knative-serving\.svc\.cluster\.local/),
  of('VirtualService', 'reference to a Gateway', /- knative-serving\/[-a-z]+-gateway/),
  of('VirtualService', 'local gateway', /- knative-serving\/(cluster|knative)-local-gateway/),
  of(
    'VirtualService',
    'local gateway',
    /host: (cluster|knative)-local-gateway\.istio-system\.svc\.cluster\.local/,
  ),
  of('VirtualService', 'several backends by weight', /weight: \d+|headers:|request:|set:|Host: .*/),
  of('VirtualService', 'several backends by weight', /- destination:|host: .*|port:|number: 80/),
  of('VirtualService', 'several backends by weight', /rewrite:|authority: .*/),
  of('VirtualService', 'delays of a fraction of a percent', /percent: \d+|percentage:|value: [\d.]+/),
  of('VirtualService', 'VirtualService field http[].retries.retryOn', /retryOn: .*/),
  of('VirtualService', 'match of query parameters', /queryParams:|lang:|exact: zh|page:|regex: '\[0-9\]\+'/),
  of('VirtualService', 'retries of 0 attempts', /retries:|attempts: 0/),

  // It comes as a whole, and loses the bound of connections.
  of('DestinationRule', 'bound of the requests to a service', /.*/),

  of(
    'Knative Service',
    'label of visibility',
    /(serving|networking)\.knative\.dev\/visibility: cluster-local/,
  ),
  of('Knative Service', 'annotation of the fewest pods', /autoscaling\.knative\.dev\/min-?[sS]cale: '\d+'/),
  of('Knative Service', 'automountServiceAccountToken', /automountServiceAccountToken: false/),
  // The first of them that comes brings the mapping around them.
  of('Knative Service', 'capabilities: drop ALL', /securityContext:/),
  of('Knative Service', 'capabilities: drop ALL', /capabilities:|drop:|- ALL/),
  of('Knative Service', 'runAsNonRoot: true', /runAsNonRoot: true/),
  of(
    'Knative Service',
    'allowPrivilegeEscalation: false',
    /allowPrivilegeEscalation: false/,
  ),
  of('Knative Service', 'seccompProfile of functions', /seccompProfile:|type: RuntimeDefault/),
  of('Knative Service', 'imagePullSecrets of functions', /imagePullSecrets:|- name: registry/),
  of('Knative Service', 'annotation of the most pods', /autoscaling\.knative\.dev\/max-?[sS]cale: '\d+'/),

  of(
    'Service',
    'local gateway',
    /externalName: (cluster|knative)-local-gateway\.istio-system\.svc\.cluster\.local/,
  ),
  of('ClusterRole', 'API version of Ingress', /- (extensions|networking\.k8s\.io)/),
  of('ClusterRole', 'API version of Certificate', /- (certmanager\.k8s\.io|cert-manager\.io)/),

  // The name moves behind appProtocol, and the dash with it.
  of('Service', 'Service appProtocol', /- name: http|- appProtocol: http|name: http/),

  of('Deployment', 'enableServiceLinks', /enableServiceLinks: false/),
  of('Deployment', 'runAsGroup', /runAsGroup: 10001/),
  of('Deployment', 'seccompProfile', /seccompProfile:|type: RuntimeDefault/),
  of('Deployment', 'seccompProfile', /seccomp\.security\.alpha\.kubernetes\.io\/pod: runtime\/default/),
  of(
    'Deployment',
    'startupProbe',
    /startupProbe:|failureThreshold: 60|httpGet:|path: \/actuator\/health\/liveness/,
  ),
  of(
    'Deployment',
    'startupProbe',
    /port: management|periodSeconds: 2|timeoutSeconds: 2|initialDelaySeconds: 120/,
  ),
  of(
    'Deployment',
    'topologySpreadConstraints',
    /affinity:|podAntiAffinity:|preferredDuring\w+:|- podAffinityTerm:/,
  ),
  of('Deployment', 'topologySpreadConstraints', /weight: 100|topologySpreadConstraints:|(- )?labelSelector:/),
  of('Deployment', 'topologySpreadConstraints', /matchLabels:|app\.kubernetes\.io\/name: .*|maxSkew: 1/),
  of('Deployment', 'topologySpreadConstraints', /topologyKey: .*|whenUnsatisfiable: ScheduleAnyway/),
  of('Deployment', 'matchLabelKeys of topologySpreadConstraints', /matchLabelKeys:|- pod-template-hash/),
  of('Deployment', 'preStop sleep', /exec:|command:|- sleep|- '10'|sleep:|seconds: 10/),

  of('HorizontalPodAutoscaler', 'HorizontalPodAutoscaler behavior', /behavior:|scale(Down|Up):|policies:/),
  of(
    'HorizontalPodAutoscaler',
    'HorizontalPodAutoscaler behavior',
    /- periodSeconds: \d+|type: Percent|value: \d+/,
  ),
  of('HorizontalPodAutoscaler', 'HorizontalPodAutoscaler behavior', /stabilizationWindowSeconds: \d+/),
  of('HorizontalPodAutoscaler', 'API version of HorizontalPodAutoscaler', /targetAverageUtilization: 65/),
  of('HorizontalPodAutoscaler', 'API version of HorizontalPodAutoscaler', /target:|averageUtilization: 65/),
  of('HorizontalPodAutoscaler', 'API version of HorizontalPodAutoscaler', /type: (Utilization|AverageValue)/),
  of('HorizontalPodAutoscaler', 'API version of HorizontalPodAutoscaler', /(targetA|a)verageValue: '200'/),
  of('HorizontalPodAutoscaler', 'API version of HorizontalPodAutoscaler', /metric:|(name|metricName): tomcat_.*/),
  of(
    'PodDisruptionBudget',
    'PodDisruptionBudget unhealthyPodEvictionPolicy',
    /unhealthyPodEvictionPolicy: .*/,
  ),

  of(
    'NetworkPolicy',
    'label with the name of a namespace',
    /(example\.com\/namespace|kubernetes\.io\/metadata\.name): .*/,
  ),
  of('NetworkPolicy', 'local gateway', /- port: (80|8080|8081)|protocol: TCP|istio: .*/),
  of(
    'NetworkPolicy',
    'API version of Certificate',
    /matchExpressions:|- key: certmanager.*|operator: Exists/,
  ),
  of(
    'NetworkPolicy',
    'API version of Certificate',
    /matchLabels:|acme\.cert-manager\.io\/http01-solver: 'true'/,
  ),

  of('Namespace', 'name of the cluster', /kfaas\.io\/cluster: istio-[-\d]+/),
  ...COMPONENTS.map((component) => {
    const name = component === 'certManager' ? 'cert-manager' : component;
    return of('Namespace', versionOf(component), new RegExp(`kfaas\\.io/${name}: '[.\\d]+'`));
  }),

  of('Namespace', 'release that Pod Security labels name', /pod-security\.kubernetes\.io\/.*/),

  of(
    'Ingress',
    'Ingress ingressClassName',
    /annotations:|kubernetes\.io\/ingress\.class: .*|ingressClassName: .*/,
  ),
  of('Ingress', 'Ingress pathType', /pathType: (Prefix|Exact)/),
  of('Ingress', 'API version of Ingress', /serviceName: .*|servicePort: http|service:|name: .*|port:/),

  of(
    'Certificate',
    'ACME solvers on the issuer',
    /acme:|config:|- domains:|- [-a-z]+(\.[a-z]+)+|http01:|ingressClass: .*/,
  ),
  of('Certificate', 'Certificate issuerRef.group', /group: cert-manager\.io/),
  of('Certificate', 'ECDSA keys of ACME certificates', /keyAlgorithm: ecdsa|keySize: 256/),
  of('Certificate', 'Certificate privateKey', /key(Algorithm: ecdsa|Size: 256)|privateKey:|algorithm: ECDSA/),
  of('Certificate', 'Certificate privateKey', /rotationPolicy: Always|size: 256/),
];

/** Says of each changed line which difference in the tables it follows from; `nothing` where there is none. */
export function explained(
  lines: readonly ChangedLine[],
  from: PlatformVersions,
  to: PlatformVersions,
): readonly ExplainedLine[] {
  const differing = consequencesThatDiffer(from, to);
  return lines.map((line) => {
    const found = EXPLANATIONS.find(
      ({ kind, line: pattern, because }) =>
        kind === line.kind && pattern.test(line.text.trim()) && differing.has(because),
    );
    return { ...line, because: found?.because ?? 'nothing' };
  });
}

/** The names of all that the tables say otherwise of two stacks. */
function consequencesThatDiffer(from: PlatformVersions, to: PlatformVersions): ReadonlySet<string> {
  const [before, after] = [from, to].map((versions) => {
    const { profile, problems } = platformProfile({
      versions,
      overrides: { namespaceLabel: 'example.com/namespace' },
    });
    if (profile === undefined) throw new Error(JSON.stringify(problems));
    return profile.versions;
  });
  if (before === undefined || after === undefined) throw new Error('there are two stacks');
  const changes = COMPONENTS.flatMap((component) =>
    changesBetween(component, before[component], after[component]),
  );
  const moved = COMPONENTS.filter((component) => from[component] !== to[component]).map(versionOf);
  // Two stacks are two clusters.
  return new Set([...changes.map(({ what }) => what), ...moved, 'name of the cluster']);
}

function versionOf(component: Component): string {
  return `version of ${component}`;
}

function of(kind: string, because: string, line: RegExp): Explanation {
  return { kind, because, line: new RegExp(`^(?:${line.source})$`) };
}

function apiVersions(...kinds: readonly string[]): Explanation[] {
  return kinds.map((kind) => {
    const because = `API version of ${kind}`;
    return of(kind, because, /apiVersion: .*/);
  });
}
