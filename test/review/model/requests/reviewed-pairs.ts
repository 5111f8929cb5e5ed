import { risksOf, type Risk } from '../../../../review/risks';
import {
  matchObjects,
  objectChanges,
  requestReview,
  serviceChanges,
  type ClusterPair,
  type ObjectChange,
  type RequestsAndRollouts,
} from '../../../../review/model';

/** What is found in clusters, by the way that the program takes. */
export interface ReviewedPairs extends Omit<RequestsAndRollouts, 'asked' | 'connections'> {
  readonly objects: readonly ObjectChange[];
  readonly risks: readonly Risk[];
  readonly environments: readonly string[];
}

/** Reviews clusters as the program does: model, then judgement. */
export function reviewedPairs(...pairs: readonly ClusterPair[]): ReviewedPairs {
  const objects = objectChanges(matchObjects(pairs));
  const { requests, rollouts, assumptions } = requestReview(pairs, serviceChanges(matchObjects(pairs)));
  const environments = [...new Set(pairs.map(({ environment }) => environment))];
  const risks = risksOf({ requests, objects, rollouts });
  return { assumptions, objects, requests, rollouts, risks, environments };
}

/** A code's risks, as a test compares them: `error the public host a.example loses …`. */
export function messagesOf({ risks }: ReviewedPairs, ...codes: readonly string[]): readonly string[] {
  return risks
    .filter(({ code }) => codes.includes(code))
    .map(({ severity, message }) => `${severity} ${message}`);
}

interface PlainParts {
  /** @default - the gateway host of faas-prod */
  readonly host?: string;
  /** What the annotation `kfaas.io/functions` names. @default - there is no annotation */
  readonly functions?: string;
}

/** A VirtualService with some rules, whoever wrote it. */
export function plainVirtualService(
  name: string,
  http: readonly object[],
  { host = 'faas-prod-ksvc-gateway.kfaas-system.svc.cluster.local', functions }: PlainParts = {},
): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name,
      namespace: 'kfaas-system',
      ...(functions === undefined ? {} : { annotations: { 'kfaas.io/functions': functions } }),
    },
    spec: { hosts: [host], gateways: ['knative-serving/knative-local-gateway'], http },
  };
}
