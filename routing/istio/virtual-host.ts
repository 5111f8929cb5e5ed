import type { RedirectingServer } from '../model';
import type { TakesName } from './server-names';
import type { ReadVirtualService } from './read-virtual-service';
import type { HttpServer } from './read-gateway';
import type { ServerPlaces } from './server-order';
import { spellSource, type Needs } from './source';
import type { ProxyClass } from './visible-members';

/** The VirtualServices of one host on one listener, in the order in which Istio adds their routes. */
export interface HostListener {
  /** The port of the listener; undefined where the Gateway is not known: any port. */
  readonly port: number | undefined;
  /**
   * Which server names it takes.
   * @default - all, also without TLS
   */
  readonly takesName?: TakesName;
  readonly members: readonly ReadVirtualService[];
  /**
   * For each of the members, through which server it comes, where that settles the order of some.
   * @default - their age alone decides
   */
  readonly places?: ServerPlaces;
  /** The server that redirects all plain requests to HTTPS. @default - the routes of the members answer */
  readonly redirector?: RedirectingServer;
}

/** A virtual host of Envoy: one domain on the listeners of a Gateway. */
export interface VirtualHost {
  /** `<namespace>/<name>` of the Gateway, or `mesh`; with the proxies that it is for, where there are others. */
  readonly gateway: string;
  readonly host: string;
  readonly listeners: readonly HostListener[];
  /** The proxies that it is for. @default - all of the Gateway, or of the mesh */
  readonly source?: TableSource;
}

/** The proxies that a table is for. Those that fulfil the needs of several tables of a host have the table with the most needs. */
export interface TableSource {
  /** `<namespace>/<name>` of the Gateway, or `mesh`. */
  readonly gateway: string;
  readonly needs: Needs;
}

/**
 * Places that a VirtualService takes: it is pushed to each list. `via` is the Gateway that leads there, and `port` the port by which it does
 * where servers on several ports share a route configuration.
 */
export type Seat = { readonly members: ReadVirtualService[]; readonly via: string; readonly port?: number };

/** Names the table of some proxies of a Gateway, or of the mesh. */
export function namedFor(
  gateway: string,
  { needs }: Pick<ProxyClass, 'needs'>,
): Pick<VirtualHost, 'gateway' | 'source'> {
  if (needs === undefined) return { gateway };
  return { gateway: spellSource(gateway, needs), source: { gateway, needs } };
}

/** A route configuration of Envoy: the servers that share it, the oldest Gateway's first, and their VirtualServices by domain. */
export class RouteConfiguration {
  readonly servers: HttpServer[] = [];
  readonly domains = new Map<string, Map<HttpServer, Seat>>();
  /** Whether its servers have different ports, which a Service maps to one. */
  hasSeveralPorts = false;

  add(server: HttpServer): void {
    this.hasSeveralPorts ||= this.servers.some(({ port }) => port !== server.port);
    this.servers.push(server);
  }

  seat(domain: string, server: HttpServer): Seat {
    const byServer = this.domains.get(domain) ?? new Map<HttpServer, Seat>();
    this.domains.set(domain, byServer);
    const seat = byServer.get(server) ?? { members: [], via: server.gateway };
    byServer.set(server, seat);
    return seat;
  }
}
