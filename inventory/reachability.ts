import type { Peers } from './environment';

/** How what is outside of the cluster reaches the pods of an ingress gateway. */
export type GatewayService =
  /** Not at all: a virtual address that the cluster alone knows. */
  | { readonly kind: 'ClusterIP' }
  /**
   * By a load balancer inside the company's network, which leads to nodes with a pod and keeps the caller's address: network
   * policies judge by it.
   */
  | {
      readonly kind: 'LoadBalancer';
      /** What makes it an internal one, as the cloud provider spells it. */
      readonly annotations: Readonly<Record<string, string>>;
    }
  /** By the addresses of its pods, which DNS or a registry tells: the network outside leads to pods. Port 8080. */
  | { readonly kind: 'Headless' };

/** Where Java services find each other. The ingress gateways register there, and are sent requests by their pods' addresses. */
export type Registry = Peers &
  (
    | {
        readonly kind: 'eureka';
        /** The URLs of its servers, such as `http://eureka-1.example.internal:8761/eureka/`. */
        readonly servers: readonly string[];
      }
    | {
        readonly kind: 'nacos';
        /** Its servers, as `nacos.example.internal:8848`. */
        readonly servers: readonly string[];
        /** The id of the namespace of Nacos. @default - its public one */
        readonly nacosNamespace?: string;
        /** @default - `DEFAULT_GROUP` */
        readonly group?: string;
      }
  );

/** Ports that Nacos 2 and its clients use beside that of HTTP: gRPC, by this much higher (Nacos, deployment guide). */
const NACOS_GRPC_OFFSET = 1000;

/** A server of a registry; undefined for a text that names none. */
export interface RegistryServer {
  readonly host: string;
  /** The ports to which clients open connections. */
  readonly ports: readonly number[];
}

/** Reads the address of a server. */
export function registryServer({ kind }: Pick<Registry, 'kind'>, server: string): RegistryServer | undefined {
  if (kind === 'eureka') {
    if (!/^https?:\/\/[a-z0-9][-.a-z0-9]*(:\d{1,5})?\/[-\w./]*$/.test(server) || !URL.canParse(server)) {
      return undefined;
    }
    const { protocol, hostname, port } = new URL(server);
    return { host: hostname, ports: [port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)] };
  }
  const [, host = '', port = ''] = /^([a-z0-9][-.a-z0-9]*):(\d{1,5})$/.exec(server) ?? [];
  const ports = [Number(port), Number(port) + NACOS_GRPC_OFFSET];
  return host !== '' && ports.every((one) => one >= 1 && one <= 65_535) ? { host, ports } : undefined;
}

/** The ports to which the clients of a registry open connections, in ascending order. */
export function registryPorts(registry: Registry): readonly number[] {
  const ports = registry.servers.flatMap((server) => registryServer(registry, server)?.ports ?? []);
  return [...new Set(ports)].sort((a, b) => a - b);
}
