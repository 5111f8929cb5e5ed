import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CatalogFunction, PodSecurityLevel } from '../catalog';
import type { ExposedPath } from '../compatibility';
import {
  connectedJavaPlatforms,
  requestBound,
  type Cluster,
  type ConnectedJavaPlatform,
  type Domain,
  type Environment,
} from '../inventory';
import { requestTimeouts, type PlatformProfile } from '../platform';
import { ClusterMonitoring } from './cluster-monitoring';
import { ClusterReaders } from './cluster-readers';
import { DefaultDeny } from './default-deny';
import { DomainIngress } from './domain-ingress';
import type { EgressServices } from './egress-paths';
import { GatewayHost } from './gateway-host';
import { watchedGateways } from './gateway-alerts';
import { Guard } from './guard';
import { JavaPlatformGateways } from './java-platform-gateways';
import { namesOf } from './names';
import { Namespaces } from './namespaces';
import { RequestBound } from './request-bound';

export interface SystemChartProps {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** The domains that expose something there, with the rule paths of their Ingresses. */
  readonly exposed: ReadonlyMap<Domain, readonly ExposedPath[]>;
  /**
   * Returns the Java services that the egress gateway of a Java platform leads to; `undefined` for all that its gateway has.
   * @default - all of every platform
   */
  readonly egressOf?: (connected: ConnectedJavaPlatform) => EgressServices | undefined;
  /** The Pod Security standard that holds in every function namespace. */
  readonly functionSecurity: PodSecurityLevel;
  /** The functions of the catalog, on which there are alerts where the environment asks for them. @default [] */
  readonly functions?: readonly CatalogFunction[];
  /** Returns whom to ask about a team's functions. @default - nobody is known */
  readonly contactOf?: (team: string) => string | undefined;
}

/** Everything of a cluster that is not one function's: namespaces, gateway hosts, gateways, policies, domains. */
export class SystemChart extends Chart {
  constructor(scope: Construct, id: string, props: SystemChartProps) {
    super(scope, id);
    const { environment, cluster, profile, exposed, egressOf, functionSecurity } = props;
    const { functions = [], contactOf = () => undefined } = props;
    const { network = {}, monitoring, guard, imagePullSecrets = [] } = environment;
    const domains = [...exposed.keys()];
    const { gateway: timeout, request: standardTimeout } = requestTimeouts(environment.timeouts);

    new Namespaces(this, 'Namespaces', { environment, cluster, profile, functionSecurity });
    new DefaultDeny(this, 'DefaultDeny', { domains, profile });
    for (const functionNamespace of cluster.functionNamespaces) {
      new GatewayHost(this, `${functionNamespace}-host`, { functionNamespace, profile });
      new RequestBound(this, `${functionNamespace}-bound`, {
        functionNamespace,
        requests: requestBound(environment),
        profile,
      });
    }
    for (const connected of connectedJavaPlatforms(environment)) {
      new JavaPlatformGateways(this, `${connected.name ?? 'own'}-platform`, {
        connected,
        cluster,
        profile,
        // Domains lead past the Java platforms; the company's own gateways take their requests.
        domains: connected.name === undefined ? domains : [],
        egress: egressOf?.(connected),
        timeout,
        network,
        monitoring,
        imagePullSecrets,
      });
    }
    if (monitoring !== undefined) {
      new ClusterMonitoring(this, 'Monitoring', {
        monitoring,
        gateways: watchedGateways(environment, cluster, namesOf(this)),
        cluster,
        profile,
        functions,
        contactOf,
        standardTimeout,
      });
    }
    new ClusterReaders(this, 'Readers', { readers: environment.readers, cluster, profile });
    if (guard !== undefined) new Guard(this, 'Guard', { guard, cluster, profile });
    for (const [domain, paths] of exposed) new DomainIngress(this, domain.host, { domain, paths, profile });
  }
}
