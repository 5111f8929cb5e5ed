/** The labels by which Gateways choose Envoy. */
export const GATEWAY_LABELS = { istio: 'ingressgateway' } as const;

/** An Envoy that is a gateway's workload in istio-system, or a client's sidecar, and takes everything from istiod. */
export function envoyBootstrap({
  xdsPort,
  adminPort,
  secretsPort,
  labels = {},
  clientNamespace,
  podAddress = '127.0.0.1',
  xdsAddress = '127.0.0.1',
}: {
  readonly xdsPort: number;
  readonly adminPort: number;
  /**
   * Where certificates are.
   * @default - there are none
   */
  readonly secretsPort?: number;
  /**
   * Labels of its Pod beside {@link GATEWAY_LABELS}.
   * @default - no others
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * The namespace of the client.
   * @default - it is a gateway's workload
   */
  readonly clientNamespace?: string;
  /**
   * The address of its Pod.
   * @default 127.0.0.1
   */
  readonly podAddress?: string;
  /**
   * Where istiod is.
   * @default 127.0.0.1
   */
  readonly xdsAddress?: string;
}): object {
  const all = clientNamespace === undefined ? { ...labels, ...GATEWAY_LABELS } : labels;
  const namespace = clientNamespace ?? 'istio-system';
  const role = clientNamespace === undefined ? 'router' : 'sidecar';
  const ads = { ads: {}, resource_api_version: 'V3', initial_fetch_timeout: '0s' };
  const at = (address: string, port_value: number) => ({ socket_address: { address, port_value } });
  const local = (port: number) => at('127.0.0.1', port);
  return {
    node: {
      id: `${role}~${podAddress}~proxy.${namespace}~${namespace}.svc.cluster.local`,
      cluster: `proxy.${namespace}`,
      metadata: {
        NAMESPACE: namespace,
        NAME: 'proxy',
        CLUSTER_ID: 'Kubernetes',
        ISTIO_VERSION: '1.31.0',
        LABELS: all,
        // Labels of a pod that istiod does not find.
        STATIC_LABELS: all,
      },
    },
    dynamic_resources: {
      ads_config: {
        api_type: 'GRPC',
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds' } }],
      },
      lds_config: ads,
      cds_config: ads,
    },
    static_resources: {
      clusters: [
        grpcCluster('xds', at(xdsAddress, xdsPort)),
        // Istio's name for the agent.
        ...(secretsPort === undefined ? [] : [grpcCluster('sds-grpc', local(secretsPort))]),
      ],
    },
    admin: { address: local(adminPort) },
  };
}

function grpcCluster(name: string, address: object): object {
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }],
    },
  };
}
