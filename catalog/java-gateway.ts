import { DEFAULT_NAMES, type GatewayKind } from '../base';
import { forwardedPaths, type GatewayPassage, type KeptPaths } from './gateway-passage';
import { CHANGED_BY_SPRING_CLOUD_GATEWAY, throughSpringCloudGateway } from './spring-cloud-passage';
import { CHANGED_BY_ZUUL, throughZuul } from './zuul-passage';

/** What a program does to targets. */
interface Program {
  readonly through: (target: string, prefix: string) => GatewayPassage;
  /** The forwarded paths that do not arrive as they were sent, as a regex of RE2. */
  readonly changed: string;
}

const PROGRAMS: Readonly<Record<GatewayKind, Program>> = {
  zuul: { through: throughZuul, changed: CHANGED_BY_ZUUL },
  'spring-cloud-gateway': { through: throughSpringCloudGateway, changed: CHANGED_BY_SPRING_CLOUD_GATEWAY },
};

/**
 * Returns what becomes of a target at a Java ingress gateway of a kind, with the rendered configuration.
 * @param target a path with its query, as it is sent: each character is one byte, and none is white space
 * @param prefix the path prefix that it forwards
 */
export function throughIngressGateway(
  target: string,
  kind: GatewayKind,
  prefix = DEFAULT_NAMES.prefix,
): GatewayPassage {
  return PROGRAMS[kind].through(target, prefix);
}

/**
 * The paths of functions, without queries, that arrive at Envoy as they were sent to a Java ingress gateway of a kind. No path that
 * is changed is among them.
 * @param prefix the path prefix that it forwards
 */
export function keptPaths(kind: GatewayKind, prefix = DEFAULT_NAMES.prefix): KeptPaths {
  return { all: forwardedPaths(prefix), none: PROGRAMS[kind].changed };
}
