import { groupBy } from '../../base';
import type { HttpServer } from './read-gateway';

/** Whether connections for a server name, in lower case, come to a server. */
export type TakesName = (name: string) => boolean;

/**
 * Tells which connections come to HTTPS servers that share a listener: Envoy takes the server that has the name, else the longest `*.suffix`,
 * else `*`. Without any, it closes the connection. Of servers of one name, Envoy refuses the listener (see `refused-servers.ts`).
 *
 * Example: a Gateway has a server for `a.com` and one for `*.com`. No request for `a.com` comes to the second.
 */
export function serverNames(servers: readonly HttpServer[]): ReadonlyMap<HttpServer, TakesName> {
  const found = new Map<HttpServer, TakesName>();
  const onTls = servers.filter(({ tlsListener }) => tlsListener !== undefined);
  for (const group of groupBy(onTls, ({ tlsListener }) => tlsListener).values()) {
    const byHost = new Map(
      group.flatMap((server) =>
        namesOf(server.hosts.map(({ host }) => host)).map((name) => [name, server] as const),
      ),
    );
    for (const server of group) found.set(server, (name) => serverFor(name, byHost) === server);
  }
  return found;
}

/** The server names of hosts: beside `*`, Istio tells Envoy none (core/listener.go). */
export function namesOf(hosts: readonly string[]): readonly string[] {
  return hosts.includes('*') ? ['*'] : hosts;
}

function serverFor(name: string, byHost: ReadonlyMap<string, HttpServer>): HttpServer | undefined {
  const exact = byHost.get(name);
  if (exact !== undefined) return exact;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const suffix = byHost.get(`*${name.slice(dot)}`);
    if (suffix !== undefined) return suffix;
  }
  return byHost.get('*');
}
