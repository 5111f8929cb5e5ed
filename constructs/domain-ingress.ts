import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { REACHABLE_PREFIX } from '../catalog';
import { KFAAS_NAMESPACE, type Domain } from '../environments';
import { Certificate } from '../imports/cert-manager.io';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY } from './api-object';
import { ingressGatewayName } from './names';

export interface DomainIngressProps {
  readonly domain: Domain;
  readonly profile: PlatformProfile;
}

/**
 * A host under which functions are reached past the site gateway: an Ingress with TLS that leads to the ingress
 * gateway of its function namespace, and, where no existing Secret is named, the Certificate for it.
 */
export class DomainIngress extends Construct {
  constructor(scope: Construct, id: string, props: DomainIngressProps) {
    super(scope, id);
    const { domain, profile } = props;
    const { host, audience, ingress, tls } = domain;
    const metadata = {
      name: host,
      namespace: KFAAS_NAMESPACE,
      labels: { ...MANAGED_BY, 'kfaas.io/audience': audience },
    };
    const secretName = 'existingSecret' in tls ? tls.existingSecret : `${host}-tls`;
    if ('issuer' in tls) {
      defineObject(
        this,
        'Certificate',
        Certificate,
        {
          metadata,
          spec: {
            secretName,
            dnsNames: [host],
            issuerRef: { name: tls.issuer.name, kind: tls.issuer.kind, group: 'cert-manager.io' },
            privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          },
        },
        profile.apiVersions.Certificate,
      );
    }
    const service = { name: ingressGatewayName(domain.functionNamespace), port: { name: 'http' } };

    defineObject(
      this,
      'Ingress',
      k8s.KubeIngress,
      {
        metadata: { ...metadata, annotations: ingress.annotations },
        spec: {
          ingressClassName: ingress.className,
          tls: [{ hosts: [host], secretName }],
          rules: [
            { host, http: { paths: [{ path: REACHABLE_PREFIX, pathType: 'Prefix', backend: { service } }] } },
          ],
        },
      },
      profile.apiVersions.Ingress,
    );
  }
}
