import type { DomainExposure } from './exposure';

/** A host with its own certificate and Ingress, routed to one function namespace's ingress gateway. */
export interface Domain {
  readonly host: string;
  /** `business`: reached by customers. `intranet`: reached by the company's own people and machines. */
  readonly audience: 'business' | 'intranet';
  /** The function namespace whose functions answer. */
  readonly functionNamespace: string;
  /**
   * What of them the host leads to. Nobody checks a caller's token on the way: what is not exposed is answered with 404. A domain
   * that exposes nothing on a cluster is not rendered there.
   * @default - nothing
   */
  readonly exposes?: DomainExposure;
  /** The ingress controller that serves the host. */
  readonly ingress: DomainController;
  readonly tls: DomainCertificate;
  /** The clusters that serve the host. @default - every cluster of the environment */
  readonly clusters?: readonly string[];
}

/** An ingress controller, and its settings. */
export interface DomainController {
  readonly className: string;
  /** The namespace of its pods. */
  readonly namespace: string;
  /**
   * Where its pods are on the host network: the address ranges of their nodes. Network policies do not know such pods by
   * their namespace.
   * @default []
   */
  readonly nodeCidrs?: readonly string[];
  /** Annotations of the Ingress, such as the controller's own timeouts and sizes. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Where a domain's certificate comes from. */
export type DomainCertificate =
  | {
      readonly issuer: { readonly name: string; readonly kind: 'Issuer' | 'ClusterIssuer' };
      /**
       * How the issuer finds out that the host is ours. `http-01`: it asks the host, whose answer must come from the cluster
       * that asked for the certificate. `dns-01`: it looks into the DNS. `none`: it does not, as a company's own authority.
       * @default 'http-01'
       */
      readonly challenge?: 'http-01' | 'dns-01' | 'none';
    }
  | { readonly existingSecret: string };

/** Whether cert-manager answers HTTP-01 challenges for the domain, with pods in the cluster. */
export function hasHttpChallenge({ tls }: Domain): boolean {
  return 'issuer' in tls && (tls.challenge ?? 'http-01') === 'http-01';
}

/** Whether a cluster of the domain's environment serves it. */
export function servesDomain({ clusters }: Domain, cluster: string): boolean {
  return clusters?.includes(cluster) ?? true;
}
