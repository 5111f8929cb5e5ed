import type { Condition, Domain, Outcome, RedirectingServer, Route, RoutingRules } from '../model';
import { domainOf } from './host-domain';
import type { HttpServer } from './read-gateway';
import { hasRoutesFor, type RouteList } from './route-list';
import type { VisibleMembers } from './visible-members';

/** What the plain HTTP servers of a route configuration redirect to HTTPS. */
export interface Redirects {
  /** The domains that are redirected without any VirtualService: hosts of servers that redirect, but those that are for one namespace. */
  readonly domains: readonly string[];
  /**
   * Returns the server that redirects a domain: one that redirects and has the domain itself as a host, or by which a VirtualService with
   * routes comes to it. All servers of the configuration share the domain, also those that do not redirect.
   * @param seen the VirtualServices that come to the domain, by server
   */
  of(domain: string, seen: ReadonlyMap<HttpServer, VisibleMembers>): RedirectingServer | undefined;
}

/**
 * Tells what servers that share a route configuration redirect to HTTPS (Istio 1.31, networking/core/gateway.go,
 * buildGatewayHTTPRouteConfig; asked of Istio and Envoy).
 */
export function redirectsOf(servers: readonly HttpServer[]): Redirects {
  const open = new Map<string, RedirectingServer>();
  for (const { redirector, hosts } of servers) {
    if (redirector === undefined) continue;
    for (const { host, namespace } of hosts) {
      if (namespace === undefined && !open.has(host)) open.set(host, redirector);
    }
  }
  return {
    domains: [...open.keys()],
    of(domain, seen) {
      const leading = [...seen].find(
        ([{ redirector, port }, { members }]) =>
          redirector !== undefined && members.some((member) => hasRoutesFor(member, port)),
      );
      return open.get(domain) ?? leading?.[0].redirector;
    },
  };
}

/** What Envoy answers: 301 to the same host and path. No rule of a VirtualService has this field. */
const TO_HTTPS: Outcome = { redirect: { scheme: 'https', redirectCode: 301 }, httpsRedirect: true };

/** Requests that a trusted proxy does not say to have come by HTTPS. */
const NOT_BY_HTTPS: Condition = {
  dimension: 'header x-forwarded-proto',
  absent: true,
  texts: { kind: 'values', values: ['https'] },
  negated: true,
};

/** Makes the lists of hosts that are redirected; Gateways that share a host share its list. */
export function redirectListMaker({ trustsForwardedProto = false }: RoutingRules) {
  const made = new Map<string, RouteList>();
  /** @param routed the routes behind the redirect, which requests get that a trusted proxy says to have come by HTTPS */
  return (host: string, redirector: RedirectingServer, routed: RouteList): RouteList => {
    const route: Route = {
      member: -1,
      rule: redirector.server,
      match: 0,
      path: { kind: 'any' },
      conditions: trustsForwardedProto ? [NOT_BY_HTTPS] : [],
      catchAll: false,
      outcome: TO_HTTPS,
      redirector,
    };
    if (trustsForwardedProto) return { ...routed, routes: [route, ...routed.routes] };
    const key = `${redirector.index} ${redirector.server} ${host}`;
    const domain: Domain = domainOf(host);
    const list = made.get(key) ?? { members: [], routes: [route], dropped: [], domain };
    made.set(key, list);
    return list;
  };
}

/** Whether all requests that come to a list are redirected to HTTPS. */
export function isRedirected({ routes: [first] }: RouteList): boolean {
  return first?.redirector !== undefined && first.conditions.length === 0;
}
