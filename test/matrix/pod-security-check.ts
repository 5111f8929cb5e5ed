import { isSince } from './release';
import { at, listOf, manifestsOf, type Manifest, type RenderedStack } from './rendered-stack';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/**
 * The Knative Services whose pods a namespace's Pod Security standard would refuse (Kubernetes' Pod Security Standards),
 * and the namespaces whose standard is stricter than Knative's own container: knative.md, section 5, queue-proxy.
 */
export function refusedPods(stack: RenderedStack, knative: string): string[] {
  const manifests = manifestsOf(stack);
  const enforced = manifests.flatMap(({ kind, file, metadata }) =>
    kind === 'Namespace' ? [[clusterOf(file), metadata.name, at(metadata, 'labels', ENFORCE)] as const] : [],
  );
  return enforced.flatMap(([cluster, namespace, level]) => {
    if (typeof level !== 'string' || level === 'privileged' || namespace === 'kfaas-system') return [];
    const services = manifests.filter(
      ({ file, apiVersion, metadata }) =>
        clusterOf(file) === cluster &&
        metadata.namespace === namespace &&
        apiVersion.startsWith('serving.knative.dev/'),
    );
    const refused = services.filter((service) => !keepsTo(service, level === 'restricted'));
    const queueProxy = level === 'restricted' && !isSince(knative, '1.12') ? ['queue-proxy'] : [];
    return [...refused.map(({ metadata }) => metadata.name), ...queueProxy].map(
      (name) => `${name} in ${cluster}/${namespace}, which enforces ${level}`,
    );
  });
}

function clusterOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function keepsTo({ spec }: Manifest, restricted: boolean): boolean {
  return listOf(at(spec, 'template', 'spec', 'containers')).every((container) => {
    const says = (...steps: readonly string[]) => at(container, 'securityContext', ...steps);
    const seccomp = says('seccompProfile', 'type');
    if (seccomp === 'Unconfined') return false;
    if (!restricted) return true;
    return (
      seccomp === 'RuntimeDefault' &&
      says('runAsNonRoot') === true &&
      says('runAsUser') !== 0 &&
      says('allowPrivilegeEscalation') === false &&
      listOf(says('capabilities', 'drop')).includes('ALL')
    );
  });
}
