import { isMapping, listOf, type Mapping } from '../../routing';
import { peersBeyond, spellPeers, spellSelector } from './network-peers';

/** Annotations of the most pods; Knative takes the first that is there (`pkg/apis/autoscaling/register.go`). */
const MAX_SCALE = ['autoscaling.knative.dev/max-scale', 'autoscaling.knative.dev/maxScale'];

/** Annotations of the fewest pods. */
const MIN_SCALE = ['autoscaling.knative.dev/min-scale', 'autoscaling.knative.dev/minScale'];

/** Whom a NetworkPolicy lets in, and where to it lets out. */
export interface PolicyPeers {
  /** Sorted, such as `10.0.0.0/8 on TCP 80`; empty: nobody. `anywhere` alone: the policy does not restrict it. */
  readonly ingress: readonly string[];
  readonly egress: readonly string[];
}

/** A direction of the network. */
export type PolicyWay = 'ingress' | 'egress';

/** Which pods a NetworkPolicy restricts, and in which directions. */
export interface PolicyScope {
  /** As kubectl spells it, as written: `all pods`, `pods app=gateway`. */
  readonly pods: string;
  readonly ways: readonly PolicyWay[];
}

/**
 * The most pods that a Knative Service or a HorizontalPodAutoscaler scales up to. Infinity where a Knative Service
 * says 0, which is no bound; undefined where the object does not say, so that the cluster's own default holds.
 */
export function autoscalingMaximum(object: unknown): number | undefined {
  if (isOf(object, 'serving.knative.dev', 'Service')) {
    const count = numberOf(knativeScale(object, MAX_SCALE));
    return count === 0 ? Infinity : count;
  }
  return isOf(object, 'autoscaling', 'HorizontalPodAutoscaler')
    ? numberOf(fieldOf(object, ['spec', 'maxReplicas']))
    : undefined;
}

/**
 * The fewest pods that a Knative Service or a HorizontalPodAutoscaler keeps; undefined where the object does not say:
 * then a HorizontalPodAutoscaler keeps 1 and a Knative Service what its cluster says, which is 0 unless set.
 */
export function autoscalingMinimum(object: unknown): number | undefined {
  if (isOf(object, 'serving.knative.dev', 'Service')) return numberOf(knativeScale(object, MIN_SCALE));
  return isOf(object, 'autoscaling', 'HorizontalPodAutoscaler')
    ? numberOf(fieldOf(object, ['spec', 'minReplicas']))
    : undefined;
}

/** The hosts that a Certificate is for, or that an Ingress has certificates for; sorted, none for other objects. */
export function certifiedHosts(object: unknown): readonly string[] {
  if (isOf(object, 'cert-manager.io', 'Certificate')) return textsOf(fieldOf(object, ['spec', 'dnsNames']));
  if (!isIngress(object)) return [];
  const tls = listOf(fieldOf(object, ['spec', 'tls']));
  return textsOf(tls.flatMap((entry) => listOf(fieldOf(entry, ['hosts']))));
}

/** The hosts that an Ingress answers; `*` where a rule names none or there is a default backend. Sorted, none for other objects. */
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
 * Whom a NetworkPolicy allows. Policies add up: this is what the pods that it selects are allowed by it, and they
 * may be allowed more by another one. What is no NetworkPolicy restricts nothing, nor does one in a direction that
 * its `policyTypes` do not name.
 */
export function policyPeers(object: unknown): PolicyPeers {
  const { ways } = policyScope(object);
  return {
    ingress: ways.includes('ingress') ? peersOf(rulesOf(object, 'ingress'), 'from') : ['anywhere'],
    egress: ways.includes('egress') ? peersOf(rulesOf(object, 'egress'), 'to') : ['anywhere'],
  };
}

/**
 * What a NetworkPolicy allows that it did not, neither itself nor by something broader.
 * @param before undefined for a policy that is new. Policies add up: it opens what its rules say, and nothing in a
 *   direction that it is not about.
 */
export function openedPeers(before: unknown, after: unknown): PolicyPeers {
  const [old, now, { ways }] = [policyPeers(before), policyPeers(after), policyScope(after)];
  const opened = (way: PolicyWay) => {
    if (before !== undefined) return peersBeyond(old[way], now[way]);
    return ways.includes(way) ? now[way] : [];
  };
  return { ingress: opened('ingress'), egress: opened('egress') };
}

/** What a NetworkPolicy is about; what is none restricts no direction. */
export function policyScope(object: unknown): PolicyScope {
  const selector = fieldOf(object, ['spec', 'podSelector']);
  const selected = isMapping(selector) ? spellSelector(selector) : '';
  const types = listOf(fieldOf(object, ['spec', 'policyTypes']));
  // The API server's default: every policy is about ingress, and about egress where it has such rules.
  const isAbout = (type: string, byDefault: boolean) =>
    types.length === 0 ? byDefault : types.includes(type);
  const ways: PolicyWay[] = [];
  if (isNetworkPolicy(object) && isAbout('Ingress', true)) ways.push('ingress');
  if (isNetworkPolicy(object) && isAbout('Egress', rulesOf(object, 'egress').length > 0)) ways.push('egress');
  return { pods: selected === '' ? 'all pods' : `pods ${selected}`, ways };
}

function rulesOf(policy: unknown, way: PolicyWay): readonly unknown[] {
  return listOf(fieldOf(policy, ['spec', way]));
}

function peersOf(rules: readonly unknown[], way: 'from' | 'to'): readonly string[] {
  return sorted(rules.flatMap((rule) => spellPeers(fieldOf(rule, [way]), fieldOf(rule, ['ports']))));
}

/** Whether an object is of a kind, in any version of its API group. */
export function isOf(object: unknown, group: string, kind: string): object is Mapping {
  if (!isMapping(object) || object.kind !== kind || typeof object.apiVersion !== 'string') return false;
  return object.apiVersion.startsWith(`${group}/`);
}

/** A field of nested mappings; undefined where there is none. */
export function fieldOf(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    object,
  );
}

/** Whether an object is Kubernetes' own NetworkPolicy; network plugins have kinds of that name too. */
export function isNetworkPolicy(object: unknown): object is Mapping {
  return isOf(object, 'networking.k8s.io', 'NetworkPolicy') || isOf(object, 'extensions', 'NetworkPolicy');
}

function isIngress(object: unknown): object is Mapping {
  return isOf(object, 'networking.k8s.io', 'Ingress') || isOf(object, 'extensions', 'Ingress');
}

function knativeScale(object: unknown, keys: readonly string[]): unknown {
  const annotations = fieldOf(object, ['spec', 'template', 'metadata', 'annotations']);
  return keys.map((key) => fieldOf(annotations, [key])).find((value) => value !== undefined);
}

/** A count of pods, which annotations hold as text. */
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
