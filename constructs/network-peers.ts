import { LABEL } from '../base';
import { k8s } from 'cdk8s-plus-27';
import type { DomainController, Peers } from '../inventory';
import type { PlatformProfile } from '../platform';

/** Label that KFaas puts on function namespaces, so that policies can name them in every Kubernetes version. */
export const FUNCTION_NAMESPACE_LABEL = { [LABEL.functions]: 'true' } as const;

/** One TCP port of a policy's rule. */
export function tcp(port: number | string): k8s.NetworkPolicyPort {
  const number =
    typeof port === 'number' ? k8s.IntOrString.fromNumber(port) : k8s.IntOrString.fromString(port);
  return { protocol: 'TCP', port: number };
}

/** The peers of an environment, as a policy names them. */
export function peersOf(profile: PlatformProfile, peers: Peers): k8s.NetworkPolicyPeer[] {
  return [
    ...(peers.cidrs ?? []).map((cidr) => ({ ipBlock: { cidr } })),
    ...(peers.namespaces ?? []).map((namespace) => namespacePeer(profile, namespace)),
  ];
}

/**
 * Pods of a namespace that is not ours, by the label with its name: Kubernetes' own from 1.21 on, before that one that
 * the cluster's operators put on their namespaces. Both selectors in one peer, which is both at once: Kubernetes 1.11.
 */
export function namespacePeer(
  profile: PlatformProfile,
  namespace: string,
  podLabels?: Readonly<Record<string, string>>,
): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { [profile.namespaceLabel]: namespace } },
    podSelector: podLabels && { matchLabels: podLabels },
  };
}

/** The pods of some ingress controllers: by their namespaces, and those on the host network by the addresses of nodes. */
export function controllerPeers(
  profile: PlatformProfile,
  controllers: readonly DomainController[],
): k8s.NetworkPolicyPeer[] {
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  return peersOf(profile, {
    cidrs: distinct(controllers.flatMap(({ nodeCidrs = [] }) => nodeCidrs)),
    namespaces: distinct(controllers.map(({ namespace }) => namespace)),
  });
}

/**
 * The rule that lets pods resolve names, by UDP and TCP.
 * @param others where DNS answers, beside the cluster's own pods of it
 */
export function dnsRule(profile: PlatformProfile, others: Peers = {}): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [namespacePeer(profile, 'kube-system', { 'k8s-app': 'kube-dns' }), ...peersOf(profile, others)],
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}
