import { ANNOTATION, LABEL, longestRequest } from '../base';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  functionResources,
  declaredTimes,
  functionSecurity,
  securityReason,
  type FunctionSecurity,
  type FunctionSpec,
  type ServiceDeclaration,
} from '../catalog';
import {
  Service,
  type ServiceSpecTemplateSpecContainersSecurityContext,
} from '../imports/serving.knative.dev';
import { revisionTimeout, type PlatformProfile } from '../platform';
import { defineFixedObject, MANAGED_BY } from './api-object';
import { pullSecrets } from './pull-secrets';

export interface FunctionServiceProps {
  readonly function: FunctionSpec;
  readonly service: ServiceDeclaration;
  /** The function namespace in which it runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
  /** Names of the Secrets with which its image is pulled. @default [] */
  readonly imagePullSecrets?: readonly string[];
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
    const { namespace, profile, imagePullSecrets = [] } = props;
    const { ksvc, team, runtime } = props.function;
    const { image, scale, resources, revisionName, traffic } = props.service;
    const { visibilityLabel, minScale, maxScale } = profile.knative;
    const annotations = {
      ...(scale?.min === undefined ? {} : { [minScale]: String(scale.min) }),
      ...(scale?.max === undefined ? {} : { [maxScale]: String(scale.max) }),
    };
    const labels = { [LABEL.team]: team, [LABEL.runtime]: runtime };
    const reason = securityReason(props.service);
    const security = functionSecurity(props.service);
    const keepsToken = security.automountServiceAccountToken || !profile.knativeSecurity.tokenOff;

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
              name: revisionName,
              annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
              labels,
            },
            spec: {
              automountServiceAccountToken: keepsToken ? undefined : false,
              containerConcurrency: scale?.concurrency,
              ...timeouts(props.function, profile),
              imagePullSecrets: profile.features.functionPullSecrets
                ? pullSecrets(imagePullSecrets)
                : undefined,
              containers: [
                {
                  image,
                  resources: functionResources(runtime, resources),
                  securityContext: securityContext(security, profile),
                },
              ],
            },
          },
          traffic: traffic?.map((target) => ({ ...target, percent: target.percent ?? 0 })),
        },
      },
      profile.apiVersions.KnativeService,
    );
  }
}

/** How long the pods may take for a request, where a route gives one of its tries more time than Knative does by default. */
function timeouts(
  { routes }: FunctionSpec,
  { features }: PlatformProfile,
): { readonly timeoutSeconds?: number; readonly responseStartTimeoutSeconds?: number } {
  const seconds = revisionTimeout(
    routes.map((route) => {
      const times = declaredTimes(route);
      return times.perTry ?? longestRequest(times);
    }),
  );
  if (seconds === undefined) return {};
  return {
    timeoutSeconds: seconds,
    ...(features.responseStartTimeout ? { responseStartTimeoutSeconds: seconds } : {}),
  };
}

/** The container's security context, in so far as the cluster's Knative takes it; `undefined` where nothing is left of it. */
function securityContext(
  { runAsUser, runAsNonRoot, allowPrivilegeEscalation, dropped, seccompProfile }: FunctionSecurity,
  { knativeSecurity: takes }: PlatformProfile,
): ServiceSpecTemplateSpecContainersSecurityContext | undefined {
  const context = {
    ...(takes.allowPrivilegeEscalation ? { allowPrivilegeEscalation } : {}),
    ...(takes.capabilities ? { capabilities: { drop: [...dropped] } } : {}),
    ...(takes.runAsNonRoot ? { runAsNonRoot } : {}),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(takes.seccompProfile ? { seccompProfile: { type: seccompProfile } } : {}),
  };
  return Object.keys(context).length === 0 ? undefined : context;
}
