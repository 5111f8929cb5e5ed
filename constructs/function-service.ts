import { LABEL } from '../base';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { FunctionSpec, ServiceDeclaration } from '../catalog';
import { Service } from '../imports/serving.knative.dev';
import type { PlatformProfile } from '../platform';
import { defineFixedObject, MANAGED_BY } from './api-object';

export interface FunctionServiceProps {
  readonly function: FunctionSpec;
  readonly service: ServiceDeclaration;
  /** The function namespace in which it runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
}

/**
 * The Knative Service of one function: the workload behind its route, for functions that no other pipeline
 * deploys. It is visible inside the cluster only; the way in from outside is the site gateway, which checks
 * the caller's token.
 */
export class FunctionService extends Construct {
  public readonly service: ApiObject;

  constructor(scope: Construct, id: string, props: FunctionServiceProps) {
    super(scope, id);
    const { namespace, profile } = props;
    const { ksvc, team, runtime } = props.function;
    const { image, scale, resources } = props.service;
    const { visibilityLabel, minScale, maxScale } = profile.knative;
    const annotations = {
      ...(scale?.min === undefined ? {} : { [minScale]: String(scale.min) }),
      ...(scale?.max === undefined ? {} : { [maxScale]: String(scale.max) }),
    };
    const labels = { [LABEL.team]: team, [LABEL.runtime]: runtime };

    this.service = defineFixedObject(
      this,
      'Service',
      Service,
      {
        metadata: {
          name: ksvc,
          namespace,
          labels: { ...MANAGED_BY, ...labels, [visibilityLabel]: 'cluster-local' },
        },
        spec: {
          template: {
            metadata: {
              annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
              labels,
            },
            spec: {
              containerConcurrency: scale?.concurrency,
              containers: [
                {
                  image,
                  resources: resources && {
                    requests: quantities(resources.requests),
                    limits: quantities(resources.limits),
                  },
                },
              ],
            },
          },
        },
      },
      profile.apiVersions.KnativeService,
    );
  }
}

/** Kubernetes quantities as text, whichever way the catalog spells them: `cpu: 1` is a number in YAML. */
function quantities(values: Readonly<Record<string, string | number | undefined>> | undefined) {
  if (values === undefined) return undefined;
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
