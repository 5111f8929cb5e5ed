import type { Dimension } from './condition';
import type { RoutedRequest } from './route';
import type { RouteList, RouteTable } from './route-table';

/** A request as it arrives at a gateway. */
export interface GatewayRequest {
  readonly method: string;
  /** The authority: the host, with a port behind it where the client sends one. */
  readonly host: string;
  /** The path with its query string. */
  readonly path: string;
  /** By name, in any case. */
  readonly headers: Readonly<Record<string, string>>;
  /** @default http */
  readonly scheme?: string;
  /**
   * The listener's port.
   * @default 80
   */
  readonly port?: number;
}

/** Which of a gateway's tables a request reaches, and what it is to that table. */
export interface ArrivedRequest {
  readonly table: RouteTable;
  readonly list: RouteList;
  readonly request: RoutedRequest;
}

/**
 * Lets a request arrive: of the hosts that a gateway serves, the exact one answers, else the longest `*.suffix`, else
 * `*`. No other host is asked where that one has no route for the request.
 * @param tables those of one gateway
 */
export function arrive(tables: readonly RouteTable[], sent: GatewayRequest): ArrivedRequest | undefined {
  const { host, port = 80 } = sent;
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const fitting = tables
    .filter((table) => hostTakes(table.host, name))
    .sort((a, b) => rank(b.host) - rank(a.host));
  for (const table of fitting) {
    const { list } =
      table.listeners.find((listener) => listener.port === port) ??
      table.listeners.find((listener) => listener.port === undefined) ??
      {};
    // Without any route on a listener, Istio gives it no virtual host.
    if (list !== undefined && list.routes.length > 0) return { table, list, request: routedAs(sent) };
  }
  return undefined;
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
      // Envoy compares the first of several.
      if (!values.has(`query ${name}`)) values.set(`query ${name}`, value);
    }
  }
  return {
    path: mark === -1 ? bare : bare.slice(0, mark),
    valueOf: (dimension) => values.get(dimension),
  };
}

/** The parameters of a query string as they stand there, undecoded. */
function parameters(query: string): (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    });
}
