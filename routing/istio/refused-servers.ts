import { groupBy } from '../../base';
import type { RoutingRules } from '../model';
import type { ReadGateway, ServerListener } from './read-gateway';
import type { VirtualServiceRemark } from './read-virtual-service';
import { isWithin } from './server-domains';
import { namesOf } from './server-names';

/** A server with its Gateway. */
interface Placed {
  readonly gateway: ReadGateway;
  readonly server: ServerListener;
}

/** Servers of which Istio refuses all but the first. */
export interface RefusedServers {
  readonly remarks: readonly VirtualServiceRemark[];
  /** The Gateways that have one of them, by name: whether their routes are served is not known. */
  readonly gateways: ReadonlySet<string>;
}

/**
 * Finds servers that Istio refuses beside others of the same workload, port and address: one that decrypts or inspects TLS for a host that
 * another has, and one of another protocol, also a plain HTTP one that redirects beside another such for its host, unless the first redirects
 * all that the other would. The server of the Gateway created first is served (model/gateway.go, mergeGateways).
 * Versions in which Services map ports and servers do not share them make two listeners for one port of the Pods, and drop one.
 *
 * Example: two Gateways have an HTTPS server for `a.com` on port 443. The VirtualServices of the younger one are not served.
 */
export function refusedServers(
  gateways: ReadonlyMap<string, ReadGateway>,
  { targetPorts, trustsForwardedProto = false }: Pick<RoutingRules, 'targetPorts' | 'trustsForwardedProto'>,
): RefusedServers {
  const placed = [...gateways.values()].flatMap((gateway) =>
    gateway.listeners.map((server): Placed => ({ gateway, server })),
  );
  const shared = groupBy(placed, ({ gateway, server }) =>
    JSON.stringify([gateway.workload, server.target, server.bind]),
  );
  const remarks: VirtualServiceRemark[] = [];
  const names = new Set<string>();
  for (const servers of shared.values()) {
    const redirectAlike = trustsForwardedProto ? () => false : redirectsAlike(servers);
    for (const [at, later] of servers.entries()) {
      const found = servers.slice(0, at).flatMap((earlier) => {
        const clash = targetPorts !== 'shared' && earlier.server.port !== later.server.port;
        const why = clash ? 'each has a listener for it' : refusal(earlier.server, later.server);
        if (why !== undefined) return redirectAlike(earlier, later) ? [] : [{ earlier, why }];
        const name = sharedName(earlier.server, later.server);
        if (name === undefined) return [];
        // All servers of the listener go with it.
        for (const { gateway } of servers) names.add(gateway.fullName);
        return [
          { earlier, why: `both have the server name ${name}: Envoy refuses the listener`, isAll: true },
        ];
      });
      const [first] = found;
      if (first === undefined) continue;
      names.add(later.gateway.fullName).add(first.earlier.gateway.fullName);
      remarks.push(remarkOf(later, first.earlier, first.why, 'isAll' in first));
    }
  }
  return { remarks, gateways: names };
}

/** Why Istio refuses a server beside an earlier one; undefined where it takes both. */
function refusal(earlier: ServerListener, later: ServerListener): string | undefined {
  const arePlain = earlier.isPlainHttp && later.isPlainHttp;
  if (arePlain && !(earlier.isTls && later.isTls)) return undefined;
  if (earlier.isPlainHttp !== later.isPlainHttp || !earlier.isTls || !later.isTls) {
    return 'their protocols do not go together';
  }
  const host = later.hosts.find((one) => earlier.hosts.includes(one));
  return host === undefined ? undefined : `both have the host ${host}`;
}

/**
 * Tells whether it makes no difference that Istio refuses one of two servers: both redirect to HTTPS, the one that is served does so for all
 * hosts of the other, and no server beside them routes requests to such a host. For a host of one namespace, a server redirects only what
 * VirtualServices of its own Gateway have (asked of Istio 1.31 and Envoy).
 */
function redirectsAlike(beside: readonly Placed[]) {
  const routing = beside.filter(({ server }) => !server.redirects).flatMap(({ server }) => server.hosts);
  const names = routing.map(withoutNamespace);
  return (earlier: Placed, later: Placed): boolean => {
    const [first, second] = [earlier.server, later.server];
    const hosts = [...first.hosts, ...second.hosts];
    return (
      first.redirects &&
      second.redirects &&
      !hosts.some((host) => host.includes('/')) &&
      !hosts.some((host) => names.some((other) => isWithin(host, other) || isWithin(other, host))) &&
      coversAll(first, second) &&
      (isSettled(earlier, later) || coversAll(second, first))
    );
  };
}

function coversAll(one: ServerListener, other: ServerListener): boolean {
  return other.hosts.every((host) => one.hosts.some((wider) => isWithin(host, wider)));
}

/** Whether the first of two servers is the first in every order of creation. */
function isSettled({ gateway: one }: Placed, { gateway: other }: Placed): boolean {
  if (one.fullName === other.fullName) return true;
  return one.created !== undefined && other.created !== undefined && one.created < other.created;
}

/** A server name that both decrypt, for different namespaces: Istio takes them, and Envoy refuses their listener. */
function sharedName(earlier: ServerListener, later: ServerListener): string | undefined {
  if (!earlier.decrypts || !later.decrypts) return undefined;
  const names = new Set(namesOf(earlier.hosts.map(withoutNamespace)));
  return namesOf(later.hosts.map(withoutNamespace)).find((name) => names.has(name));
}

function withoutNamespace(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}

function remarkOf(
  { gateway, server }: Placed,
  { gateway: other, server: rivalServer }: Placed,
  why: string,
  isAll: boolean,
): VirtualServiceRemark {
  const ofPods = server.target === server.port && rivalServer.port === server.port ? '' : ' of the Pods';
  const isOne = gateway.fullName === other.fullName;
  const rival = isOne ? 'an earlier one' : `one of the Gateway ${other.fullName}`;
  const order = isOne || isAll ? '' : ': Istio serves the one of the Gateway created first';
  return {
    kind: 'refused-server',
    text: `server ${server.at} of the Gateway ${gateway.fullName} and ${rival} share port ${server.target}${ofPods}, and ${why}${order}`,
    path: ['spec', 'servers', server.at],
    index: gateway.index,
    position: undefined,
  };
}
