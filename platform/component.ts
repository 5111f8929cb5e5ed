import type { Version } from './version';

/** What a cluster's behaviour follows from. */
export type Component = 'kubernetes' | 'istio' | 'knative' | 'certManager';

/** All components, in display order. */
export const COMPONENTS: readonly Component[] = ['kubernetes', 'istio', 'knative', 'certManager'];

/** The versions of one cluster, as its operators name them: `1.29` or `1.29.2`. Without a patch level, the first counts. */
export type PlatformVersions = Readonly<Record<Component, string>>;

/** The versions of one cluster, read. */
export type ParsedVersions = Readonly<Record<Component, Version>>;

/** The names that people use. */
export const COMPONENT_NAMES: Readonly<Record<Component, string>> = {
  kubernetes: 'Kubernetes',
  istio: 'Istio',
  knative: 'Knative',
  certManager: 'cert-manager',
};

/**
 * The releases that the tables of this room speak of. Outside them a profile is refused: an unknown version may prune
 * a field or rename a gateway without a word.
 */
export const KNOWN_RELEASES: Readonly<
  Record<Component, { readonly oldest: string; readonly newest: string }>
> = {
  kubernetes: { oldest: '1.11', newest: '1.36' },
  // 1.0.0 does not merge VirtualServices of one host: all functions but one would be lost.
  istio: { oldest: '1.0.1', newest: '1.31' },
  knative: { oldest: '0.7', newest: '1.23' },
  certManager: { oldest: '0.6', newest: '1.19' },
};
