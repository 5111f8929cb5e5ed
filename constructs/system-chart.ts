import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodSecurityLevel } from '../catalog';
import type { ExposedPath } from '../compatibility';
import { requestBound, type Cluster, type Domain, type Environment } from '../inventory';
import { requestTimeouts, type PlatformProfile } from '../platform';
import { DefaultDeny } from './default-deny';
import { DomainIngress } from './domain-ingress';
import { EastWestGateway } from './east-west-gateway';
import type { EgressServices } from './egress-paths';
import { GatewayHost } from './gateway-host';
import { namesOf } from './names';
import { Namespaces } from './namespaces';
import { RequestBound } from './request-bound';
import { controllerPeers, FUNCTION_NAMESPACE_LABEL, namespacePeer, peersOf, tcp } from './network-peers';

export interface SystemChartProps {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** The domains that expose something there, with the rule paths of their Ingresses. */
  readonly exposed: ReadonlyMap<Domain, readonly ExposedPath[]>;
  /** The Java services that the egress gateway leads to. @default - all that the Java platform's gateway has */
  readonly egress?: EgressServices;
  /** The Pod Security standard that holds in every function namespace. */
  readonly functionSecurity: PodSecurityLevel;
}

/** Everything of a cluster that is not one function's: namespaces, gateway hosts, gateways, policies, domains. */
export class SystemChart extends Chart {
  constructor(scope: Construct, id: string, props: SystemChartProps) {
    super(scope, id);
    const { environment, cluster, profile, exposed, egress, functionSecurity } = props;
    const { functionNamespaces, siteGateways } = cluster;
    const { javaPlatform, siteGateway, network = {}, imagePullSecrets = [] } = environment;
    const pods = { network, imagePullSecrets, profile };
    const { localGateway } = profile;
    const names = namesOf(this);
    const domains = [...exposed.keys()];
    const { gateway: timeout } = requestTimeouts(environment.timeouts);

    new Namespaces(this, 'Namespaces', { environment, cluster, profile, functionSecurity });
    new DefaultDeny(this, 'DefaultDeny', { domains, profile });
    for (const functionNamespace of functionNamespaces) {
      new GatewayHost(this, `${functionNamespace}-host`, { functionNamespace, profile });
      new RequestBound(this, `${functionNamespace}-bound`, {
        functionNamespace,
        requests: requestBound(environment),
        profile,
      });
      const controllers = domains
        .filter((domain) => domain.functionNamespace === functionNamespace)
        .map(({ ingress }) => ingress);
      new EastWestGateway(this, `${functionNamespace}-ingress`, {
        direction: 'ingress',
        name: names.ingressGatewayName(functionNamespace),
        workload: environment.ingressGateway,
        reachability: environment.ingressGateway.service,
        registry: environment.registry,
        forward: {
          paths: [`${names.prefix}**`],
          url: `http://${names.gatewayHost(functionNamespace)}`,
          timeout,
        },
        from: [
          ...peersOf(profile, siteGateways?.[functionNamespace] ?? siteGateway),
          ...controllerPeers(profile, controllers),
        ],
        to: {
          to: [namespacePeer(profile, localGateway.namespace, localGateway.podLabels)],
          ports: localGateway.podPorts.map(tcp),
        },
        ...pods,
      });
    }
    new EastWestGateway(this, 'egress', {
      direction: 'egress',
      name: names.egressGateway,
      workload: environment.egressGateway,
      forward: { paths: egress?.paths ?? ['/**'], url: javaPlatform.url, timeout },
      javaServices: egress?.names,
      from: [{ namespaceSelector: { matchLabels: FUNCTION_NAMESPACE_LABEL } }],
      to: {
        to: javaPlatform.cidrs.map((cidr) => ({ ipBlock: { cidr } })),
        ports: javaPlatform.ports.map(tcp),
      },
      ...pods,
    });
    for (const [domain, paths] of exposed) new DomainIngress(this, domain.host, { domain, paths, profile });
  }
}
