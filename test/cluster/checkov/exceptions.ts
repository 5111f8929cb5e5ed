/** A finding of checkov that is meant to be. */
export interface CheckovException {
  /** Its id, as checkov documents it. */
  readonly check: string;
  /** The objects, as checkov names them: `<kind>.<namespace>.<name>`. */
  readonly resource: RegExp;
  readonly reason: string;
}

const GATEWAYS = /^Deployment\.kfaas-system\.[-a-z]*(ingress|egress)-gateway$/;

/** Every finding of checkov that is not followed, and why. One that is followed now, or is none any more, must go. */
export const CHECKOV_EXCEPTIONS: readonly CheckovException[] = [
  {
    check: 'CKV_K8S_11',
    resource: GATEWAYS,
    reason:
      'No limit of CPU: a JVM that starts needs more than one that runs, and a limit slows requests down while the node idles. CPU is requested, by which the autoscaler counts.',
  },
  {
    check: 'CKV_K8S_15',
    resource: GATEWAYS,
    reason:
      'No imagePullPolicy: Always. Tags are those of releases, which do not move, and latest is refused (KF414). With Always no pod starts while the registry is down.',
  },
  {
    check: 'CKV_K8S_43',
    resource: GATEWAYS,
    reason:
      'An image may be pinned by a digest, and the environments decide on it: ingressGateway.image takes a tag, a digest, or both.',
  },
];
