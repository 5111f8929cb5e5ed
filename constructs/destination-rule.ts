import type { PlatformProfile } from '../platform';
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { defineObject, MANAGED_BY, plainKind } from './api-object';

/** A DestinationRule of Istio, in so far as it is rendered here: no generated class has it. */
interface DestinationRule {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: DestinationRuleSpec;
}

interface DestinationRuleSpec {
  readonly host: string;
  readonly exportTo?: readonly string[];
  readonly trafficPolicy: TrafficPolicy;
}

/** What Envoy does with requests to a Service, with Istio's names. */
export interface TrafficPolicy {
  readonly connectionPool: {
    readonly tcp?: { readonly maxConnections: number };
    readonly http: { readonly http1MaxPendingRequests: number; readonly http2MaxRequests: number };
  };
  readonly outlierDetection?: {
    readonly consecutive5xxErrors?: number;
    readonly interval?: string;
    readonly baseEjectionTime?: string;
    readonly maxEjectionPercent?: number;
  };
  readonly loadBalancer?: { readonly localityLbSetting: { readonly enabled: boolean } };
}

/** What a DestinationRule is about, and what it says. */
export interface DestinationRuleProps {
  readonly name: string;
  readonly namespace: string;
  /** The Services that it is about. */
  readonly host: string;
  readonly policy: TrafficPolicy;
  readonly profile: PlatformProfile;
  /** Labels beside those of every object. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Defines a DestinationRule in the API version of the cluster, seen where VirtualServices are. */
export function defineDestinationRule(
  scope: Construct,
  id: string,
  { name, namespace, host, policy, profile: { apiVersions, exportTo }, labels = {} }: DestinationRuleProps,
): ApiObject {
  const kind = plainKind<DestinationRule>(apiVersions.DestinationRule, 'DestinationRule');
  return defineObject(scope, id, kind, {
    metadata: { name, namespace, labels: { ...MANAGED_BY, ...labels } },
    spec: { host, exportTo: exportTo && [...exportTo], trafficPolicy: policy },
  });
}

/**
 * The bound of requests at once.
 * @param requests requests that a Service gets at once from one Envoy
 * @param pending requests that may wait for a connection
 */
export function connectionPool(
  requests: number,
  pending: number,
  { istio }: PlatformProfile,
): TrafficPolicy['connectionPool'] {
  return {
    tcp: istio.requestBound === 'connections' ? { maxConnections: requests } : undefined,
    http: { http1MaxPendingRequests: pending, http2MaxRequests: requests },
  };
}
