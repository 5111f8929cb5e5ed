import { listOf } from '../../base';
import { fieldChecker } from './field-table';
import { KUBERNETES_KINDS } from './kubernetes-fields';
import { isSince, isWithin } from './release';
import { at, fieldsOf, type Manifest } from './rendered-stack';

const checkers = new Map(
  Object.entries(KUBERNETES_KINDS).map(([name, { fields }]) => [name, fieldChecker(fields)] as const),
);

/** What is wrong with an object of Kubernetes itself for the release of its cluster. */
export function kubernetesProblems(manifest: Manifest, kubernetes: string): string[] {
  const name = `${manifest.kind} ${manifest.apiVersion}`;
  const known = KUBERNETES_KINDS[name];
  const check = checkers.get(name);
  if (known === undefined || check === undefined) return [`${name} is not known here`];
  const problems = check(manifest.object, kubernetes);
  if (!isWithin(kubernetes, known.served)) problems.push(`${manifest.apiVersion} is not served`);
  return [...problems, ...ofKind(manifest, kubernetes)];
}

/** What a table of fields cannot say. */
function ofKind(manifest: Manifest, kubernetes: string): string[] {
  const { kind, metadata, spec } = manifest;
  if (kind === 'Ingress') return ingressProblems(manifest, kubernetes);
  if (kind === 'NetworkPolicy') return policyProblems(spec, kubernetes);
  if (kind === 'Namespace') {
    const pinned = fieldsOf(metadata.labels).filter(([name]) => name.startsWith('pod-security.'));
    if (!isSince(kubernetes, '1.23'))
      return pinned.length > 0 ? ['Pod Security labels, which are inert'] : [];
    const versions = pinned.filter(([name]) => name.endsWith('-version')).map(([, value]) => value);
    return versions.length === 3 && versions.every((value) => value === `v${kubernetes}`)
      ? []
      : ['its versions'];
  }
  if (kind === 'Deployment') {
    const annotation = at(
      spec,
      'template',
      'metadata',
      'annotations',
      'seccomp.security.alpha.kubernetes.io/pod',
    );
    const field = at(spec, 'template', 'spec', 'securityContext', 'seccompProfile');
    return (annotation === undefined) === (field === undefined) ? ['not one seccomp profile'] : [];
  }
  return [];
}

function ingressProblems({ apiVersion, metadata, spec }: Manifest, kubernetes: string): string[] {
  const problems: string[] = [];
  const annotation = at(metadata, 'annotations', 'kubernetes.io/ingress.class');
  const isField = isSince(kubernetes, '1.18');
  if ((spec.ingressClassName === undefined) === isField) problems.push('its class as a field');
  if ((annotation === undefined) !== isField) problems.push('its class as an annotation');
  const paths = listOf(spec.rules).flatMap((rule) => listOf(at(rule, 'http', 'paths')));
  const lacking = paths.filter((path) => at(path, 'pathType') === undefined);
  if (apiVersion === 'networking.k8s.io/v1' && lacking.length > 0) problems.push('a path without its type');
  return problems;
}

/** A peer by the label that Kubernetes gives namespaces from 1.21 on matches nothing before. */
function policyProblems(spec: Manifest['spec'], kubernetes: string): string[] {
  const rules = [...listOf(spec.ingress), ...listOf(spec.egress)];
  const peers = rules.flatMap((rule) => [...listOf(at(rule, 'from')), ...listOf(at(rule, 'to'))]);
  const labels = peers.flatMap((peer) => fieldsOf(at(peer, 'namespaceSelector', 'matchLabels')));
  const names = new Set(labels.map(([name]) => name).filter((name) => name !== 'kfaas.io/functions'));
  const expected = isSince(kubernetes, '1.21') ? 'kubernetes.io/metadata.name' : 'example.com/namespace';
  return [...names].filter((name) => name !== expected).map((name) => `namespaces by the label ${name}`);
}
