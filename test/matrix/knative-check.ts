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
    'automountServiceAccountToken:bool@0.25 imagePullSecrets[]@0.11 containerConcurrency:int@0.2 containers[] timeoutSeconds:int@0.3 serviceAccountName enableServiceLinks:bool@0.16 responseStartTimeoutSeconds:int@1.7 idleTimeoutSeconds:int@1.7',
  'spec.template.spec.imagePullSecrets[]': 'name',
  'spec.template.spec.containers[]': 'image resources securityContext',
  'spec.template.spec.containers[].securityContext':
    'runAsUser:int capabilities@0.24 runAsNonRoot:bool@0.25 allowPrivilegeEscalation:bool@1.8 seccompProfile@1.9',
  'spec.template.spec.containers[].securityContext.capabilities': 'drop[]',
  'spec.template.spec.containers[].securityContext.seccompProfile': 'type',
  'spec.template.spec.containers[].resources': 'requests limits',
  'spec.template.spec.containers[].resources.requests': 'cpu memory',
  'spec.template.spec.containers[].resources.limits': 'cpu memory',
});

/** How the bounds of the scale are spelled; both spellings are read from 1.1 on, the newer one is written. */
const SCALE: Readonly<Record<string, string>> = {
  'autoscaling.knative.dev/minScale': '0.2-1.1',
  'autoscaling.knative.dev/maxScale': '0.2-1.1',
  'autoscaling.knative.dev/min-scale': '1.1',
  'autoscaling.knative.dev/max-scale': '1.1',
};

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
    refuse(!isWithin(knative, SCALE[name] ?? '9'), `the annotation ${name}`);
    refuse(!/^\d+$/.test(String(value)), `${name}: ${String(value)}`);
  }
  const concurrency = at(spec, 'template', 'spec', 'containerConcurrency');
  refuse(Number(concurrency ?? 0) > 1000, `containerConcurrency ${String(concurrency)}`);
  // More than one came with 0.17.
  refuse(listOf(at(spec, 'template', 'spec', 'containers')).length !== 1, 'not one container');
  return problems;
}
