import { ANNOTATION, mappingOf, textOf, type Mapping } from '../../base';
import type { Said } from './said-containers';

/** Why a function that was taken over is less confined than by default, until somebody has looked at it. */
export const TAKEN_OVER = 'so it was when KFaas took it over; nobody has tried less yet';

/**
 * How a Knative Service is confined, as a file says it. What is left out there is what confines least, while a file that leaves it out
 * confines most: everything is said here. The loosening that matters least comes last, because it is left out last.
 * @param metadata those of the Knative Service
 * @param pod the specification of its pods
 */
export function saidSecurity(metadata: Mapping, pod: Mapping, container: Mapping): Said {
  const own = mappingOf(container.securityContext);
  const inherited = mappingOf(pod.securityContext);
  const { runAsUser = inherited.runAsUser, runAsNonRoot = inherited.runAsNonRoot } = own;
  const { seccompProfile = inherited.seccompProfile ?? { type: 'Unconfined' } } = own;
  const { drop = [] } = mappingOf(own.capabilities);
  return {
    reason: textOf(mappingOf(metadata.annotations)[ANNOTATION.securityReason]) ?? TAKEN_OVER,
    runAsUser,
    seccompProfile,
    capabilities: { drop },
    allowPrivilegeEscalation: own.allowPrivilegeEscalation ?? true,
    runAsNonRoot: runAsNonRoot ?? false,
    readOnlyRootFilesystem: own.readOnlyRootFilesystem,
    automountServiceAccountToken: pod.automountServiceAccountToken ?? true,
  };
}
