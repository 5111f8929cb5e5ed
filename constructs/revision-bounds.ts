import { LABEL } from '../base';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { EJECTION_PERCENT, namedRevisions, type FunctionSpec, type ServiceDeclaration } from '../catalog';
import type { PlatformProfile } from '../platform';
import { connectionPool, defineDestinationRule, type TrafficPolicy } from './destination-rule';
import { ksvcHost } from './names';

export interface RevisionBoundsProps {
  readonly function: FunctionSpec;
  readonly service: ServiceDeclaration;
  /** The function namespace in which it runs. */
  readonly namespace: string;
  readonly profile: PlatformProfile;
  /** Requests that a revision gets at once from one Envoy, where the function says nothing. */
  readonly requests: number;
}

/**
 * What one function's revisions can take, in place of what holds for the whole namespace (`RequestBound`): a DestinationRule for the Service
 * of each revision that the file names. The most specific host holds as a whole, so it says everything once more. No other host reaches
 * a function: at the first pass all have one destination, and the Knative Service's own name is a destination of nobody (tried on a
 * real istiod and Envoy, test/cluster/kubernetes/traffic-policy.cluster.ts).
 *
 * With outlier detection Envoy would prefer pods of its own zone (`localityLbSetting` is on by default, and waits for that alone),
 * while Knative counts on an even load: it is turned off.
 */
export class RevisionBounds extends Construct {
  public readonly rules: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: RevisionBoundsProps) {
    super(scope, id);
    const { service, namespace, profile } = props;
    const { team, ksvc } = props.function;
    this.rules = boundedRevisions(service).map((revision) =>
      defineDestinationRule(this, revision, {
        name: revision,
        namespace,
        labels: { [LABEL.team]: team, [LABEL.function]: ksvc },
        host: ksvcHost(namespace, revision),
        policy: policyOf(props),
        profile,
      }),
    );
  }
}

/** The revisions of a function that get a bound of their own. */
export function boundedRevisions(service: ServiceDeclaration): readonly string[] {
  const { connectionPool: pool, outlierDetection } = service;
  return pool === undefined && outlierDetection === undefined ? [] : namedRevisions(service);
}

function policyOf({ service, profile, requests: usual }: RevisionBoundsProps): TrafficPolicy {
  const { http2MaxRequests: requests = usual, http1MaxPendingRequests: pending = requests } =
    service.connectionPool ?? {};
  const pool = { connectionPool: connectionPool(requests, pending, profile) };
  if (service.outlierDetection === undefined) return pool;
  return {
    ...pool,
    outlierDetection: { maxEjectionPercent: EJECTION_PERCENT, ...service.outlierDetection },
    loadBalancer: { localityLbSetting: { enabled: false } },
  };
}
