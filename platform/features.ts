import type { Component } from './component';

/**
 * Fields and labels that KFaas renders where the cluster has them, with the release that brought them
 * (for a Kubernetes field: the first in which it is on by default).
 */
export const FEATURES = {
  /** Pod Security labels on Namespaces; inert labels before. */
  podSecurityLabels: ['kubernetes', '1.23'],
  /** PodDisruptionBudget `unhealthyPodEvictionPolicy`. */
  unhealthyPodEvictionPolicy: ['kubernetes', '1.27'],
  /** `matchLabelKeys` of a topology spread constraint. */
  spreadMatchLabelKeys: ['kubernetes', '1.27'],
  /** A preStop hook that sleeps without a program in the image. */
  preStopSleep: ['kubernetes', '1.30'],
} as const satisfies Record<string, readonly [Component, string]>;

/** A field or label that only some versions have. */
export type Feature = keyof typeof FEATURES;
