import { k8s } from 'cdk8s-plus-27';
import type { Peers } from '../environments';

/** Label that KFaas puts on function namespaces, so that policies can name them in every Kubernetes version. */
export const FUNCTION_NAMESPACE_LABEL = { 'kfaas.io/functions': 'true' } as const;

/** One TCP port of a policy's rule. */
export function tcp(port: number | string): k8s.NetworkPolicyPort {
  const number =
    typeof port === 'number' ? k8s.IntOrString.fromNumber(port) : k8s.IntOrString.fromString(port);
  return { protocol: 'TCP', port: number };
}

/** The peers of an environment, as a policy names them. */
export function peersOf(peers: Peers): k8s.NetworkPolicyPeer[] {
  return [
    ...(peers.cidrs ?? []).map((cidr) => ({ ipBlock: { cidr } })),
    ...(peers.namespaces ?? []).map((namespace) => namespacePeer(namespace)),
  ];
}

/** Pods of a namespace that is not ours, by the label with its name that Kubernetes keeps from 1.21 on. */
export function namespacePeer(
  namespace: string,
  podLabels?: Readonly<Record<string, string>>,
): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: podLabels && { matchLabels: podLabels },
  };
}

/** The rule that lets pods resolve names: to the cluster's DNS, by UDP and TCP. */
export function dnsRule(): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [namespacePeer('kube-system', { 'k8s-app': 'kube-dns' })],
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}
