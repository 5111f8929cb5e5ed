import type { RoutingRules } from '../../routing';
import { openedDelegates } from './naive-delegates';
import { naiveMatches, type NaiveAnswer, type NaiveRequest } from './naive-evaluator';

/** A Gateway as it would be read from YAML, with plain HTTP servers. */
export interface PlainGateway {
  readonly apiVersion: string;
  readonly kind: 'Gateway';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly creationTimestamp?: string;
  };
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly servers: readonly {
      readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
      readonly hosts: readonly string[];
    }[];
  };
}

interface VirtualService {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly creationTimestamp?: string;
  };
  readonly spec: {
    readonly hosts: readonly string[];
    readonly gateways: readonly string[];
    readonly exportTo?: readonly string[];
    readonly http: readonly {
      readonly match?: readonly { readonly gateways?: readonly string[]; readonly port?: number }[];
    }[];
  };
}

/**
 * Every Envoy route that matches a request which enters by a port of a Gateway, in Envoy's order. Builds the virtual hosts of the
 * listener one after the other, as istiod does: Gateways by age, their servers, and the VirtualServices of each by age.
 * @param targetOf the port on which the Pods listen for the port of a server
 */
export function naiveGatewayMatches(
  gateways: readonly PlainGateway[],
  virtualServices: readonly unknown[],
  rules: RoutingRules,
  entry: string,
  request: NaiveRequest & { readonly port: number },
  targetOf: (port: number) => number = (port) => port,
): NaiveAnswer[] {
  const selector = gateways.find(({ metadata }) => nameOf(metadata) === entry)?.spec.selector;
  const isThere = gateways.some(
    ({ metadata, spec }) =>
      nameOf(metadata) === entry && spec.servers.some(({ port }) => port.number === request.port),
  );
  if (!isThere) return [];
  const openings = openedDelegates(virtualServices);
  const opened = openings.map((one) => one.opened) as readonly VirtualService[];
  const hosts = new Map<string, VirtualService[]>();
  for (const gateway of byAge(gateways)) {
    if (JSON.stringify(gateway.spec.selector) !== JSON.stringify(selector)) continue;
    const firstPorts = new Map<VirtualService, number>();
    for (const server of gateway.spec.servers) {
      if (targetOf(server.port.number) !== targetOf(request.port)) continue;
      // Those that are exported to the Pods' namespace come before those for all.
      const aged = byAge(opened);
      const isPublic = ({ spec: { exportTo = ['*'] } }: VirtualService) => exportTo.includes('*');
      for (const virtualService of [...aged.filter((one) => !isPublic(one)), ...aged.filter(isPublic)]) {
        const name = nameOf(gateway.metadata);
        if (!virtualService.spec.gateways.some((other) => inFull(other, virtualService) === name)) continue;
        for (const domain of domains(server.hosts, gateway.metadata.namespace, virtualService)) {
          const port = firstPorts.get(virtualService) ?? server.port.number;
          // A server that leads to no route does not count.
          if (!virtualService.spec.http.some((rule) => isRoutedAt(rule, virtualService, name, port)))
            continue;
          firstPorts.set(virtualService, port);
          hosts.set(domain, [...(hosts.get(domain) ?? []), seenFrom(virtualService, name, port, domain)]);
        }
      }
    }
  }
  // One second for each place in the list, so that their order is the list's.
  const inOrder = [...hosts].flatMap(([, members]) =>
    members.map((member, place) => ({
      ...member,
      metadata: { ...member.metadata, creationTimestamp: new Date(1.7e12 + place * 1000).toISOString() },
    })),
  );
  return naiveMatches(inOrder, rules, 'the/listener', request).flatMap(({ virtualService, rule, match }) => {
    const place = opened.findIndex(({ metadata }) => nameOf(metadata) === virtualService);
    return openings[place]?.sources[rule]?.[match] ?? [];
  });
}

/** A VirtualService as it is on one virtual host, entered by one Gateway and the port of one of its servers. */
function seenFrom(
  virtualService: VirtualService,
  gateway: string,
  entry: number,
  domain: string,
): VirtualService {
  const http = virtualService.spec.http.map((rule) => ({
    ...rule,
    ...(rule.match && {
      match: rule.match.map(({ gateways, port = entry, ...match }) =>
        isRoutedAt({ match: [{ gateways, port }] }, virtualService, gateway, entry) ? match : { port: 1 },
      ),
    }),
  }));
  return { ...virtualService, spec: { hosts: [domain], gateways: ['the/listener'], http } };
}

/** Whether some match of a rule is for a Gateway and a port. */
function isRoutedAt(
  { match = [{}] }: VirtualService['spec']['http'][number],
  virtualService: VirtualService,
  gateway: string,
  entry: number,
): boolean {
  return match.some(
    ({ gateways, port = entry }) =>
      port === entry &&
      (gateways === undefined || gateways.some((other) => inFull(other, virtualService) === gateway)),
  );
}

function domains(
  serverHosts: readonly string[],
  own: string,
  { metadata, spec }: VirtualService,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of serverHosts) {
    const [admitted, host = ''] = text.includes('/') ? text.split('/') : ['*', text];
    if (![metadata.namespace, '*'].includes(admitted === '.' ? own : (admitted ?? ''))) continue;
    for (const other of spec.hosts) {
      if (covers(other, host)) found.add(host);
      else if (covers(host, other)) found.add(other);
    }
  }
  return found;
}

/** Whether a name takes every host that another one takes. */
function covers(wide: string, narrow: string): boolean {
  if (wide === '*') return true;
  if (!wide.startsWith('*')) return wide === narrow;
  return narrow.endsWith(wide.slice(1)) && narrow.length >= wide.length - (narrow.startsWith('*') ? 0 : 1);
}

function byAge<T extends Pick<VirtualService, 'metadata'>>(objects: readonly T[]): readonly T[] {
  return objects.toSorted((a, b) => {
    const [x, y] = [a, b].map(({ metadata: { creationTimestamp = '', name, namespace } }) =>
      [creationTimestamp, name, namespace].join(' '),
    );
    return (x ?? '') < (y ?? '') ? -1 : 1;
  });
}

function inFull(gateway: string, { metadata }: VirtualService): string {
  return gateway.includes('/') ? gateway : `${metadata.namespace}/${gateway}`;
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
