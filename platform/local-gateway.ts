import { fact, type Fact } from './fact';

/**
 * The Envoy that answers requests from inside the cluster. It belongs to Istio and Knative;
 * KFaas refers to it and never creates or changes it.
 */
export interface LocalGateway {
  /** Its Gateway object, as `namespace/name`. */
  readonly gateway: string;
  /** DNS name of its Kubernetes Service: what the gateway hosts point at and where routes lead. */
  readonly serviceHost: string;
  /** Port of that Service. */
  readonly port: number;
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Ports on which its pods listen, behind the Service's port. */
  readonly podPorts: readonly number[];
}

/** The Gateway that Knative binds public hosts to, in every version, unless operators re-point it. */
export const KNATIVE_INGRESS_GATEWAY = 'knative-serving/knative-ingress-gateway';

/**
 * Whether VirtualServices are also bound to the Gateway of public hosts. `bound`: a request there that names a gateway host as its
 * `Host` is routed as on the local gateway, and nobody has checked a token.
 */
export type PublicGateway = 'bound' | 'unbound';

/**
 * Which local gateway Knative programs. net-istio made knative-local-gateway the default in 0.19 (#388)
 * and removed cluster-local-gateway in 0.20 (#411). The pods of the first listen on 80 (Istio's Helm
 * charts) or 8080 (its operator), those of the second, istio-ingressgateway's, on 8081.
 */
export const LOCAL_GATEWAY: Fact<LocalGateway> = fact<LocalGateway>(
  'knative',
  'local gateway',
  [
    [
      '0.4',
      {
        gateway: 'knative-serving/cluster-local-gateway',
        serviceHost: 'cluster-local-gateway.istio-system.svc.cluster.local',
        port: 80,
        namespace: 'istio-system',
        podLabels: { istio: 'cluster-local-gateway' },
        podPorts: [80, 8080],
      },
      'knative-local-gateway is programmed from 0.19',
    ],
    [
      '0.19',
      {
        gateway: 'knative-serving/knative-local-gateway',
        serviceHost: 'knative-local-gateway.istio-system.svc.cluster.local',
        port: 80,
        namespace: 'istio-system',
        podLabels: { istio: 'ingressgateway' },
        podPorts: [8081],
      },
      'the default from 0.19, the only one from 0.20',
    ],
  ],
  ({ gateway, serviceHost, port, namespace, podLabels, podPorts }) => {
    const labels = Object.entries(podLabels).map(([name, value]) => `${name}=${value}`);
    const pods = `pods ${labels.join(',')} in ${namespace} on ${podPorts.join(' or ')}`;
    return `${gateway}, behind ${serviceHost}:${port}, ${pods}`;
  },
);
