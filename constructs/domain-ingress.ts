import { LABEL } from '../base';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ExposedPath } from '../compatibility';
import { hasHttpChallenge, type Domain } from '../inventory';
import { Certificate } from '../imports/cert-manager.io';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY, plainKind } from './api-object';
import { namesOf } from './names';

export interface DomainIngressProps {
  readonly domain: Domain;
  /** What it leads to: at least one path. */
  readonly paths: readonly ExposedPath[];
  readonly profile: PlatformProfile;
}

/**
 * An Ingress of extensions/v1beta1 or networking.k8s.io/v1beta1 (until Kubernetes 1.21), in so far as it is rendered
 * here: the backend is flat, and class and path type are fields from 1.18 on.
 */
interface IngressV1beta1 {
  readonly metadata: k8s.ObjectMeta;
  readonly spec: {
    readonly ingressClassName?: string;
    readonly tls: k8s.IngressTls[];
    readonly rules: readonly {
      readonly host: string;
      readonly http: {
        readonly paths: readonly {
          readonly path: string;
          readonly pathType?: 'Prefix' | 'Exact';
          readonly backend: { readonly serviceName: string; readonly servicePort: string };
        }[];
      };
    }[];
  };
}

/**
 * A Certificate of certmanager.k8s.io/v1alpha1 or cert-manager.io/v1alpha2 (cert-manager 0.6 to 0.15), in so far as it
 * is rendered here: the definition of the key is in the spec itself (`pkg/apis/certmanager/v1alpha1/types_certificate.go`).
 */
interface FlatCertificate {
  readonly metadata: k8s.ObjectMeta;
  readonly spec: {
    readonly secretName: string;
    readonly dnsNames: readonly string[];
    readonly issuerRef: { readonly name: string; readonly kind: string; readonly group?: string };
    readonly keyAlgorithm?: 'ecdsa';
    readonly keySize?: number;
    readonly acme?: {
      readonly config: readonly {
        readonly domains: readonly string[];
        readonly http01: { readonly ingressClass: string };
      }[];
    };
  };
}

/**
 * A host under which functions are reached past the site gateway: an Ingress with TLS that leads to the ingress
 * gateway of its function namespace by what the domain exposes, and by nothing else, and, where no existing Secret is named, the
 * Certificate for it.
 */
export class DomainIngress extends Construct {
  constructor(scope: Construct, id: string, props: DomainIngressProps) {
    super(scope, id);
    const { domain, paths, profile } = props;
    const { host, audience, tls } = domain;
    const metadata = {
      name: host,
      namespace: namesOf(this).namespace,
      labels: { ...MANAGED_BY, [LABEL.audience]: audience },
    };
    const secretName = 'existingSecret' in tls ? tls.existingSecret : `${host}-tls`;
    if ('issuer' in tls) this.defineCertificate(metadata, domain, tls.issuer, secretName, profile);
    this.defineIngress(metadata, domain, paths, secretName, profile);
  }

  private defineCertificate(
    metadata: k8s.ObjectMeta,
    domain: Domain,
    { name, kind }: { readonly name: string; readonly kind: string },
    secretName: string,
    { apiVersions, features }: PlatformProfile,
  ): void {
    const { host, ingress } = domain;
    const group = features.certificateIssuerGroup ? 'cert-manager.io' : undefined;
    const spec = { secretName, dnsNames: [host], issuerRef: { name, kind, group } };
    if (features.certificatePrivateKey) {
      const privateKey = { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' };
      const certificate = { metadata, spec: { ...spec, privateKey } };
      defineObject(this, 'Certificate', Certificate, certificate, apiVersions.Certificate);
      return;
    }
    // cert-manager before 0.8.1 made an RSA key for an ACME issuer's ECDSA certificate and failed (#1741, #1757).
    const key = features.acmeEcdsaKeys ? ({ keyAlgorithm: 'ecdsa', keySize: 256 } as const) : {};
    // Before 0.8 an ACME issuer did not know how to solve a challenge: each Certificate said so itself. HTTP-01 is what
    // the network policies are open for; without it the domain asks for none.
    const acme =
      features.acmeSolversOnIssuer || !hasHttpChallenge(domain)
        ? undefined
        : { config: [{ domains: [host], http01: { ingressClass: ingress.className } }] };
    const flat = plainKind<FlatCertificate>(apiVersions.Certificate, 'Certificate');
    defineObject(this, 'Certificate', flat, { metadata, spec: { ...spec, ...key, acme } });
  }

  private defineIngress(
    metadata: k8s.ObjectMeta,
    { host, functionNamespace, ingress }: Domain,
    paths: readonly ExposedPath[],
    secretName: string,
    { apiVersions, features }: PlatformProfile,
  ): void {
    const serviceName = namesOf(this).ingressGatewayName(functionNamespace);
    const tls = [{ hosts: [host], secretName }];
    if (apiVersions.Ingress === 'networking.k8s.io/v1') {
      const backend = { service: { name: serviceName, port: { name: 'http' } } };
      defineObject(this, 'Ingress', k8s.KubeIngress, {
        metadata: { ...metadata, annotations: ingress.annotations },
        spec: {
          ingressClassName: ingress.className,
          tls,
          // From Kubernetes 1.19 on every path has a type.
          rules: [
            {
              host,
              http: { paths: paths.map(({ type = 'Prefix', path }) => ({ path, pathType: type, backend })) },
            },
          ],
        },
      });
      return;
    }
    const backend = { serviceName, servicePort: 'http' };
    const kind = plainKind<IngressV1beta1>(apiVersions.Ingress, 'Ingress');
    const byAnnotation: Record<string, string> = { 'kubernetes.io/ingress.class': ingress.className };
    defineObject(this, 'Ingress', kind, {
      metadata: {
        ...metadata,
        annotations: { ...ingress.annotations, ...(features.ingressClassName ? {} : byAnnotation) },
      },
      spec: {
        ingressClassName: features.ingressClassName ? ingress.className : undefined,
        tls,
        // Without a path type the path is what the controller makes of it: ingress-nginx takes a prefix.
        rules: [
          { host, http: { paths: paths.map(({ type, path }) => ({ path, pathType: type, backend })) } },
        ],
      },
    });
  }
}
