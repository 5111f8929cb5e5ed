import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { GatewayWorkload } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineObject, plainKind } from './api-object';
import { namesOf } from './names';

/** Seconds of low load before pods are taken away: a JVM is slow to come back. */
const SCALE_DOWN_STABILISATION_SECONDS = 300;

/** Percent of the requested CPU that the autoscaler aims at. */
const CPU_UTILIZATION = 65;

export interface GatewayScalingProps {
  /** Name of the Deployment, and of the objects. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly workload: Pick<GatewayWorkload, 'replicas' | 'scaling'>;
  readonly profile: PlatformProfile;
}

/**
 * A HorizontalPodAutoscaler of autoscaling/v2beta1 (Kubernetes 1.8 to 1.24), in so far as it is rendered here: the
 * aim is in the resource, and how fast pods come and go is the controller's own setting.
 */
interface AutoscalerV2beta1 {
  readonly metadata: k8s.ObjectMeta;
  readonly spec: {
    readonly scaleTargetRef: k8s.CrossVersionObjectReferenceV2;
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly metrics: readonly (
      | {
          readonly type: 'Resource';
          readonly resource: { readonly name: 'cpu'; readonly targetAverageUtilization: number };
        }
      | {
          readonly type: 'Pods';
          readonly pods: { readonly metricName: string; readonly targetAverageValue: string };
        }
    )[];
  };
}

/**
 * How many pods a gateway has: the HorizontalPodAutoscaler by load, the PodDisruptionBudget during node drains. Where the environment
 * names a metric beside the CPU, the more pods of both count. Every version that is rendered has metrics of pods.
 */
export class GatewayScaling extends Construct {
  constructor(scope: Construct, id: string, props: GatewayScalingProps) {
    super(scope, id);
    const { name, labels, selector, workload, profile } = props;
    const metadata = { name, namespace: namesOf(this).namespace, labels };
    this.defineAutoscaler(metadata, workload, profile);
    defineObject(
      this,
      'DisruptionBudget',
      k8s.KubePodDisruptionBudget,
      {
        metadata,
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          // policy/v1beta1 reads an empty selector as none, policy/v1 as all; this one is never empty.
          selector: { matchLabels: selector },
          // A pod that is broken anyway must not hold up a node's drain.
          unhealthyPodEvictionPolicy: profile.features.unhealthyPodEvictionPolicy ? 'AlwaysAllow' : undefined,
        },
      },
      profile.apiVersions.PodDisruptionBudget,
    );
  }

  private defineAutoscaler(
    metadata: k8s.ObjectMeta & { readonly name: string },
    { replicas: { min, max }, scaling }: GatewayScalingProps['workload'],
    { apiVersions, features }: PlatformProfile,
  ): void {
    const apiVersion = apiVersions.HorizontalPodAutoscaler;
    const target = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      minReplicas: min,
      maxReplicas: max,
    };
    if (apiVersion === 'autoscaling/v2beta1') {
      const kind = plainKind<AutoscalerV2beta1>(apiVersion, 'HorizontalPodAutoscaler');
      const resource = { name: 'cpu', targetAverageUtilization: CPU_UTILIZATION } as const;
      const pods = scaling && {
        metricName: scaling.metric.name,
        targetAverageValue: scaling.metric.average,
      };
      const metrics = [
        { type: 'Resource' as const, resource },
        ...(pods === undefined ? [] : [{ type: 'Pods' as const, pods }]),
      ];
      defineObject(this, 'Autoscaler', kind, { metadata, spec: { ...target, metrics } });
      return;
    }
    const pods = scaling && {
      metric: { name: scaling.metric.name },
      target: { type: 'AverageValue', averageValue: k8s.Quantity.fromString(scaling.metric.average) },
    };
    const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_UTILIZATION } };
    defineObject(
      this,
      'Autoscaler',
      k8s.KubeHorizontalPodAutoscalerV2,
      {
        metadata,
        spec: {
          ...target,
          metrics: [
            { type: 'Resource', resource: cpu },
            ...(pods === undefined ? [] : [{ type: 'Pods', pods }]),
          ],
          behavior: features.hpaBehavior ? BEHAVIOR : undefined,
        },
      },
      apiVersion,
    );
  }
}

/** Up at once, down slowly. */
const BEHAVIOR: k8s.HorizontalPodAutoscalerBehaviorV2 = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }],
  },
  scaleDown: {
    stabilizationWindowSeconds: SCALE_DOWN_STABILISATION_SECONDS,
    policies: [{ type: 'Percent', value: 20, periodSeconds: 60 }],
  },
};
