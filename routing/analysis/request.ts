import type { Dimension, RoutedRequest } from '../model';
import { isMesh, type RouteList, type RouteTable } from '../istio';

/** A request as it arrives at a gateway. */
export interface GatewayRequest {
  readonly method: string;
  /** The authority: the host, and the port if the client sends one. */
  readonly host: string;
  /** The path with its query string. */
  readonly path: string;
  /** By name, in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** @default http */
  readonly scheme?: string;
  /**
   * The server name of its TLS connection (SNI), in lower case: it selects the HTTPS server, and the authority selects the host there.
   * @default - the host's name
   */
  readonly serverName?: string;
  /**
   * The listener's port.
   * @default - 80, or, where no listener of the host has it, the first
   */
  readonly port?: number;
}

/** The table of a gateway that a request reaches, and the request as that table matches it. */
export interface ArrivedRequest {
  readonly table: RouteTable;
  readonly list: RouteList;
  readonly request: RoutedRequest;
}

/**
 * Finds the table for a request: the exact host, else the longest `*.suffix`, else `*`. If that table has no route for
 * the request, no other table is tried.
 * @param tables the tables of one gateway
 * @param name the host in full, without its port
 */
export function arrive(
  tables: readonly RouteTable[],
  sent: GatewayRequest,
  name = sent.host.toLowerCase().replace(/:\d+$/, ''),
): ArrivedRequest | undefined {
  const { port, serverName = name } = sent;
  const fitting = tables
    .filter((table) => hostTakes(table.host, name))
    .sort((a, b) => rank(b.host) - rank(a.host));
  for (const table of fitting) {
    const { list } =
      table.listeners.find((listener) => listener.port === (port ?? 80) && takes(listener, serverName)) ??
      table.listeners.find((listener) => listener.port === undefined) ??
      (port === undefined ? table.listeners.find((listener) => takes(listener, serverName)) : undefined) ??
      {};
    if (list === undefined) continue;
    // Istio creates no virtual host for a listener without routes; in the mesh, the service has one of its own.
    if (list.routes.length > 0 || isMesh(table.gateway)) return { table, list, request: routedAs(sent) };
  }
  return undefined;
}

/** Whether a connection comes to a listener, by its server name. */
function takes({ takesName }: RouteTable['listeners'][number], name: string): boolean {
  return takesName === undefined || takesName(name);
}

/** Whether a request to a host, in lower case and without port, is one for a table's host. */
function hostTakes(host: string, name: string): boolean {
  if (host === '*') return true;
  if (host.startsWith('*')) return name.endsWith(host.slice(1)) && name.length > host.length - 1;
  return host === name;
}

function rank(host: string): number {
  return host.startsWith('*') ? host.length : Number.POSITIVE_INFINITY;
}

function routedAs({ method, host, path, headers, scheme = 'http' }: GatewayRequest): RoutedRequest {
  const values = new Map<Dimension, string>([
    ['method', method],
    ['scheme', scheme],
    ['authority', host],
  ]);
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower !== 'host') values.set(`header ${lower}`, value);
  }
  const [bare = ''] = path.split('#', 1);
  const mark = bare.indexOf('?');
  if (mark !== -1) {
    for (const [name, value] of parameters(bare.slice(mark + 1))) {
      // Envoy compares the first of several parameters with one name.
      if (!values.has(`query ${name}`)) values.set(`query ${name}`, value);
    }
  }
  return {
    path: mark === -1 ? bare : bare.slice(0, mark),
    valueOf: (dimension) => values.get(dimension),
  };
}

/** Returns the parameters of a query string, undecoded. */
function parameters(query: string): (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    });
}
