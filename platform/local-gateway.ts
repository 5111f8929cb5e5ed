import { valueAt, type Version } from './version';

/**
 * The Envoy that answers requests from inside the cluster. It belongs to Istio and Knative;
 * KFaas refers to it and never creates or changes it.
 */
export interface LocalGateway {
  /** Reference to its Gateway object, as VirtualServices write it: `namespace/name`. */
  readonly gateway: string;
  /** DNS name of its Kubernetes Service: what the gateway hosts point at and where routes lead. */
  readonly serviceHost: string;
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Ports on which its pods listen, behind port 80 of the Service. */
  readonly podPorts: readonly number[];
}

/** Port of the local gateway's Service, in every version. */
export const LOCAL_GATEWAY_PORT = 80;

/** The Gateway that Knative binds public hosts to, in every version. */
export const KNATIVE_INGRESS_GATEWAY = 'knative-serving/knative-ingress-gateway';

/**
 * Which local gateway Knative programs. net-istio made knative-local-gateway the default in 0.19 (#388)
 * and removed cluster-local-gateway in 0.20 (#411). The pods of the first listen on 80 (Istio's Helm
 * charts) or 8080 (its operator), those of the second, istio-ingressgateway's, on 8081.
 */
const LOCAL_GATEWAYS: readonly (readonly [string, LocalGateway])[] = [
  [
    '0.4',
    {
      gateway: 'knative-serving/cluster-local-gateway',
      serviceHost: 'cluster-local-gateway.istio-system.svc.cluster.local',
      namespace: 'istio-system',
      podLabels: { istio: 'cluster-local-gateway' },
      podPorts: [80, 8080],
    },
  ],
  [
    '0.19',
    {
      gateway: 'knative-serving/knative-local-gateway',
      serviceHost: 'knative-local-gateway.istio-system.svc.cluster.local',
      namespace: 'istio-system',
      podLabels: { istio: 'ingressgateway' },
      podPorts: [8081],
    },
  ],
];

/** The local gateway that a Knative version programs. */
export function localGatewayOf(knative: Version): LocalGateway | undefined {
  return valueAt(LOCAL_GATEWAYS, knative);
}
