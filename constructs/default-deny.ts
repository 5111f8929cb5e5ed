import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { hasHttpChallenge, type Domain } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY } from './api-object';
import { namesOf } from './names';
import { controllerPeers, tcp } from './network-peers';

/** Port on which cert-manager's solver pods answer ACME HTTP-01 challenges. */
const SOLVER_PORT = 8089;

export interface DefaultDenyProps {
  /** The domains that the cluster serves. */
  readonly domains: readonly Domain[];
  readonly profile: PlatformProfile;
}

/**
 * No pod of `kfaas-system` has connections that no other policy allows. Where certificates are issued by HTTP-01,
 * cert-manager's short-lived solver pods may be reached by the ingress controllers, or no challenge would pass.
 */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, { domains, profile }: DefaultDenyProps) {
    super(scope, id);
    const metadata = { namespace: namesOf(this).namespace, labels: MANAGED_BY };
    defineObject(this, 'All', k8s.KubeNetworkPolicy, {
      metadata: { ...metadata, name: 'default-deny' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    const controllers = domains.filter(hasHttpChallenge).map(({ ingress }) => ingress);
    if (controllers.length === 0) return;
    defineObject(this, 'Solvers', k8s.KubeNetworkPolicy, {
      metadata: { ...metadata, name: 'acme-http01-solver' },
      spec: {
        podSelector: solverPods(profile),
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: controllerPeers(profile, controllers),
            ports: [tcp(SOLVER_PORT)],
          },
        ],
      },
    });
  }
}

/**
 * cert-manager's solver pods. Their labels moved with its API group in 0.11 (SolverIdentificationLabelKey in
 * `pkg/apis/acme`; before, `pkg/issuer/acme/http`). The label that says no more than that a pod is a solver came after
 * 0.7 (#1575); the one with the domain's checksum is there in every version of the old group.
 */
function solverPods({ apiVersions }: PlatformProfile): k8s.LabelSelector {
  return apiVersions.Certificate === 'certmanager.k8s.io/v1alpha1'
    ? { matchExpressions: [{ key: 'certmanager.k8s.io/acme-http-domain', operator: 'Exists' }] }
    : { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } };
}
