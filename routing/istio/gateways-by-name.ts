import type { RoutingRules } from '../model';
import { ageOrder } from './age';
import { isGateway } from './object-kinds';
import { readGateway, type ReadGateway } from './read-gateway';
import { targetPorts, type TargetPorts } from './target-ports';

/** The Gateways among some objects, and what Services say of their ports. */
export interface NamedGateways {
  /** By `<namespace>/<name>`, sorted by age. */
  readonly gateways: ReadonlyMap<string, ReadGateway>;
  /** @default - no Service maps two ports of servers to one */
  readonly ports?: TargetPorts;
}

/** Reads the Gateways among some objects; of those with one name, the first. */
export function gatewaysByName(objects: readonly unknown[], rules: RoutingRules): NamedGateways {
  const found = new Map<string, ReadGateway>();
  objects.forEach((object, index) => {
    if (!isGateway(object)) return;
    const gateway = readGateway(object, index);
    if (!found.has(gateway.fullName)) found.set(gateway.fullName, gateway);
  });
  const sorted = [...found.values()].sort(ageOrder(rules));
  const gateways = new Map(sorted.map((gateway) => [gateway.fullName, gateway]));
  const ports = rules.targetPorts === 'ignored' ? undefined : targetPorts(objects, gateways);
  if (ports === undefined) return { gateways };
  const mapped = sorted.map((gateway) => {
    const object = objects[gateway.index];
    const isShared = rules.targetPorts === 'shared';
    return isGateway(object)
      ? readGateway(object, gateway.index, (port) => ports.of(gateway, port), isShared)
      : gateway;
  });
  return { gateways: new Map(mapped.map((gateway) => [gateway.fullName, gateway])), ports };
}
