import { isMapping, listOf, textOf, type Mapping } from '../../base';
import { hostKey } from './full-names';
import { protocolOf } from './gateway-services';
import type { ConnectionField } from './match-fields';

/** A port of a service whose connections TLS or TCP routes lead. */
export interface ConnectionPort {
  readonly port: number;
  readonly field: ConnectionField;
}

/** The services among some objects whose connections TLS or TCP routes may lead. */
export interface ConnectionServices {
  /** The ports of each, by its host in full: that of a ServiceEntry may be `*.suffix`. */
  readonly ports: ReadonlyMap<string, readonly ConnectionPort[]>;
  /**
   * The services without an address of their own that have a TCP port, by this port: a sidecar has one listener for all of them, and the one
   * created first gets its connections (Istio 1.31, networking/core/listener.go, mergeTCPFilterChains).
   */
  readonly sharing: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Reads the Services of Kubernetes and the ServiceEntries of Istio among some objects. */
export function connectionServices(objects: readonly unknown[]): ConnectionServices {
  const found = new Map<string, ConnectionPort[]>();
  const sharing = new Map<number, Set<string>>();
  for (const object of objects) {
    if (!isMapping(object) || !isMapping(object.spec)) continue;
    const { kind, apiVersion, metadata, spec } = object;
    const { name, namespace } = isMapping(metadata) ? metadata : {};
    const own = textOf(namespace) ?? 'default';
    const isEntry =
      kind === 'ServiceEntry' && textOf(apiVersion)?.startsWith('networking.istio.io/') === true;
    const isService = kind === 'Service' && apiVersion === 'v1';
    const hosts = isEntry ? listOf(spec.hosts) : isService ? [name] : [];
    for (const host of hosts) {
      const key = hostKey(textOf(host) ?? '', own);
      const ports = listOf(spec.ports).flatMap((port) => portOf(port, isEntry));
      found.set(key, [...(found.get(key) ?? []), ...ports]);
      if (!isEntry || listOf(spec.addresses).length > 0) continue;
      for (const { port, field } of ports) {
        if (field === 'tcp') sharing.set(port, (sharing.get(port) ?? new Set()).add(key));
      }
    }
  }
  return { ports: found, sharing };
}

/** A ServiceEntry says the protocol itself, where a Service says it by the name of the port or by `appProtocol`. */
function portOf(port: unknown, isEntry: boolean): readonly ConnectionPort[] {
  if (!isMapping(port)) return [];
  const number = isEntry ? port.number : port.port;
  const field = fieldOf(isEntry ? { port: number, name: port.protocol } : port);
  return typeof number === 'number' && field !== undefined ? [{ port: number, field }] : [];
}

/**
 * The routes that lead the connections of a port (Istio 1.31, networking/core/tls.go): a port of an unknown protocol is one of TCP that
 * is also looked at for requests.
 */
function fieldOf(port: Mapping): ConnectionField | undefined {
  const protocol = protocolOf(port);
  if (protocol === 'tls' || protocol === 'https') return 'tls';
  return protocol === 'udp' || /^(?:http|grpc)/.test(protocol) ? undefined : 'tcp';
}
