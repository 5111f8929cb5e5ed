import { certificateProblems } from './certificate-check';
import { destinationRuleProblems } from './destination-rule-check';
import { knativeServiceProblems } from './knative-check';
import { kubernetesProblems } from './kubernetes-check';
import { isSince } from './release';
import type { PlatformVersions } from '../../platform';
import { at, manifestsOf, type Manifest, type RenderedStack } from './rendered-stack';
import { virtualServiceProblems } from './virtual-service-check';

/** What is wrong with what a cluster would get, object by object; each with the files in which it is. */
export function stackProblems(stack: RenderedStack, versions: PlatformVersions): Record<string, number> {
  const manifests = manifestsOf(stack);
  const problems = manifests.flatMap((manifest) =>
    [
      ...objectProblems(manifest, versions),
      ...gatewayProblems(manifest, versions),
      ...waveProblems(manifest),
    ].map((problem) => `${manifest.kind}: ${problem}`),
  );
  const counted = new Map<string, number>();
  for (const problem of problems) counted.set(problem, (counted.get(problem) ?? 0) + 1);
  return Object.fromEntries(counted);
}

function objectProblems(manifest: Manifest, versions: PlatformVersions): string[] {
  const { apiVersion, kind } = manifest;
  if (kind === 'VirtualService') return virtualServiceProblems(manifest, versions);
  if (kind === 'DestinationRule') return destinationRuleProblems(manifest, versions.istio);
  if (kind === 'Certificate') return certificateProblems(manifest, versions.certManager);
  if (kind === 'Service' && apiVersion !== 'v1') return knativeServiceProblems(manifest, versions.knative);
  return kubernetesProblems(manifest, versions.kubernetes);
}

/** A gateway host leads to the Service of the local gateway; nothing is written where Istio and Knative are at home. */
function gatewayProblems({ kind, metadata, spec }: Manifest, { knative }: PlatformVersions): string[] {
  if (kind.startsWith('ClusterRole')) return [];
  const { namespace = metadata.name } = metadata;
  // They belong to no namespace.
  if (kind.startsWith('ValidatingAdmissionPolicy') && namespace.startsWith('kfaas-')) return [];
  if (!/^(kfaas-system|faas-[a-z]+)$/.test(namespace)) return [`the namespace ${namespace}`];
  if (kind !== 'Service' || spec.type !== 'ExternalName') return [];
  const local = isSince(knative, '0.19') ? 'knative-local-gateway' : 'cluster-local-gateway';
  return spec.externalName === `${local}.istio-system.svc.cluster.local`
    ? []
    : ['where a gateway host leads'];
}

/** Argo CD reads a whole number that is a text; Kubernetes refuses annotations that are none. */
function waveProblems({ metadata }: Manifest): string[] {
  const wave = at(metadata, 'annotations', 'argocd.argoproj.io/sync-wave');
  return typeof wave === 'string' && /^\d+$/.test(wave) ? [] : [`the sync wave ${String(wave)}`];
}
