import type { ServerHost } from './read-gateway';

/**
 * Returns the domains of the virtual hosts that a VirtualService has on a server: what its hosts and the server's have in
 * common, each once (Istio 1.0.1 to 1.31, pkg/config/host/names.go, NamesForNamespace and Intersection).
 *
 * Example: on a server for `a.com` and `team/*.net`, a VirtualService for `*` has the domain `a.com`, and in the namespace
 * `team` also `*.net`; one for `b.net` has `b.net` in `team`, and none elsewhere.
 */
export function serverDomains(
  serverHosts: readonly ServerHost[],
  hosts: readonly string[],
  namespace: string,
): readonly string[] {
  const domains = new Set<string>();
  for (const { host, namespace: admitted } of serverHosts) {
    if (admitted !== undefined && admitted !== namespace) continue;
    for (const own of hosts) {
      if (isWithin(host, own)) domains.add(host);
      else if (isWithin(own, host)) domains.add(own);
    }
  }
  return [...domains];
}

/** Whether every host that a name stands for is one of another name's: exact names, `*.suffix` and `*`. */
export function isWithin(name: string, other: string): boolean {
  if (!other.startsWith('*')) return name === other;
  if (name.startsWith('*') && name.length < other.length) return false;
  return name.replace(/^\*/, '').endsWith(other.slice(1));
}
