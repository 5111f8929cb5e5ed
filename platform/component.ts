/** What a cluster's behaviour follows from. */
export type Component = 'kubernetes' | 'istio' | 'knative' | 'certManager';

/** The versions of one cluster, as its operators name them: `1.29` or `1.29.2`. */
export type PlatformVersions = Readonly<Record<Component, string>>;

/** The names that people use. */
export const COMPONENT_NAMES: Readonly<Record<Component, string>> = {
  kubernetes: 'Kubernetes',
  istio: 'Istio',
  knative: 'Knative',
  certManager: 'cert-manager',
};

/**
 * The minor releases that the tables of this room speak of. Outside them a profile is refused: an unknown
 * version may prune a field or rename a gateway without a word.
 */
export const KNOWN_RELEASES: Readonly<
  Record<Component, { readonly oldest: string; readonly newest: string }>
> = {
  // 1.21 brought the label with a Namespace's name, by which network policies tell peers.
  kubernetes: { oldest: '1.21', newest: '1.36' },
  istio: { oldest: '1.5', newest: '1.31' },
  knative: { oldest: '0.14', newest: '1.23' },
  certManager: { oldest: '1.0', newest: '1.19' },
};
