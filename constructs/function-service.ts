import {
  ANNOTATION,
  compareText,
  javaCall,
  LABEL,
  longestRequest,
  runtimeDefaults,
  type Names,
  type RuntimeTable,
} from '../base';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  declaredTimes,
  functionSecurity,
  securityReason,
  type FunctionSpec,
  type ServiceDeclaration,
} from '../catalog';
import { Service } from '../imports/serving.knative.dev';
import { revisionTimeout, type PlatformProfile } from '../platform';
import { defineFixedObject, MANAGED_BY } from './api-object';
import { functionContainers, functionInitContainers } from './function-containers';
import { scalingAnnotations } from './function-scaling';
import { functionVolumes } from './function-volumes';
import { namesOf } from './names';
import { pullSecrets } from './pull-secrets';

export interface FunctionServiceProps {
  readonly function: FunctionSpec;
  readonly service: ServiceDeclaration;
  /** The function namespace in which it runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
  /** Names of the Secrets with which its image is pulled. @default [] */
  readonly imagePullSecrets?: readonly string[];
  /** What functions of a runtime get that say nothing, where it differs from the defaults. @default {} */
  readonly runtimes?: RuntimeTable;
}

/**
 * The Knative Service of one function: the workload behind its route, for functions that no other pipeline
 * deploys. It is visible inside the cluster only; the way in from outside is the site gateway, which checks
 * the caller's token. It is confined as the Pod Security standard `restricted` asks, as far as the cluster's Knative takes
 * it, unless the function's file loosens it; the reason for that is in an annotation.
 */
export class FunctionService extends Construct {
  public readonly service: ApiObject;

  constructor(scope: Construct, id: string, props: FunctionServiceProps) {
    super(scope, id);
    const { namespace, profile, service, imagePullSecrets = [] } = props;
    const { ksvc, team, runtime } = props.function;
    const { visibilityLabel } = profile.knative;
    const annotations = { ...scalingAnnotations(service.scale, profile.knative), ...service.annotations };
    const labels = { [LABEL.team]: team, [LABEL.runtime]: runtime };
    const reason = securityReason(service);
    const security = functionSecurity(service);
    const keepsToken = security.automountServiceAccountToken || !profile.knativeSecurity.tokenOff;
    const secrets = [...imagePullSecrets, ...(service.imagePullSecrets ?? []).map(({ name }) => name)];

    this.service = defineFixedObject(
      this,
      'Service',
      Service,
      {
        metadata: {
          name: ksvc,
          namespace,
          labels: { ...MANAGED_BY, ...labels, [visibilityLabel]: 'cluster-local' },
          annotations: reason === undefined ? undefined : { [ANNOTATION.securityReason]: reason },
        },
        spec: {
          template: {
            metadata: {
              name: service.revisionName,
              annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
              labels: { ...labels, ...service.labels },
            },
            spec: {
              automountServiceAccountToken: keepsToken ? undefined : false,
              containerConcurrency: service.scale?.concurrency,
              ...timeouts(props.function, service, profile),
              serviceAccountName: service.serviceAccountName,
              imagePullSecrets: profile.features.functionPullSecrets
                ? pullSecrets([...new Set(secrets)])
                : undefined,
              nodeSelector: service.nodeSelector,
              affinity: service.affinity,
              tolerations: service.tolerations,
              runtimeClassName: service.runtimeClassName,
              priorityClassName: service.priorityClassName,
              initContainers: functionInitContainers(service, profile),
              containers: functionContainers(
                service,
                runtimeDefaults(runtime, props.runtimes),
                profile,
                egressEnvironment(props.function, namesOf(this)),
              ),
              volumes: functionVolumes(service),
            },
          },
          traffic: service.traffic?.map((target) => ({ ...target, percent: target.percent ?? 0 })),
        },
      },
      profile.apiVersions.KnativeService,
    );
  }
}

/**
 * Where the function calls Java services: in `KFAAS_EGRESS_URL` those of the company's own Java platform, in `KFAAS_EGRESS_URL_ACQUIRED`
 * those of the platform `acquired`. Nothing of a platform that it does not call.
 */
function egressEnvironment({ calls }: FunctionSpec, names: Names): { name: string; value: string }[] {
  const platforms = new Set(calls.map((call) => javaCall(call)?.platform));
  return [...platforms]
    .map((platform) => {
      const suffix = platform === undefined ? '' : `_${platform.toUpperCase().replaceAll('-', '_')}`;
      return { name: `KFAAS_EGRESS_URL${suffix}`, value: names.egressUrl(platform) };
    })
    .sort((a, b) => compareText(a.name, b.name));
}

/**
 * How long the pods may take for a request: as the file says, or as long as a route gives one of its tries, where that is more than
 * Knative does by default.
 */
function timeouts(
  { routes }: FunctionSpec,
  { timeoutSeconds, responseStartTimeoutSeconds }: ServiceDeclaration,
  { features }: PlatformProfile,
): { readonly timeoutSeconds?: number; readonly responseStartTimeoutSeconds?: number } {
  const longest = revisionTimeout(
    routes.map((route) => {
      const times = declaredTimes(route);
      return times.perTry ?? longestRequest(times);
    }),
  );
  const seconds = timeoutSeconds ?? longest;
  const start = responseStartTimeoutSeconds ?? (features.responseStartTimeout ? seconds : undefined);
  return {
    ...(seconds === undefined ? {} : { timeoutSeconds: seconds }),
    ...(start === undefined ? {} : { responseStartTimeoutSeconds: start }),
  };
}
