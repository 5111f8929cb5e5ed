/** What people know of the time limits on the way of a request, in whole seconds. */
export interface TimeoutSettings {
  /** Longest that a function may take to answer. The gateways wait a little longer. @default 300 */
  readonly request?: number;
  /** `max-revision-timeout-seconds` in Knative's ConfigMap `config-defaults`. @default 600 */
  readonly knativeMaximum?: number;
  /** When the site gateway gives up a request. @default - not known, and not checked */
  readonly siteGateway?: number;
}

/**
 * The time limits on the way of a request, from the function to the caller, in seconds. Each waits at least as long as
 * the one before it: so the innermost gives the answer, and says what was slow. Nobody retries for a caller that is gone.
 */
export interface RequestTimeouts {
  /** Longest timeout that a route may have: what Knative and Envoy let pass. */
  readonly request: number;
  /** When Knative ends a request whose revision says nothing. */
  readonly knativeDefault: number;
  /** Longest timeout that a revision may have; Knative's webhook refuses more. */
  readonly knativeMaximum: number;
  /** How long a gateway waits for the next byte of an answer. */
  readonly gateway: number;
  /** How long whatever is before an ingress gateway must wait at least: Ingress controllers, the site gateway. */
  readonly beforeGateway: number;
}

/**
 * Knative's own limits where `config-defaults` says nothing: `revision-timeout-seconds` and `max-revision-timeout-seconds`
 * (serving, `pkg/apis/config/defaults.go`).
 */
const KNATIVE = { standard: 300, maximum: 600 } as const;

/** Seconds that each waits longer than the one behind it: an answer takes its time from there to here. */
const STEP_SECONDS = 5;

/** Derives all time limits on the way of a request. */
export function requestTimeouts({
  request = KNATIVE.standard,
  knativeMaximum = KNATIVE.maximum,
}: TimeoutSettings = {}): RequestTimeouts {
  const gateway = request + STEP_SECONDS;
  return {
    request,
    knativeDefault: KNATIVE.standard,
    knativeMaximum,
    gateway,
    beforeGateway: gateway + STEP_SECONDS,
  };
}

/**
 * Returns the timeout that the revisions of a function need, in whole seconds; undefined where Knative's own does.
 * @param longest what its routes let one try take, in milliseconds; undefined for those that do not say
 */
export function revisionTimeout(longest: readonly (number | undefined)[]): number | undefined {
  const seconds = Math.max(0, ...longest.map((milliseconds = 0) => Math.ceil(milliseconds / 1000)));
  return seconds > KNATIVE.standard ? seconds : undefined;
}
