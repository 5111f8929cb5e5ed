import type { GatewayKind } from '../base';
import type { GatewayPassage, KeptPaths } from './gateway-passage';
import { KEPT_BY_SPRING_CLOUD_GATEWAY, throughSpringCloudGateway } from './spring-cloud-passage';
import { KEPT_BY_ZUUL, throughZuul } from './zuul-passage';

/** What a program does to targets. */
interface Program {
  readonly through: (target: string) => GatewayPassage;
  readonly kept: KeptPaths;
}

const PROGRAMS: Readonly<Record<GatewayKind, Program>> = {
  zuul: { through: throughZuul, kept: KEPT_BY_ZUUL },
  'spring-cloud-gateway': { through: throughSpringCloudGateway, kept: KEPT_BY_SPRING_CLOUD_GATEWAY },
};

/**
 * Returns what becomes of a target at a Java ingress gateway of a kind, with the rendered configuration.
 * @param target a path with its query, as it is sent: each character is one byte, and none is white space
 */
export function throughIngressGateway(target: string, kind: GatewayKind): GatewayPassage {
  return PROGRAMS[kind].through(target);
}

/**
 * The paths of functions, without queries, that arrive at Envoy as they were sent to a Java ingress gateway of a kind. No path that
 * is changed is among them.
 */
export function keptPaths(kind: GatewayKind): KeptPaths {
  return PROGRAMS[kind].kept;
}
