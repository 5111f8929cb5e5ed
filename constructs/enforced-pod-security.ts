import {
  backendLists,
  isKnative,
  loosestOf,
  podSecurityLevel,
  type CatalogFunction,
  type PodSecurityLevel,
} from '../catalog';
import type { PlatformProfile } from '../platform';

/** The standard of functions that another pipeline deploys, of which nothing is known here. */
const UNKNOWN: PodSecurityLevel = 'baseline';

/**
 * The strictest Pod Security standard that holds for everything in the function namespaces of a cluster: the Knative
 * Services that are rendered there, what another pipeline deploys, and Knative's own container in each pod.
 * Whoever else puts pods there must keep to it too. Istio's sidecar is not counted: KFaas asks for none.
 */
export function enforcedPodSecurity(
  cluster: string,
  functions: readonly CatalogFunction[],
  { knativeSecurity }: PlatformProfile,
): PodSecurityLevel {
  const specs = functions.flatMap(({ specs: byCluster }) => byCluster.get(cluster) ?? []);
  const rendered = new Set(specs.flatMap(({ ksvc, service }) => (service === undefined ? [] : [ksvc])));
  const isRestricted = Object.values(knativeSecurity).every((has) => has);
  const isKnown = specs
    .flatMap(backendLists)
    .every(({ backends }) =>
      backends.every((backend) => isKnative(backend) && rendered.has(backend.service)),
    );
  const isMirrored = specs.some(({ routes }) => routes.some(({ mirror }) => mirror !== undefined));
  // Before Knative takes seccompProfile, nothing is rendered that baseline refuses.
  const declared = knativeSecurity.seccompProfile
    ? specs.flatMap(({ service }) => (service === undefined ? [] : podSecurityLevel(service)))
    : [];
  return loosestOf([...declared, ...(isRestricted && isKnown && !isMirrored ? [] : [UNKNOWN])]);
}
