import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KFAAS_NAMESPACE, type GatewayWorkload } from '../environments';
import type { PlatformProfile } from '../platform';
import { defineObject } from './api-object';

/** Seconds of low load before pods are taken away: a JVM is slow to come back. */
const SCALE_DOWN_STABILISATION_SECONDS = 300;

export interface GatewayScalingProps {
  /** Name of the Deployment, and of the objects. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly replicas: GatewayWorkload['replicas'];
  readonly profile: PlatformProfile;
}

/** How many pods a gateway has: the HorizontalPodAutoscaler by load, the PodDisruptionBudget during node drains. */
export class GatewayScaling extends Construct {
  constructor(scope: Construct, id: string, props: GatewayScalingProps) {
    super(scope, id);
    const { name, labels, selector, replicas, profile } = props;
    const metadata = { name, namespace: KFAAS_NAMESPACE, labels };
    defineObject(
      this,
      'Autoscaler',
      k8s.KubeHorizontalPodAutoscalerV2,
      {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: replicas.min,
          maxReplicas: replicas.max,
          metrics: [
            {
              type: 'Resource',
              resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 65 } },
            },
          ],
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }],
            },
            scaleDown: {
              stabilizationWindowSeconds: SCALE_DOWN_STABILISATION_SECONDS,
              policies: [{ type: 'Percent', value: 20, periodSeconds: 60 }],
            },
          },
        },
      },
      profile.apiVersions.HorizontalPodAutoscaler,
    );
    defineObject(
      this,
      'DisruptionBudget',
      k8s.KubePodDisruptionBudget,
      {
        metadata,
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          selector: { matchLabels: selector },
          // A pod that is broken anyway must not hold up a node's drain.
          unhealthyPodEvictionPolicy: profile.features.unhealthyPodEvictionPolicy ? 'AlwaysAllow' : undefined,
        },
      },
      profile.apiVersions.PodDisruptionBudget,
    );
  }
}
