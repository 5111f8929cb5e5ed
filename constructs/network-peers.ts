import { k8s } from 'cdk8s-plus-27';
import type { Peers } from '../environments';
import type { PlatformProfile } from '../platform';

/** Label that KFaas puts on function namespaces, so that policies can name them in every Kubernetes version. */
export const FUNCTION_NAMESPACE_LABEL = { 'kfaas.io/functions': 'true' } as const;

/** One TCP port of a policy's rule. */
export function tcp(port: number | string): k8s.NetworkPolicyPort {
  const number =
    typeof port === 'number' ? k8s.IntOrString.fromNumber(port) : k8s.IntOrString.fromString(port);
  return { protocol: 'TCP', port: number };
}

/** The peers of an environment, as a policy names them. */
export function peersOf(peers: Peers, profile: PlatformProfile): k8s.NetworkPolicyPeer[] {
  return [
    ...(peers.cidrs ?? []).map((cidr) => ({ ipBlock: { cidr } })),
    ...(peers.namespaces ?? []).map((namespace) => namespacePeer(namespace, profile)),
  ];
}

/**
 * Pods of a namespace that is not ours. Before Kubernetes 1.21 Namespaces did not carry their name as a label;
 * there, a peer is told by the labels of its pods alone.
 */
export function namespacePeer(
  namespace: string,
  profile: PlatformProfile,
  podLabels?: Readonly<Record<string, string>>,
): k8s.NetworkPolicyPeer {
  const matchLabels = profile.features.namespaceNameLabel
    ? { 'kubernetes.io/metadata.name': namespace }
    : undefined;
  return {
    namespaceSelector: { matchLabels },
    podSelector: podLabels && { matchLabels: podLabels },
  };
}

/** The rule that lets pods resolve names: to the cluster's DNS, by UDP and TCP. */
export function dnsRule(profile: PlatformProfile): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [namespacePeer('kube-system', profile, { 'k8s-app': 'kube-dns' })],
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}
