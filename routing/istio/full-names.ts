import { isMapping, type Mapping } from '../../base';

/** The name by which a VirtualService is bound to the sidecars of the mesh. */
export const MESH = 'mesh';

/** Whether a table is one of the mesh: of all clients, or of those in one namespace. */
export function isMesh(gateway: string): boolean {
  return gateway === MESH || gateway.startsWith(`${MESH} for `);
}

/** The domain of the cluster's services: istiod's default. */
const DOMAIN = 'svc.cluster.local';

/**
 * Returns the name of a service in full, as Istio resolves it for a VirtualService: a name without a dot is a service in the
 * namespace of the VirtualService. `*`, IP addresses and names with a dot stay (Istio 1.0 to 1.31,
 * pilot/pkg/model/config.go, ResolveShortnameToFQDN).
 */
export function hostInFull(host: string, namespace: string): string {
  return isShort(host) ? `${host}.${namespace}.${DOMAIN}` : host;
}

/** A host of a VirtualService as Istio compares it: in full, and in lower case. */
export function hostKey(host: string, namespace: string): string {
  return hostInFull(host.toLowerCase(), namespace);
}

/**
 * A Gateway's name in the form `<namespace>/<name>`, of any spelling: `name`, `./name`, `ns/name`, or the dotted
 * form of Istio 1.0, `name.ns.svc.cluster.local`.
 */
export function gatewayKey(gateway: string, namespace: string): string {
  if (gateway === MESH) return gateway;
  if (gateway.startsWith('./')) return `${namespace}/${gateway.slice(2)}`;
  if (gateway.includes('/')) return gateway;
  const [name = '', ofNamespace] = gateway.split('.');
  return `${ofNamespace ?? namespace}/${name}`;
}

/** An IPv6 address is the only other name without a dot. */
function isShort(host: string): boolean {
  return host !== '' && host !== '*' && !host.includes('.') && !host.includes(':');
}

/**
 * Returns a rule with the hosts of its destinations and mirrors in full, which Istio resolves before it merges
 * VirtualServices (pilot/pkg/model/virtualservice.go). It is the rule itself where they already are.
 *
 * Example: `destination: { host: backend }` of a VirtualService in `shop` leads to `backend.shop.svc.cluster.local`; so does
 * that name written out, and `backend` in another namespace does not.
 */
export function withFullHosts(rule: Mapping, namespace: string): Mapping {
  const hasShort =
    hasShortHost(rule.mirror) || hasShortDestination(rule.route) || hasShortDestination(rule.mirrors);
  if (!hasShort) return rule;
  const full = (entry: unknown) =>
    isMapping(entry) ? { ...entry, destination: inFull(entry.destination, namespace) } : entry;
  return {
    ...rule,
    mirror: inFull(rule.mirror, namespace),
    route: Array.isArray(rule.route) ? rule.route.map(full) : rule.route,
    mirrors: Array.isArray(rule.mirrors) ? rule.mirrors.map(full) : rule.mirrors,
  };
}

/** Whether a list has an entry whose destination has a short host. */
function hasShortDestination(list: unknown): boolean {
  return Array.isArray(list) && list.some((entry) => isMapping(entry) && hasShortHost(entry.destination));
}

function hasShortHost(destination: unknown): destination is Mapping & { readonly host: string } {
  return isMapping(destination) && typeof destination.host === 'string' && isShort(destination.host);
}

function inFull(destination: unknown, namespace: string): unknown {
  if (!hasShortHost(destination)) return destination;
  return { ...destination, host: hostInFull(destination.host, namespace) };
}
