import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ANNOTATION, gatewayKind } from '../base';
import {
  registryPorts,
  type GatewayNetwork,
  type GatewayService as Reachability,
  type GatewayWorkload,
  type Monitoring,
  type Registry,
} from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY } from './api-object';
import { gatewayConfig, GATEWAY_PORTS, SCRAPE_ANNOTATIONS, type GatewayConfigProps } from './gateway-config';
import { GatewayDeployment } from './gateway-deployment';
import { GatewayScaling } from './gateway-scaling';
import { GatewayService } from './gateway-service';
import { dnsRule, peersOf, tcp } from './network-peers';
import { namesOf } from './names';

export interface EastWestGatewayProps {
  /** `ingress`: from the Java platform to functions. `egress`: from functions to the Java platform. */
  readonly direction: 'ingress' | 'egress';
  /** Name of its Service and of all that belongs to it. */
  readonly name: string;
  readonly workload: GatewayWorkload;
  /** What it forwards, and where to. */
  readonly forward: Pick<GatewayConfigProps, 'paths' | 'url' | 'timeout'>;
  /** The Java services that it leads to, as an annotation of its ConfigMap says. @default - it says nothing */
  readonly javaServices?: readonly string[];
  /** Who may open connections to it. */
  readonly from: readonly k8s.NetworkPolicyPeer[];
  /** How it is reached from outside of the cluster. @default { kind: 'ClusterIP' } */
  readonly reachability?: Reachability;
  /** Where it registers. @default - nowhere */
  readonly registry?: Registry;
  /** Where it may open connections to, beside DNS and the registry. */
  readonly to: k8s.NetworkPolicyEgressRule;
  /** Who else speaks with its pods. */
  readonly network: GatewayNetwork;
  /** How its metrics are collected. @default - it serves them to whom `network` names */
  readonly monitoring?: Monitoring;
  /** Names of the Secrets with which its image is pulled. */
  readonly imagePullSecrets: readonly string[];
  readonly profile: PlatformProfile;
}

/**
 * A Java gateway in `kfaas-system` and all that keeps it running: ConfigMap, Deployment, Service,
 * ServiceAccount, HorizontalPodAutoscaler, PodDisruptionBudget and NetworkPolicy. One construct serves both
 * directions; they differ in peers and in what they forward.
 */
export class EastWestGateway extends Construct {
  constructor(scope: Construct, id: string, props: EastWestGatewayProps) {
    super(scope, id);
    const { direction, name, workload, registry, network, imagePullSecrets, profile } = props;
    const selector = { 'app.kubernetes.io/name': name };
    const labels = { ...MANAGED_BY, ...selector, 'app.kubernetes.io/component': `${direction}-gateway` };
    const metadata = { name, namespace: namesOf(this).namespace, labels };
    const content = gatewayConfig({
      kind: gatewayKind(workload),
      name,
      registry,
      hasMetrics: network.metrics !== undefined,
      hasThreadMetrics: workload.scaling !== undefined || props.monitoring?.alerts !== undefined,
      ...props.forward,
    });

    const { javaServices } = props;
    const annotations =
      javaServices === undefined ? undefined : { [ANNOTATION.javaServices]: javaServices.join(',') };
    defineObject(this, 'Config', k8s.KubeConfigMap, {
      metadata: { ...metadata, annotations },
      data: { 'application.yaml': content },
    });
    defineObject(this, 'ServiceAccount', k8s.KubeServiceAccount, {
      metadata,
      automountServiceAccountToken: false,
    });
    new GatewayDeployment(this, 'Deployment', {
      name,
      labels,
      selector,
      workload,
      configMap: { name, content },
      podAnnotations: props.monitoring?.scrape === 'annotations' ? SCRAPE_ANNOTATIONS : undefined,
      imagePullSecrets,
      profile,
    });
    new GatewayService(this, 'Service', {
      name,
      labels,
      selector,
      reachability: props.reachability ?? { kind: 'ClusterIP' },
      sourceRanges: props.from.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr])),
      profile,
    });
    new GatewayScaling(this, 'Scaling', { name, labels, selector, workload, profile });
    defineObject(this, 'NetworkPolicy', k8s.KubeNetworkPolicy, {
      metadata,
      spec: {
        podSelector: { matchLabels: selector },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: [...props.from], ports: [tcp(GATEWAY_PORTS.http)] },
          ...(network.metrics === undefined
            ? []
            : [{ from: peersOf(profile, network.metrics), ports: [tcp(GATEWAY_PORTS.management)] }]),
        ],
        egress: [
          dnsRule(profile, network.dns),
          props.to,
          ...(registry === undefined
            ? []
            : [{ to: peersOf(profile, registry), ports: registryPorts(registry).map(tcp) }]),
        ],
      },
    });
  }
}
