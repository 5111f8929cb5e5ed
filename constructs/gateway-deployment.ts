import { ANNOTATION, gatewayKind } from '../base';
import { createHash } from 'node:crypto';
import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { GatewayWorkload } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineObject } from './api-object';
import { pullSecrets } from './pull-secrets';
import { DRAIN_SECONDS, GATEWAY_PORTS } from './gateway-config';
import { jvmOptions } from './gateway-jvm';
import { namesOf } from './names';

/** Seconds that a JVM may take to start, and seconds between two looks at one that starts. */
const STARTUP = { seconds: 120, period: 2 } as const;

/** Seconds between a pod's end being announced and its being told: endpoints everywhere must learn of it first. */
const ANNOUNCE_SECONDS = 10;

export interface GatewayDeploymentProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly workload: GatewayWorkload;
  /** Name and content of the ConfigMap that is mounted; other content rolls the pods. */
  readonly configMap: { readonly name: string; readonly content: string };
  /** Annotations of its pods, beside those that it needs itself. @default {} */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Names of the Secrets with which its image is pulled. @default [] */
  readonly imagePullSecrets?: readonly string[];
  readonly profile: PlatformProfile;
}

/**
 * The pods of a Java gateway. `replicas` is left out: the HorizontalPodAutoscaler owns it, and a value in git
 * would reset it at every sync. A pod that ends first stops being an endpoint, then has DRAIN_SECONDS for its
 * requests; longer ones are cut.
 *
 * Where Kubernetes lacks a field, an older means serves the same end: liveness waits as long as the startup probe would,
 * an annotation names the seccomp profile, and pods prefer nodes without another of their kind.
 */
export class GatewayDeployment extends Construct {
  constructor(scope: Construct, id: string, props: GatewayDeploymentProps) {
    super(scope, id);
    const { name, labels, selector, configMap, profile } = props;
    const checksum = createHash('sha256').update(configMap.content).digest('hex');

    const deployment = defineObject(this, 'Deployment', k8s.KubeDeployment, {
      metadata: { name, namespace: namesOf(this).namespace, labels },
      spec: {
        revisionHistoryLimit: 5,
        selector: { matchLabels: selector },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: {
            maxSurge: k8s.IntOrString.fromString('25%'),
            maxUnavailable: k8s.IntOrString.fromNumber(0),
          },
        },
        template: {
          metadata: {
            labels,
            annotations: {
              [ANNOTATION.configHash]: checksum,
              ...seccompAnnotation(profile),
              ...props.podAnnotations,
            },
          },
          spec: podSpec(props),
        },
      },
    });
    if (profile.features.preStopSleep) {
      // The sleep action is younger than the generated types, and needs no `sleep` in the image.
      const path = '/spec/template/spec/containers/0/lifecycle/preStop';
      deployment.addJsonPatch(JsonPatch.replace(path, { sleep: { seconds: ANNOUNCE_SECONDS } }));
    }
  }
}

function podSpec({
  name,
  workload,
  selector,
  configMap,
  imagePullSecrets = [],
  profile,
}: GatewayDeploymentProps): k8s.PodSpec {
  const { image, resources } = workload;
  const { features } = profile;
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    imagePullSecrets: pullSecrets(imagePullSecrets),
    // Without the field, pods get a variable for every Service. No setting of the gateways has such a name.
    enableServiceLinks: features.serviceLinks ? false : undefined,
    terminationGracePeriodSeconds: ANNOUNCE_SECONDS + DRAIN_SECONDS + 20,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: features.runAsGroup ? 10001 : undefined,
      seccompProfile: features.seccompProfile ? { type: 'RuntimeDefault' } : undefined,
    },
    ...spread(profile, { matchLabels: selector }),
    containers: [
      {
        name: 'gateway',
        image,
        ports: Object.entries(GATEWAY_PORTS).map(([port, containerPort]) => ({ name: port, containerPort })),
        env: [
          { name: 'SPRING_CONFIG_ADDITIONALLOCATION', value: 'file:/etc/kfaas/' },
          { name: 'JAVA_TOOL_OPTIONS', value: jvmOptions(gatewayKind(workload)) },
        ],
        resources: {
          requests: quantities(resources),
          limits: quantities({ memory: resources.memory }),
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        ...startAndLiveness(profile),
        readinessProbe: { ...probe('readiness'), periodSeconds: 5, failureThreshold: 2 },
        lifecycle: { preStop: { exec: { command: ['sleep', String(ANNOUNCE_SECONDS)] } } },
        volumeMounts: [
          { name: 'config', mountPath: '/etc/kfaas', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'config', configMap: { name: configMap.name } },
      { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
    ],
  };
}

/** The seccomp profile of the pod's containers, where the field is too young: the annotation that it replaced in 1.19. */
function seccompAnnotation({ features }: PlatformProfile): Record<string, string> {
  return features.seccompProfile ? {} : { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' };
}

/** How pods spread: over zones and nodes, or, where there are no constraints for it, over nodes. */
function spread(
  { features }: PlatformProfile,
  labelSelector: k8s.LabelSelector,
): Pick<k8s.PodSpec, 'topologySpreadConstraints' | 'affinity'> {
  if (!features.topologySpread) {
    const podAffinityTerm = { topologyKey: 'kubernetes.io/hostname', labelSelector };
    return {
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }],
        },
      },
    };
  }
  return {
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(
      (topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector,
        matchLabelKeys: features.spreadMatchLabelKeys ? ['pod-template-hash'] : undefined,
      }),
    ),
  };
}

/** The probes that decide whether the JVM lives. While it starts, it is not killed for being slow. */
function startAndLiveness({
  features,
}: PlatformProfile): Pick<k8s.Container, 'startupProbe' | 'livenessProbe'> {
  const livenessProbe = { ...probe('liveness'), periodSeconds: 10, failureThreshold: 3 };
  if (!features.startupProbe) {
    return { livenessProbe: { ...livenessProbe, initialDelaySeconds: STARTUP.seconds } };
  }
  const failureThreshold = STARTUP.seconds / STARTUP.period;
  return {
    startupProbe: { ...probe('liveness'), periodSeconds: STARTUP.period, failureThreshold },
    livenessProbe,
  };
}

function probe(group: 'liveness' | 'readiness'): k8s.Probe {
  const port = k8s.IntOrString.fromString('management');
  return { httpGet: { path: `/actuator/health/${group}`, port }, timeoutSeconds: 2 };
}

function quantities(values: Readonly<Record<string, string>>): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, k8s.Quantity.fromString(value)]),
  );
}
