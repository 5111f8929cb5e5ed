import { onStack, renderStack } from './rendered-stack';
import { stackProblems } from './stack-check';
import { MATRIX } from './stacks';

/** The matrix proves as much as its checker sees: here it is given the manifests of other versions. */
const [oldest, newest] = [MATRIX[0], MATRIX.at(-1)];

test('the manifests of the oldest stack would not do on the newest', () => {
  expect(problemsOf(oldest, newest)).toEqual([
    'Certificate: certmanager.k8s.io/v1alpha1 is not served',
    'Certificate: spec.acme is there from 0.1-0.11',
    'HorizontalPodAutoscaler: autoscaling/v2beta1 is not served',
    'Ingress: extensions/v1beta1 is not served',
    'Ingress: its class as a field',
    'Ingress: its class as an annotation',
    'Namespace: its versions',
    'NetworkPolicy: namespaces by the label example.com/namespace',
    'PodDisruptionBudget: policy/v1beta1 is not served',
    'Service: labels of visibility: serving.knative.dev/visibility',
    'Service: serving.knative.dev/v1alpha1 is not served',
    'Service: the annotation autoscaling.knative.dev/maxScale',
    'Service: the annotation autoscaling.knative.dev/minScale',
    'Service: where a gateway host leads',
    'VirtualService: gateways ["cluster-local-gateway.knative-serving.svc.cluster.local","knative-ingress-gateway.knative-serving.svc.cluster.local"]',
    'VirtualService: retries by default',
    'VirtualService: the host of a destination',
  ]);
});

test('the manifests of the newest stack would not do on the oldest', () => {
  expect(problemsOf(newest, oldest)).toEqual([
    'Certificate: cert-manager.io/v1 is not served',
    'Certificate: no way to solve a challenge',
    'Deployment: spec.template.spec.containers[].lifecycle.preStop.sleep is there from 1.30',
    'Deployment: spec.template.spec.containers[].startupProbe is there from 1.18',
    'Deployment: spec.template.spec.enableServiceLinks is there from 1.13',
    'Deployment: spec.template.spec.securityContext.runAsGroup is there from 1.14',
    'Deployment: spec.template.spec.securityContext.seccompProfile is there from 1.19',
    'Deployment: spec.template.spec.topologySpreadConstraints[] is there from 1.18',
    'Deployment: spec.template.spec.topologySpreadConstraints[].matchLabelKeys[] is there from 1.27',
    'DestinationRule: by what Envoy bounds HTTP/1.1',
    'DestinationRule: it takes mutual TLS away',
    'DestinationRule: networking.istio.io/v1 is not served',
    'HorizontalPodAutoscaler: autoscaling/v2 is not served',
    'HorizontalPodAutoscaler: spec.behavior is there from 1.18',
    'Ingress: its class as a field',
    'Ingress: its class as an annotation',
    'Ingress: networking.k8s.io/v1 is not served',
    'Ingress: spec.ingressClassName is there from 1.18',
    'Ingress: spec.rules[].http.paths[].pathType is there from 1.18',
    'Namespace: Pod Security labels, which are inert',
    'NetworkPolicy: namespaces by the label kubernetes.io/metadata.name',
    'PodDisruptionBudget: policy/v1 is not served',
    'PodDisruptionBudget: spec.unhealthyPodEvictionPolicy is there from 1.27',
    'Service: labels of visibility: networking.knative.dev/visibility',
    'Service: serving.knative.dev/v1 is not served',
    'Service: spec.ports[].appProtocol is there from 1.19',
    'Service: spec.template.spec.automountServiceAccountToken is there from 0.25',
    'Service: spec.template.spec.containers[].securityContext.allowPrivilegeEscalation is there from 1.8',
    'Service: spec.template.spec.containers[].securityContext.capabilities is there from 0.24',
    'Service: spec.template.spec.containers[].securityContext.runAsNonRoot is there from 0.25',
    'Service: spec.template.spec.containers[].securityContext.seccompProfile is there from 1.9',
    'Service: spec.template.spec.imagePullSecrets[] is there from 0.11',
    'Service: the annotation autoscaling.knative.dev/max-scale',
    'Service: the annotation autoscaling.knative.dev/min-scale',
    'Service: where a gateway host leads',
    'ValidatingAdmissionPolicy: admissionregistration.k8s.io/v1 is not served',
    'ValidatingAdmissionPolicyBinding: admissionregistration.k8s.io/v1 is not served',
    'VirtualService: gateways ["knative-serving/knative-local-gateway","knative-serving/knative-ingress-gateway"]',
    'VirtualService: hosts of destinations are dropped',
    'VirtualService: http[].fault.delay.percentage is there from 1.1',
    'VirtualService: http[].fault.delay.percentage.value is there from 1.1',
    'VirtualService: http[].match[].queryParams{} is there from 1.3',
    'VirtualService: http[].match[].queryParams{}.exact is there from 1.3',
    'VirtualService: http[].match[].queryParams{}.regex is there from 1.3',
    'VirtualService: http[].retries.retryOn is there from 1.1',
    'VirtualService: http[].route[].headers is there from 1.1',
    'VirtualService: http[].route[].headers.request is there from 1.1',
    'VirtualService: http[].route[].headers.request.set{} is there from 1.1',
    'VirtualService: networking.istio.io/v1 is not served',
    'VirtualService: retries of 0 attempts',
    'VirtualService: the host of a destination',
  ]);
});

/** What the checker of one stack says of the manifests of another. */
function problemsOf(rendered: (typeof MATRIX)[number] | undefined, checked: typeof rendered): string[] {
  if (rendered === undefined || checked === undefined) throw new Error('the matrix is empty');
  return Object.keys(stackProblems(renderStack(onStack(rendered)), checked)).sort();
}
