import { compareText, groupBy } from '../../base';
import { podServices, type PodService, type TargetPort } from './gateway-services';
import { areCompatible, hasLabels } from './pod-labels';
import type { ReadGateway } from './read-gateway';
import type { VirtualServiceRemark } from './read-virtual-service';

/** The ports on which the Pods of Gateways listen. */
export interface TargetPorts {
  /** The port of the Pods for the port of a server. */
  of(gateway: ReadGateway, port: number): TargetPort;
  readonly remarks: readonly VirtualServiceRemark[];
  /** The Gateways of which it is not known which of their servers share a listener, by name. */
  readonly unknown: ReadonlySet<string>;
}

/** Where a port may lead, and by which Service; without one, it is the port itself. */
interface Lead {
  readonly port: number;
  readonly target: TargetPort;
  readonly by?: PodService;
}

/** Pods that a Gateway may have, by the Services that select them. */
interface Pods {
  /** Where the ports of servers lead: several for one port where Services differ. */
  readonly leads: readonly Lead[];
  /** Services that may select them as well. */
  readonly possible: readonly PodService[];
}

/**
 * Finds the port of the Pods for each port of a server: Istio maps it by the Services that select the Pods, so that servers on two ports
 * may share a listener and its routes (model/gateway.go, resolvePorts). Undefined where all servers stay on ports of their own.
 *
 * The Pods of a Gateway are those of the Services whose selector has all of its labels, or only such. Where these lead its ports together in
 * different ways, it is not known which servers share a listener. Of a Service that may select the same Pods, it is assumed that it does not,
 * where that would matter.
 */
export function targetPorts(
  objects: readonly unknown[],
  gateways: ReadonlyMap<string, ReadGateway>,
): TargetPorts | undefined {
  const services = gateways.size === 0 ? [] : podServices(objects);
  if (services.length === 0) return undefined;
  const targets = new Map<string, ReadonlyMap<number, TargetPort>>();
  const remarks: VirtualServiceRemark[] = [];
  const unknown = new Set<string>();
  for (const [workload, group] of groupBy([...gateways.values()], (gateway) => gateway.workload)) {
    const ports = [...new Set(group.flatMap(({ listeners }) => listeners.map(({ port }) => port)))];
    const [first] = group;
    if (ports.length < 2) continue;
    const all = podsOf(first, ports, services);
    const [pods, ...others] = all;
    if (pods === undefined) continue;
    const isKnown = others.every(({ leads }) => spell(leads) === spell(pods.leads)) && all.every(isClear);
    const where = (port: number) =>
      group.filter(({ listeners }) => listeners.some((server) => server.port === port));
    if (!isKnown) {
      const met = all.flatMap(({ leads }) => meeting(leads));
      for (const { fullName } of met.flatMap(({ port }) => where(port))) unknown.add(fullName);
      remarks.push(differing(first, all, met));
      continue;
    }
    targets.set(workload, new Map(pods.leads.map(({ port, target }) => [port, target])));
    const assumed = all.map(assumption).find((lead) => lead !== undefined);
    if (assumed !== undefined) {
      remarks.push(
        ...where(assumed.port)
          .slice(0, 1)
          .map((gateway) => assuming(gateway, assumed)),
      );
    }
  }
  return targets.size + remarks.length === 0
    ? undefined
    : { of: ({ workload }, port) => targets.get(workload)?.get(port) ?? port, remarks, unknown };
}

/** The Pods that a Gateway may have. Where no Service tells, they are any that have its labels. */
function podsOf(
  { selector }: ReadGateway,
  ports: readonly number[],
  services: readonly PodService[],
): readonly Pods[] {
  const telling = services.filter(
    (service) => hasLabels(service.selector, selector) || hasLabels(selector, service.selector),
  );
  const isEmpty = Object.keys(selector).length === 0;
  if (isEmpty || telling.length === 0) {
    return [
      {
        leads: leadsOf(ports, []),
        possible: services.filter((service) => areCompatible(service.selector, selector)),
      },
    ];
  }
  const byNamespace = groupBy(services, ({ namespace }) => namespace);
  return telling.map(({ namespace, selector: own }) => {
    const labels = { ...own, ...selector };
    const beside = byNamespace.get(namespace) ?? [];
    return {
      leads: leadsOf(
        ports,
        beside.filter((service) => hasLabels(labels, service.selector)),
      ),
      possible: beside.filter(
        (service) => !hasLabels(labels, service.selector) && areCompatible(service.selector, labels),
      ),
    };
  });
}

/** Where ports lead by some Services: each where they differ. */
function leadsOf(ports: readonly number[], services: readonly PodService[]): readonly Lead[] {
  return ports.flatMap((port): Lead[] => {
    const led = new Map<TargetPort, Lead>();
    for (const by of services) {
      const target = by.targets.get(port);
      if (target !== undefined && !led.has(target)) led.set(target, { port, target, by });
    }
    return led.size === 0 ? [{ port, target: port }] : [...led.values()];
  });
}

/** The leads of ports that may come together. */
function meeting(leads: readonly Lead[]): readonly Lead[] {
  const byTarget = groupBy(leads, ({ target }) => target);
  return [...byTarget.values()].filter((group) => group.length > 1).flat();
}

/** Whether it is known which ports come together: no port that does leads to two. */
function isClear({ leads }: Pods): boolean {
  const met = new Set(meeting(leads).map(({ port }) => port));
  return [...met].every((port) => leads.filter((lead) => lead.port === port).length === 1);
}

/** Tells which ports come together. */
function spell(leads: readonly Lead[]): string {
  const met = [...groupBy(meeting(leads), ({ target }) => target).values()];
  return met
    .map((group) =>
      group
        .map(({ port }) => port)
        .sort((a, b) => a - b)
        .join(' '),
    )
    .sort(compareText)
    .join(', ');
}

/** A lead of which something is assumed that matters. */
function assumption({ leads, possible }: Pods): Lead | undefined {
  const ports = new Set(leads.map(({ port }) => port));
  const open = possible.flatMap((by) =>
    [...by.targets].flatMap(([port, target]) => (ports.has(port) ? [{ port, target, by }] : [])),
  );
  const met = meeting(leads);
  const changing = [...open].filter(({ port, target }) => {
    const isMet = met.some((lead) => lead.port === port && lead.target !== target);
    const joins = [...leads, ...open].some((lead) => lead.port !== port && lead.target === target);
    const isAlready = leads.some((lead) => lead.port === port && lead.target === target);
    return isMet || (joins && !isAlready);
  });
  return changing[0] ?? [...leads, ...open].find(({ target }) => typeof target === 'string');
}

function assuming({ fullName, index }: ReadGateway, { port, target, by }: Lead): VirtualServiceRemark {
  const service = `the Service ${by?.fullName ?? ''}`;
  return {
    kind: 'assumed-service',
    text:
      typeof target === 'string'
        ? `assuming that the port ${target} of the Pods of ${service} is that of no other server of the Gateway ${fullName} and those with its selector`
        : `assuming that ${service}, which leads port ${port} to ${target}, does not select the Pods of the Gateway ${fullName}`,
    path: ['spec', 'selector'],
    index,
    position: undefined,
  };
}

/** Says that Services lead ports together in different ways. */
function differing(
  { fullName, index }: ReadGateway,
  all: readonly Pods[],
  met: readonly Lead[],
): VirtualServiceRemark {
  const concerned = new Set(met.map(({ port }) => port));
  const spelled = all
    .flatMap(({ leads }) => leads)
    .flatMap(({ port, target, by }) =>
      by === undefined || !concerned.has(port) ? [] : [`${by.fullName} leads port ${port} to ${target}`],
    );
  return {
    kind: 'differing-services',
    text: `it is not known which servers of the Gateway ${fullName} share a listener: ${[...new Set(spelled)].join(', ')}`,
    path: ['spec', 'selector'],
    index,
    position: undefined,
  };
}
