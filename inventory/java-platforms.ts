import type { Environment, GatewayWorkload, IngressGateway, JavaPlatform, Peers } from './environment';
import type { Registry } from './reachability';

/**
 * A Java platform beside the company's own, such as that of an acquired company. On every cluster of the environment it has gateways of its
 * own: an egress gateway `<name>-egress-gateway`, and where it has a site gateway, an ingress gateway
 * `<function namespace>-<name>-ingress-gateway` for each function namespace.
 */
export interface FurtherJavaPlatform extends JavaPlatform {
  /**
   * Where requests of its site gateway come from.
   * @default - it sends none: it has no ingress gateways
   */
  readonly siteGateway?: Peers;
  /** Where its Java services register, and its ingress gateways with them. @default - nowhere */
  readonly registry?: Registry;
  /**
   * How its ingress gateways run. They run the same program as the environment's: what arrives at a function does not depend on who sent it.
   * @default - as the environment's
   */
  readonly ingressGateway?: Omit<IngressGateway, 'kind'>;
  /** How its egress gateways run. @default - as the environment's */
  readonly egressGateway?: GatewayWorkload;
}

/** A Java platform of an environment, with the gateways that it has on each cluster. */
export interface ConnectedJavaPlatform {
  /** @default - the company's own */
  readonly name: string | undefined;
  readonly platform: JavaPlatform;
  /** Where requests to a function namespace come from; `undefined` where it sends none. */
  readonly siteGateway: Peers | undefined;
  readonly registry: Registry | undefined;
  readonly ingressGateway: IngressGateway;
  readonly egressGateway: GatewayWorkload;
}

/** Returns the Java platforms of an environment: the company's own first, and then the others as they are declared. */
export function connectedJavaPlatforms(environment: Environment): readonly ConnectedJavaPlatform[] {
  const {
    javaPlatform,
    javaPlatforms = {},
    siteGateway,
    registry,
    ingressGateway,
    egressGateway,
  } = environment;
  const own = {
    name: undefined,
    platform: javaPlatform,
    siteGateway,
    registry,
    ingressGateway,
    egressGateway,
  };
  const { kind } = ingressGateway;
  const further = Object.entries(javaPlatforms).map(([name, platform]): ConnectedJavaPlatform => ({
    name,
    platform,
    siteGateway: platform.siteGateway,
    registry: platform.registry,
    ingressGateway:
      platform.ingressGateway === undefined
        ? ingressGateway
        : { ...platform.ingressGateway, ...(kind === undefined ? {} : { kind }) },
    egressGateway: platform.egressGateway ?? egressGateway,
  }));
  return [own, ...further];
}
