import { Construct } from 'constructs';
import type { PlatformProfile } from '../platform';
import { connectionPool, defineDestinationRule } from './destination-rule';

export interface RequestBoundProps {
  readonly functionNamespace: string;
  /** Requests that one function gets at once from one Envoy. */
  readonly requests: number;
  readonly profile: PlatformProfile;
}

/**
 * What one function can take: a bulkhead. The second pass of a request leads from Knative's own VirtualService to the Service of a
 * revision, which is a cluster of Envoy's with circuit breakers of its own. So one DestinationRule for all Services of a function namespace
 * bounds each revision for itself: Envoy answers with 503 what is beyond.
 *
 * It is in the function namespace: a gateway's proxy reads DestinationRules of its own namespace, of that of the service and of the root
 * namespace, and of no other (Istio's push_context.go). Whoever has one for a Service by its name, in the same namespace, takes that
 * Service out: the most specific host holds as a whole.
 *
 * `http2MaxRequests` bounds the requests of HTTP/1.1 too, and refuses at once (envoyproxy/envoy#16610: of 6 requests with a bound of 3, 3
 * got 503). `http1MaxPendingRequests` is as much again: each request waits there until its connection is made, so that less would refuse
 * requests that a cold pool could take (#20817: with 0, each).
 */
export class RequestBound extends Construct {
  constructor(scope: Construct, id: string, { functionNamespace, requests, profile }: RequestBoundProps) {
    super(scope, id);
    if (profile.istio.requestBound === 'none') return;
    defineDestinationRule(this, 'DestinationRule', {
      name: `${functionNamespace}-request-bound`,
      namespace: functionNamespace,
      host: `*.${functionNamespace}.svc.cluster.local`,
      policy: { connectionPool: connectionPool(requests, requests, profile) },
      profile,
    });
  }
}
