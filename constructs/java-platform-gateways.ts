import { Construct } from 'constructs';
import type { Cluster, ConnectedJavaPlatform, Domain, GatewayNetwork, Monitoring } from '../inventory';
import type { PlatformProfile } from '../platform';
import { EastWestGateway } from './east-west-gateway';
import type { EgressServices } from './egress-paths';
import { namesOf } from './names';
import { controllerPeers, FUNCTION_NAMESPACE_LABEL, namespacePeer, peersOf, tcp } from './network-peers';

export interface JavaPlatformGatewaysProps {
  readonly connected: ConnectedJavaPlatform;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** The domains that lead to its ingress gateways. */
  readonly domains: readonly Domain[];
  /** The Java services that the egress gateway leads to. @default - all that the Java platform's gateway has */
  readonly egress?: EgressServices;
  /** After how many seconds the gateways give a request up. */
  readonly timeout: number;
  /** Who else speaks with the gateways' pods. */
  readonly network: GatewayNetwork;
  /** How the gateways' metrics are collected. @default - they serve them to whom `network` names */
  readonly monitoring?: Monitoring;
  /** Names of the Secrets with which images are pulled. */
  readonly imagePullSecrets: readonly string[];
}

/**
 * The gateways of one Java platform on a cluster: an ingress gateway for each function namespace, where the platform sends requests
 * to functions, and an egress gateway.
 */
export class JavaPlatformGateways extends Construct {
  constructor(scope: Construct, id: string, props: JavaPlatformGatewaysProps) {
    super(scope, id);
    const { connected, cluster, profile, egress, timeout, network, monitoring, imagePullSecrets } = props;
    const { name, platform, siteGateway } = connected;
    const pods = { network, monitoring, imagePullSecrets, profile };
    for (const functionNamespace of siteGateway === undefined ? [] : cluster.functionNamespaces) {
      this.ingressGateway(functionNamespace, props);
    }
    new EastWestGateway(this, 'egress', {
      direction: 'egress',
      name: namesOf(this).egressGatewayName(name),
      workload: connected.egressGateway,
      forward: { paths: egress?.paths ?? ['/**'], url: platform.url, timeout },
      javaServices: egress?.names,
      from: [{ namespaceSelector: { matchLabels: FUNCTION_NAMESPACE_LABEL } }],
      to: {
        to: platform.cidrs.map((cidr) => ({ ipBlock: { cidr } })),
        ports: platform.ports.map(tcp),
      },
      ...pods,
    });
  }

  private ingressGateway(functionNamespace: string, props: JavaPlatformGatewaysProps): void {
    const { connected, cluster, profile, domains, timeout, network, monitoring, imagePullSecrets } = props;
    const { name, siteGateway = {}, registry, ingressGateway } = connected;
    const { localGateway } = profile;
    const names = namesOf(this);
    const ofNamespace = name === undefined ? cluster.siteGateways?.[functionNamespace] : undefined;
    const controllers = domains
      .filter((domain) => domain.functionNamespace === functionNamespace)
      .map(({ ingress }) => ingress);
    new EastWestGateway(this, `${functionNamespace}-ingress`, {
      direction: 'ingress',
      name: names.ingressGatewayName(functionNamespace, name),
      workload: ingressGateway,
      reachability: ingressGateway.service,
      registry,
      forward: {
        paths: [`${names.prefix}**`],
        url: `http://${names.gatewayHost(functionNamespace)}`,
        timeout,
      },
      from: [...peersOf(profile, ofNamespace ?? siteGateway), ...controllerPeers(profile, controllers)],
      to: {
        to: [namespacePeer(profile, localGateway.namespace, localGateway.podLabels)],
        ports: localGateway.podPorts.map(tcp),
      },
      network,
      monitoring,
      imagePullSecrets,
      profile,
    });
  }
}
