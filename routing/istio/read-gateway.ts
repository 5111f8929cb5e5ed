import { isMapping, listOf, stableText, textOf, type Mapping } from '../../base';
import { timeOf, type Aged } from './age';
import type { TargetPort } from './gateway-services';
import type { ConnectionField } from './match-fields';
import type { RedirectingServer } from '../model';

/** A host of a server: the VirtualServices of one namespace, or of all, may serve it. */
export interface ServerHost {
  /** Lower case; exact, `*.suffix` or `*`. */
  readonly host: string;
  /** @default - any namespace */
  readonly namespace: string | undefined;
}

/** A server of a Gateway that routes requests. Servers for TLS passthrough and TCP route connections. */
export interface HttpServer {
  /** `<namespace>/<name>` of its Gateway. */
  readonly gateway: string;
  readonly port: number;
  /**
   * Identifies the route configuration of Envoy: servers that have the same one share their virtual hosts. Plain HTTP servers
   * of one workload, port of the Pods and address share one, and an HTTPS server has its own (pilot/pkg/model/gateway.go,
   * gatewayRDSRouteName).
   */
  readonly routeConfiguration: string;
  /**
   * Identifies the listener of an HTTPS server, whose servers are told apart by the server name.
   * @default - a plain HTTP server, which takes all requests of its listener
   */
  readonly tlsListener?: string;
  readonly hosts: readonly ServerHost[];
  /** Where it redirects all plain requests to HTTPS. @default - it does not */
  readonly redirector?: RedirectingServer;
}

/** A server of a Gateway that routes connections. */
export interface ConnectionServer {
  /** `<namespace>/<name>` of its Gateway. */
  readonly gateway: string;
  readonly port: number;
  /** TLS routes serve passthrough servers, and TCP routes all others. */
  readonly field: ConnectionField;
  /** Identifies the listener: TLS servers of one workload, port of the Pods and address share the server names that are taken. */
  readonly listener: string;
  readonly hosts: readonly ServerHost[];
}

/** What a server takes of its port. */
export interface ServerListener {
  /** Its index in the Gateway. */
  readonly at: number;
  readonly port: number;
  /** The port on which the Pods listen. */
  readonly target: TargetPort;
  /** The address; empty for all. */
  readonly bind: string;
  readonly isPlainHttp: boolean;
  /** Whether it decrypts TLS, inspects it for the server name, or, of a plain HTTP server, redirects to such a one. */
  readonly isTls: boolean;
  /** Whether it is a plain HTTP server that redirects to HTTPS. */
  readonly redirects: boolean;
  /** Whether it decrypts TLS. */
  readonly decrypts: boolean;
  /** As Istio compares them: `host`, or `namespace/host`. */
  readonly hosts: readonly string[];
}

/** A Gateway, read: what decides on requests. */
export interface ReadGateway extends Aged {
  /** Its index in the input. */
  readonly index: number;
  /** `<namespace>/<name>` */
  readonly fullName: string;
  /** The labels of its Pods; none selects all. */
  readonly selector: Mapping;
  /** Identifies the Pods: Gateways with equal selectors have the same. */
  readonly workload: string;
  readonly servers: readonly HttpServer[];
  /** All its servers, as far as they may be in the way of others. */
  readonly listeners: readonly ServerListener[];
  /** Its servers that route connections. */
  readonly connectionServers: readonly ConnectionServer[];
}

/** Protocols of a plain HTTP server (pkg/config/protocol, Parse and IsHTTP). */
const PLAIN_HTTP: ReadonlySet<string> = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);

/** Without Services, Pods listen on the ports of the servers. */
const UNMAPPED = (port: number): TargetPort => port;

/**
 * Reads a Gateway. What is malformed serves nothing, as in Istio.
 * @param targetOf the port of the Pods for the port of a server
 * @param isShared whether servers on one port of the Pods share its listener, whatever their own ports
 */
export function readGateway(
  { metadata, spec }: Mapping,
  index: number,
  targetOf: (port: number) => TargetPort = UNMAPPED,
  isShared = true,
): ReadGateway {
  const { name, namespace, creationTimestamp } = isMapping(metadata) ? metadata : {};
  const { selector, servers } = isMapping(spec) ? spec : {};
  const own = textOf(namespace) ?? 'default';
  const fullName = `${own}/${textOf(name) ?? ''}`;
  const workload = workloadKey(selector);
  const read = listOf(servers).flatMap((server, at) => {
    const found = isMapping(server) ? readServer(server, own) : undefined;
    if (found === undefined) return [];
    const target = targetOf(found.port);
    return [{ ...found, at, target, shared: isShared ? target : found.port }];
  });
  return {
    index,
    name: textOf(name) ?? '',
    namespace: own,
    fullName,
    selector: isMapping(selector) ? selector : {},
    workload,
    created: timeOf(creationTimestamp),
    servers: read.flatMap(({ kind, port, shared, bind, hosts, redirects, at }): HttpServer[] => {
      if (kind !== 'http' && kind !== 'https') return [];
      const listener = JSON.stringify([workload, shared, bind]);
      if (kind === 'http') {
        const redirector = redirects ? { redirector: { index, gateway: fullName, server: at } } : {};
        return [{ gateway: fullName, port, routeConfiguration: listener, hosts, ...redirector }];
      }
      const routeConfiguration = JSON.stringify(['https', fullName, at]);
      return [{ gateway: fullName, port, routeConfiguration, tlsListener: listener, hosts }];
    }),
    listeners: read.map(({ kind, port, target, bind, hosts, isTls, redirects, at }) => ({
      at,
      port,
      target,
      bind,
      isPlainHttp: kind === 'http',
      isTls,
      redirects,
      decrypts: isTls && (kind === 'https' || kind === 'tcp'),
      hosts: hosts.map((one) => (one.namespace === undefined ? one.host : `${one.namespace}/${one.host}`)),
    })),
    connectionServers: read.flatMap(({ kind, port, shared, bind, hosts, at }): ConnectionServer[] => {
      if (kind !== 'tls' && kind !== 'tcp') return [];
      const listener = JSON.stringify(kind === 'tls' ? [workload, shared, bind] : [fullName, at]);
      return [{ gateway: fullName, port, field: kind, listener, hosts }];
    }),
  };
}

function readServer({ port, hosts, tls, bind }: Mapping, namespace: string) {
  const { number, protocol } = isMapping(port) ? port : {};
  if (typeof number !== 'number') return undefined;
  const spoken = (textOf(protocol) ?? '').toLowerCase();
  const mode = isMapping(tls) ? textOf(tls.mode) : undefined;
  const kind = kindOf(spoken, mode);
  return {
    kind,
    isTls: isMapping(tls),
    // Requests to an HTTPS server come by HTTPS.
    redirects: kind === 'http' && isMapping(tls) && tls.httpsRedirect === true,
    port: number,
    bind: textOf(bind) ?? '',
    hosts: serverHosts(hosts, namespace),
  };
}

/** A server with AUTO_PASSTHROUGH routes to the services that server names name, without any VirtualService. */
function kindOf(spoken: string, mode: string | undefined): 'http' | 'https' | 'tls' | 'tcp' | 'auto' {
  if (PLAIN_HTTP.has(spoken)) return 'http';
  if (mode === 'PASSTHROUGH') return 'tls';
  if (mode === 'AUTO_PASSTHROUGH') return 'auto';
  return spoken === 'https' ? 'https' : 'tcp';
}

/**
 * Reads the hosts of a server: `host`, `namespace/host`, `./host` for the Gateway's own namespace, and `*` + `/host` for any
 * (pilot/pkg/model/gateway.go, sanitizeServerHostNamespace). Envoy compares hosts in lower case.
 */
function serverHosts(hosts: unknown, own: string): readonly ServerHost[] {
  return listOf(hosts).flatMap((given): ServerHost[] => {
    if (typeof given !== 'string' || given === '') return [];
    const [namespace, host = ''] = given.includes('/') ? given.split('/', 2) : [undefined, given];
    const isAny = namespace === undefined || namespace === '*';
    const name = host.toLowerCase();
    return [{ host: name, namespace: isAny ? undefined : namespace === '.' ? own : namespace }];
  });
}

/** Identifies the workload that a selector selects: equal selectors select the same Pods. */
function workloadKey(selector: unknown): string {
  try {
    return stableText(selector ?? {});
  } catch {
    // YAML allows a mapping that contains itself; Kubernetes does not.
    return '';
  }
}
