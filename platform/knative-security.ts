import { since, type Fact } from './fact';

const knative = 'knative';

/**
 * What of a pod's security a Knative Service can say, with the release that brought it. The webhook refuses a field that
 * its mask does not have; from 0.23 on the API server prunes one that the CustomResourceDefinition does not have.
 * A field counts from the release that has it in both, without a feature flag. Sources: serving `pkg/apis/serving/fieldmask.go`
 * (`SecurityContextMask`, `PodSpecMask`) and `config/core/300-resources/service.yaml`, of every minor from 0.8 to 1.22.
 */
export const KNATIVE_SECURITY = {
  capabilities: since(
    knative,
    'capabilities.drop of a Knative Service',
    '0.24',
    'capabilities.add needs a feature flag',
  ),
  runAsNonRoot: since(
    knative,
    'runAsNonRoot of a Knative Service',
    '0.25',
    'from 0.17 on behind the flag kubernetes.podspec-securitycontext',
  ),
  tokenOff: since(
    knative,
    'automountServiceAccountToken of a Knative Service',
    '0.25',
    'false alone; true is refused',
  ),
  allowPrivilegeEscalation: since(
    knative,
    'allowPrivilegeEscalation of a Knative Service',
    '1.8',
    'refused before',
  ),
  seccompProfile: since(
    knative,
    'seccompProfile of a Knative Service',
    '1.9',
    'the webhook of 1.8 takes it, but the API server prunes it there',
  ),
  /**
   * Whether Knative's own container beside each function keeps to `restricted` (serving
   * `pkg/reconciler/revision/resources/queue.go`). 1.8.0 had its seccompProfile and 1.8.1 took it back; of 1.11 only later
   * patches have it.
   */
  restrictedQueueProxy: since(
    knative,
    'queue-proxy that keeps to the Pod Security standard restricted',
    '1.12',
    'its seccompProfile is there from 1.12; it keeps to baseline before',
  ),
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
