import { isMapping, listOf, type Mapping } from '../../../base';
import { peersBeyond, spellPeers, spellSelector } from './network-peers';

/** Annotations of the maximum number of pods; Knative reads the first one present (`pkg/apis/autoscaling/register.go`). */
const MAX_SCALE = ['autoscaling.knative.dev/max-scale', 'autoscaling.knative.dev/maxScale'];

/** Annotations of the minimum number of pods. */
const MIN_SCALE = ['autoscaling.knative.dev/min-scale', 'autoscaling.knative.dev/minScale'];

/** The peers that a NetworkPolicy allows. */
export interface PolicyPeers {
  /** Sorted, such as `10.0.0.0/8 on TCP 80`. Empty: no peer. `anywhere` alone: the policy does not restrict ingress. */
  readonly ingress: readonly string[];
  readonly egress: readonly string[];
}

/** A direction of network traffic. */
export type PolicyDirection = 'ingress' | 'egress';

/** The pods and directions that a NetworkPolicy restricts. */
export interface PolicyScope {
  /** As kubectl spells the selector: `all pods`, `pods app=gateway`. */
  readonly pods: string;
  readonly ways: readonly PolicyDirection[];
}

/**
 * Returns the maximum number of pods of a Knative Service or a HorizontalPodAutoscaler. Infinity for 0 in a Knative
 * Service, which is unbounded; undefined if the object does not set it, so that the cluster's default applies.
 */
export function autoscalingMaximum(object: unknown): number | undefined {
  if (isKind(object, 'serving.knative.dev', 'Service')) {
    const count = numberOf(knativeScale(object, MAX_SCALE));
    return count === 0 ? Infinity : count;
  }
  return isKind(object, 'autoscaling', 'HorizontalPodAutoscaler')
    ? numberOf(fieldOf(object, ['spec', 'maxReplicas']))
    : undefined;
}

/** Returns how many requests at once one Envoy sends to each Service that a DestinationRule is about; undefined without a bound. */
export function boundOfRequests(object: unknown): number | undefined {
  if (!isKind(object, 'networking.istio.io', 'DestinationRule')) return undefined;
  return numberOf(fieldOf(object, ['spec', 'trafficPolicy', 'connectionPool', 'http', 'http2MaxRequests']));
}

/**
 * Returns the minimum number of pods of a Knative Service or a HorizontalPodAutoscaler; undefined if the object does not
 * set it. The default is 1 for a HorizontalPodAutoscaler, and for a Knative Service the cluster's, usually 0.
 */
export function autoscalingMinimum(object: unknown): number | undefined {
  if (isKind(object, 'serving.knative.dev', 'Service')) return numberOf(knativeScale(object, MIN_SCALE));
  return isKind(object, 'autoscaling', 'HorizontalPodAutoscaler')
    ? numberOf(fieldOf(object, ['spec', 'minReplicas']))
    : undefined;
}

/** Returns the sorted hosts of a Certificate, or of the certificates of an Ingress; empty for other objects. */
export function certifiedHosts(object: unknown): readonly string[] {
  if (isKind(object, 'cert-manager.io', 'Certificate')) return textsOf(fieldOf(object, ['spec', 'dnsNames']));
  if (!isIngress(object)) return [];
  const tls = listOf(fieldOf(object, ['spec', 'tls']));
  return textsOf(tls.flatMap((entry) => listOf(fieldOf(entry, ['hosts']))));
}

/** Returns the sorted hosts of an Ingress; `*` for a rule without a host or a default backend. Empty for other objects. */
export function servedHosts(object: unknown): readonly string[] {
  if (!isIngress(object)) return [];
  const rules = listOf(fieldOf(object, ['spec', 'rules'])).map((rule) => {
    const host = fieldOf(rule, ['host']);
    return host === undefined || host === null || host === '' ? '*' : host;
  });
  const backend = fieldOf(object, ['spec', 'defaultBackend']) ?? fieldOf(object, ['spec', 'backend']);
  return textsOf(isMapping(backend) ? [...rules, '*'] : rules);
}

/**
 * Returns the peers that a NetworkPolicy allows. Policies are additive: another policy may allow the selected pods more.
 * Other objects restrict nothing, and a policy does not restrict a direction that its `policyTypes` do not name.
 */
export function policyPeers(object: unknown): PolicyPeers {
  const { ways } = policyScope(object);
  return {
    ingress: ways.includes('ingress') ? peersOf(rulesOf(object, 'ingress'), 'from') : ['anywhere'],
    egress: ways.includes('egress') ? peersOf(rulesOf(object, 'egress'), 'to') : ['anywhere'],
  };
}

/**
 * Returns the peers that a NetworkPolicy newly allows: it allowed neither them nor a broader peer before.
 * @param before undefined for a new policy. Policies are additive: it opens what its rules allow, and nothing in a
 *   direction that it does not restrict.
 */
export function openedPeers(before: unknown, after: unknown): PolicyPeers {
  const [peersBefore, peersAfter] = [policyPeers(before), policyPeers(after)];
  const { ways: directions } = policyScope(after);
  const opened = (direction: PolicyDirection) => {
    if (before !== undefined) return peersBeyond(peersBefore[direction], peersAfter[direction]);
    return directions.includes(direction) ? peersAfter[direction] : [];
  };
  return { ingress: opened('ingress'), egress: opened('egress') };
}

/** Returns the scope of a NetworkPolicy; other objects restrict no direction. */
export function policyScope(object: unknown): PolicyScope {
  const selector = fieldOf(object, ['spec', 'podSelector']);
  const selected = isMapping(selector) ? spellSelector(selector) : '';
  const types = listOf(fieldOf(object, ['spec', 'policyTypes']));
  // The API server's default: every policy restricts ingress, and egress if it has egress rules.
  const restricts = (type: string, byDefault: boolean) =>
    types.length === 0 ? byDefault : types.includes(type);
  const ways: PolicyDirection[] = [];
  if (isNetworkPolicy(object) && restricts('Ingress', true)) ways.push('ingress');
  if (isNetworkPolicy(object) && restricts('Egress', rulesOf(object, 'egress').length > 0))
    ways.push('egress');
  return { pods: selected === '' ? 'all pods' : `pods ${selected}`, ways };
}

/** Returns the Gateways that a VirtualService is bound to, as it writes them; empty for other objects. */
export function virtualServiceGateways(object: unknown): readonly string[] {
  if (!isKind(object, 'networking.istio.io', 'VirtualService')) return [];
  return textsOf(fieldOf(object, ['spec', 'gateways']));
}

function rulesOf(policy: unknown, direction: PolicyDirection): readonly unknown[] {
  return listOf(fieldOf(policy, ['spec', direction]));
}

function peersOf(rules: readonly unknown[], way: 'from' | 'to'): readonly string[] {
  return sorted(rules.flatMap((rule) => spellPeers(fieldOf(rule, [way]), fieldOf(rule, ['ports']))));
}

/** Whether an object has a kind, in any version of its API group. */
export function isKind(object: unknown, group: string, kind: string): object is Mapping {
  if (!isMapping(object) || object.kind !== kind || typeof object.apiVersion !== 'string') return false;
  return object.apiVersion.startsWith(`${group}/`);
}

/** Returns a field of nested mappings by its path; undefined if there is none. */
export function fieldOf(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    object,
  );
}

/** Whether an object is Kubernetes' NetworkPolicy; network plugins define kinds of the same name. */
export function isNetworkPolicy(object: unknown): object is Mapping {
  return (
    isKind(object, 'networking.k8s.io', 'NetworkPolicy') || isKind(object, 'extensions', 'NetworkPolicy')
  );
}

/** Whether an object is an Ingress, of any API version. */
export function isIngress(object: unknown): object is Mapping {
  return isKind(object, 'networking.k8s.io', 'Ingress') || isKind(object, 'extensions', 'Ingress');
}

function knativeScale(object: unknown, keys: readonly string[]): unknown {
  const annotations = fieldOf(object, ['spec', 'template', 'metadata', 'annotations']);
  return keys.map((key) => fieldOf(annotations, [key])).find((value) => value !== undefined);
}

/** Parses a number of pods, which annotations hold as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return sorted(listOf(value).filter((entry): entry is string => typeof entry === 'string'));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
