import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY } from './api-object';
import { namesOf } from './names';

export interface GatewayHostProps {
  readonly functionNamespace: string;
  readonly profile: PlatformProfile;
}

/**
 * The ExternalName Service that gives a function namespace its own host on the cluster's local gateway. DNS
 * answers with the gateway's Service; the Host header stays, and by it Envoy finds the namespace's routes. The
 * port is named: Istio up to 1.20 makes a sidecar's cluster of it and takes the protocol from the name.
 */
export class GatewayHost extends Construct {
  constructor(scope: Construct, id: string, { functionNamespace, profile }: GatewayHostProps) {
    super(scope, id);
    const { serviceHost, port } = profile.localGateway;
    const names = namesOf(this);

    defineObject(this, 'Service', k8s.KubeService, {
      metadata: {
        name: names.gatewayServiceName(functionNamespace),
        namespace: names.namespace,
        labels: MANAGED_BY,
      },
      spec: {
        type: 'ExternalName',
        externalName: serviceHost,
        ports: [
          {
            name: 'http',
            port,
            targetPort: k8s.IntOrString.fromNumber(port),
          },
        ],
      },
    });
  }
}
