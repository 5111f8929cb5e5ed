import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { GatewayService as Reachability } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineObject } from './api-object';
import { GATEWAY_PORTS } from './gateway-config';
import { namesOf } from './names';

export interface GatewayServiceProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  /** How what is outside of the cluster reaches the pods. */
  readonly reachability: Reachability;
  /** Address ranges whose requests a load balancer takes; where there are none, it takes all. */
  readonly sourceRanges: readonly string[];
  readonly profile: PlatformProfile;
}

/**
 * The Service of a Java gateway. A load balancer sends requests to nodes that have a pod, and these to that pod
 * (`externalTrafficPolicy: Local`): from node to node, the caller's address would be lost, and the network policy lets in by it.
 * Without an address of its own (headless), callers open connections to the pods, so the port is theirs.
 */
export class GatewayService extends Construct {
  constructor(scope: Construct, id: string, props: GatewayServiceProps) {
    super(scope, id);
    const { name, labels, selector, reachability, profile } = props;
    defineObject(this, 'Service', k8s.KubeService, {
      metadata: {
        name,
        namespace: namesOf(this).namespace,
        labels,
        annotations: reachability.kind === 'LoadBalancer' ? reachability.annotations : undefined,
      },
      spec: {
        ...typeOf(props),
        selector,
        ports: [
          {
            name: 'http',
            port: reachability.kind === 'Headless' ? GATEWAY_PORTS.http : 80,
            targetPort: k8s.IntOrString.fromString('http'),
            // Before, the port's name says it: Istio reads `http` as the protocol in every version.
            appProtocol: profile.features.appProtocol ? 'http' : undefined,
          },
        ],
      },
    });
  }
}

function typeOf({ reachability, sourceRanges }: GatewayServiceProps): Partial<k8s.ServiceSpec> {
  switch (reachability.kind) {
    case 'ClusterIP':
      return { type: 'ClusterIP' };
    case 'Headless':
      return { type: 'ClusterIP', clusterIp: 'None' };
    case 'LoadBalancer':
      return {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: sourceRanges.length === 0 ? undefined : [...sourceRanges],
      };
  }
}
