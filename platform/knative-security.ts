import { since, type Fact } from './fact';

const knative = 'knative';

/**
 * What of a pod's security a Knative Service can say, with the release that brought it. The webhook refuses a field that
 * its mask does not have; from 0.23 on the API server prunes one that the CustomResourceDefinition does not have.
 * A field counts from the release that has it in both, without a feature flag. Sources: serving `pkg/apis/serving/fieldmask.go`
 * (`SecurityContextMask`, `PodSpecMask`) and `config/core/300-resources/service.yaml`, of every minor from 0.8 to 1.23.
 */
export const KNATIVE_SECURITY = {
  capabilities: since(knative, 'capabilities: drop ALL', '0.24', 'capabilities.add needs a feature flag'),
  runAsNonRoot: since(knative, 'runAsNonRoot: true', '0.25', 'behind a flag from 0.17 on'),
  tokenOff: since(knative, 'automountServiceAccountToken', '0.25', 'false alone; true is refused'),
  allowPrivilegeEscalation: since(knative, 'allowPrivilegeEscalation: false', '1.8', 'refused before'),
  seccompProfile: since(knative, 'seccompProfile of functions', '1.9', 'the API server of 1.8 prunes it'),
  /**
   * Whether Knative's own container beside each function keeps to `restricted` (serving
   * `pkg/reconciler/revision/resources/queue.go`). 1.8.0 had its seccompProfile and 1.8.1 took it back; of 1.11 only later
   * patches have it.
   */
  restrictedQueueProxy: since(knative, 'restricted queue-proxy', '1.12', 'it has no seccompProfile before'),
} as const satisfies Readonly<Record<string, Fact<boolean>>>;

/** The fields that a function's own container needs to keep to the Pod Security standard `restricted`. */
const FIELDS = {
  capabilities: 'capabilities',
  runAsNonRoot: 'runAsNonRoot',
  tokenOff: 'automountServiceAccountToken',
  allowPrivilegeEscalation: 'allowPrivilegeEscalation',
  seccompProfile: 'seccompProfile',
} as const satisfies Partial<Record<keyof typeof KNATIVE_SECURITY, string>>;

/** What a Knative version can say of a pod's security. */
export type KnativeSecurity = Readonly<Record<keyof typeof KNATIVE_SECURITY, boolean>>;

/** The fields of a restricted Knative Service that a version does not take, as a manifest names them. */
export function missingSecurityFields(security: KnativeSecurity): readonly string[] {
  return Object.entries(FIELDS).flatMap(([fact, field]) =>
    security[fact as keyof typeof FIELDS] ? [] : [field],
  );
}
