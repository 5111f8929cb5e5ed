import { listOf } from '../../base';
import { fieldChecker } from './field-table';
import { isSince, isWithin } from './release';
import { at, fieldsOf, type Manifest } from './rendered-stack';

/**
 * Which API versions of a Knative Service every installation of a release serves (knative.md, section 1): before 0.10
 * the newer ones are in the installation for newer Kubernetes alone, from 0.19 the older ones are gone.
 */
const SERVED: Readonly<Record<string, string>> = {
  'serving.knative.dev/v1alpha1': '0.7-0.19',
  'serving.knative.dev/v1beta1': '0.10-0.19',
  'serving.knative.dev/v1': '0.10',
};

/** Fields that the webhook takes, in Knative releases (knative.md, section 5). It refuses others, and prunes none. */
const fieldProblems = fieldChecker({
  '': 'apiVersion kind metadata spec',
  metadata: 'name namespace labels{} annotations{}',
  spec: 'template traffic[]',
  'spec.template': 'metadata spec',
  'spec.template.metadata': 'labels{} annotations{}',
  'spec.template.spec':
    'automountServiceAccountToken:bool@0.25 imagePullSecrets[]@0.11 containerConcurrency:int@0.2 containers[] timeoutSeconds:int@0.3 serviceAccountName enableServiceLinks:bool@0.16 responseStartTimeoutSeconds:int@1.7 idleTimeoutSeconds:int@1.7 nodeSelector{}@0.17 affinity{}:any@0.17 tolerations[]@0.17 runtimeClassName@0.18 priorityClassName@0.25 initContainers[]@1.0 volumes[]',
  'spec.template.spec.imagePullSecrets[]': 'name',
  'spec.template.spec.tolerations[]': 'key operator value effect tolerationSeconds:int',
  'spec.template.spec.volumes[]':
    'name secret{}:any configMap{}:any projected{}:any emptyDir{}:any@0.25 persistentVolumeClaim{}:any@1.2',
  ...ofContainers('containers'),
  ...ofContainers('initContainers'),
});

/** The fields of the containers in a list. */
function ofContainers(list: string): Readonly<Record<string, string>> {
  const own = `spec.template.spec.${list}[]`;
  const probe =
    'httpGet{}:any tcpSocket{}:any exec{}:any grpc{}:any@1.12 initialDelaySeconds:int periodSeconds:int timeoutSeconds:int successThreshold:int failureThreshold:int';
  return {
    [own]: `name@0.17 image imagePullPolicy command[] args[] workingDir env[] envFrom[] ports[] volumeMounts[] resources securityContext readinessProbe livenessProbe startupProbe@1.15`,
    [`${own}.readinessProbe`]: probe,
    [`${own}.livenessProbe`]: probe,
    [`${own}.startupProbe`]: probe,
    [`${own}.ports[]`]: 'name containerPort:int',
    [`${own}.env[]`]: 'name value valueFrom',
    [`${own}.env[].valueFrom`]: 'secretKeyRef{}:any configMapKeyRef{}:any fieldRef{}:any@0.16',
    [`${own}.envFrom[]`]: 'prefix secretRef{}:any configMapRef{}:any',
    [`${own}.volumeMounts[]`]: 'name mountPath readOnly:bool subPath',
    [`${own}.resources`]: 'requests{} limits{}',
    [`${own}.securityContext`]:
      'runAsUser:int capabilities@0.24 runAsNonRoot:bool@0.25 allowPrivilegeEscalation:bool@1.8 seccompProfile@1.9 readOnlyRootFilesystem:bool@0.21',
    [`${own}.securityContext.capabilities`]: 'drop[]',
    [`${own}.securityContext.seccompProfile`]: 'type',
  };
}

/** How the bounds of the scale are spelled; both spellings are read from 1.1 on, the newer one is written. */
const SCALE: Readonly<Record<string, string>> = {
  'autoscaling.knative.dev/class': '0.2',
  'autoscaling.knative.dev/metric': '0.3',
  'autoscaling.knative.dev/target': '0.3',
  'autoscaling.knative.dev/window': '0.6',
  'autoscaling.knative.dev/activation-scale': '1.7',
  'autoscaling.knative.dev/targetUtilizationPercentage': '0.8-1.1',
  'autoscaling.knative.dev/target-utilization-percentage': '1.1',
  'autoscaling.knative.dev/initialScale': '0.15-1.1',
  'autoscaling.knative.dev/initial-scale': '1.1',
  'autoscaling.knative.dev/scaleDownDelay': '0.19-1.1',
  'autoscaling.knative.dev/scale-down-delay': '1.1',
  'autoscaling.knative.dev/scaleToZeroPodRetentionPeriod': '0.15-1.1',
  'autoscaling.knative.dev/scale-to-zero-pod-retention-period': '1.1',
  'autoscaling.knative.dev/minScale': '0.2-1.1',
  'autoscaling.knative.dev/maxScale': '0.2-1.1',
  'autoscaling.knative.dev/min-scale': '1.1',
  'autoscaling.knative.dev/max-scale': '1.1',
};

/** Values of those annotations: numbers, durations, metrics and classes. */
const VALUES = /^(\d+(\.\d+)?|(\d+(h|m|s))+|concurrency|rps|cpu|memory|[hk]pa\.autoscaling\.knative\.dev)$/;

/** What is wrong with a Knative Service for the Knative of its cluster. */
export function knativeServiceProblems(manifest: Manifest, knative: string): string[] {
  const { apiVersion, metadata, spec, object } = manifest;
  const problems = fieldProblems(object, knative);
  const refuse = (isWrong: boolean, message: string) => {
    if (isWrong) problems.push(message);
  };

  refuse(!isWithin(knative, SERVED[apiVersion] ?? '9'), `${apiVersion} is not served`);
  refuse(!/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(metadata.name), `the name ${metadata.name}`);
  // There it could take the name of a gateway host.
  refuse(metadata.namespace === 'kfaas-system', 'a Knative Service in kfaas-system');

  const visibility = fieldsOf(metadata.labels).filter(([, value]) => value === 'cluster-local');
  const group = isSince(knative, '0.18') ? 'networking' : 'serving';
  const names = visibility.map(([name]) => name).join();
  refuse(names !== `${group}.knative.dev/visibility`, `labels of visibility: ${names}`);

  for (const [name, value] of fieldsOf(at(spec, 'template', 'metadata', 'annotations'))) {
    if (name.startsWith('example.com/')) continue;
    refuse(!isWithin(knative, SCALE[name] ?? '9'), `the annotation ${name}`);
    refuse(!VALUES.test(String(value)), `${name}: ${String(value)}`);
  }
  const concurrency = at(spec, 'template', 'spec', 'containerConcurrency');
  refuse(Number(concurrency ?? 0) > 1000, `containerConcurrency ${String(concurrency)}`);
  const containers = listOf(at(spec, 'template', 'spec', 'containers'));
  refuse(containers.length !== 1 && !isSince(knative, '0.17'), 'more than one container');
  const withPort = containers.filter((container) => listOf(at(container, 'ports')).length > 0);
  refuse(containers.length > 1 && withPort.length !== 1, 'not one container with a port');
  return problems;
}
