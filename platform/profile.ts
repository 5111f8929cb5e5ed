import { API_VERSIONS, type VersionedKind } from './api-versions';
import { type ParsedVersions, type PlatformVersions } from './component';
import { valueOf, type Fact } from './fact';
import { FEATURES, POD_SECURITY_RELEASE, type Feature } from './features';
import { ISTIO_METRICS } from './istio-metrics';
import { ISTIO_RENDERING } from './istio-rendering';
import { readVersions, type Assume } from './known-version';
import { KNATIVE_SECURITY, type KnativeSecurity } from './knative-security';
import { enabledBy, KNATIVE_POD, type PodField, type Support } from './knative-pod';
import { KNATIVE_ROUTING, KNATIVE_SPELLING } from './knative-spelling';
import {
  KNATIVE_INGRESS_GATEWAY,
  LOCAL_GATEWAY,
  type LocalGateway,
  type PublicGateway,
} from './local-gateway';
import { overrideProblems, NAMESPACE_LABEL_FACT, type PlatformOverrides } from './overrides';
import { RULE_FACTS, type RoutingRules } from './routing-rules';
import { hasField } from './virtual-service-fields';
import { behaviourProblems, versionPairs } from './version-pairs';
import { PROBLEM_SEVERITY, type VersionProblem } from './version-problem';

type Values<Facts> = {
  readonly [K in keyof Facts]: Facts[K] extends Fact<infer T> ? T : never;
};

/**
 * What follows from the versions of one cluster. Constructs ask the profile and never compare versions;
 * moving a cluster to another version is a change of one string in environments/.
 */
export interface PlatformProfile {
  /** Two profiles with the same key have the same consequences for what is rendered. */
  readonly key: string;
  /** The `apiVersion` to write for a kind. */
  readonly apiVersions: Readonly<Record<VersionedKind, string>>;
  readonly localGateway: LocalGateway;
  /** The Gateways that a function's VirtualService is bound to, as it writes them. */
  readonly gateways: readonly string[];
  /** `exportTo` of VirtualServices. @default - not rendered */
  readonly exportTo: readonly string[] | undefined;
  /** How labels and annotations of Knative Services are spelled. */
  readonly knative: Values<typeof KNATIVE_SPELLING>;
  /** What a Knative Service can say of its pods' security. */
  readonly knativeSecurity: KnativeSecurity;
  /** What else a Knative Service can say of its pods, with the flags that the cluster's operators have enabled. */
  readonly knativePod: Readonly<Record<PodField, Support>>;
  /** What Knative does with requests that come by the local gateway. */
  readonly knativeRouting: Values<typeof KNATIVE_ROUTING>;
  /** What Istio makes of a VirtualService, beside the order of its routes. */
  readonly istio: Values<typeof ISTIO_RENDERING>;
  /** How Istio's standard metrics are called. No part of the key: functions' own files name none. */
  readonly istioMetrics: Values<typeof ISTIO_METRICS>;
  /** Whether the cluster has a field or label. */
  readonly features: Readonly<Record<Feature, boolean>>;
  /** The label by whose value network policies name namespaces that are not ours. */
  readonly namespaceLabel: string;
  /** How the cluster's Istio makes Envoy routes of VirtualServices; no part of the key, since it renders nothing. */
  readonly routing: RoutingRules;
  /** The Kubernetes release that Pod Security labels pin, as `v1.33`; undefined where there are no labels. */
  readonly podSecurityRelease: string | undefined;
  /** Whether the cluster's Istio has a field of VirtualServices, such as `http[].retries.retryOn`. */
  readonly hasField: (field: string) => boolean;
  /** The versions as they are known here: the newest known for those that are assumed to be like it. */
  readonly versions: ParsedVersions;
}

/** What a cluster says of its platform. */
export interface PlatformSettings {
  readonly versions: PlatformVersions;
  /** @default {} */
  readonly overrides?: PlatformOverrides;
  /** @default - versions that are not known are refused */
  readonly assume?: Assume;
  /** @default 'bound' */
  readonly publicGateway?: PublicGateway;
}

/** A profile, and the report about it. */
export interface ProfileCheck {
  /** `undefined` where something is wrong. */
  readonly profile: PlatformProfile | undefined;
  /** What is wrong, and what is worth knowing, all at once. */
  readonly problems: readonly VersionProblem[];
}

/** Makes the profile of a cluster, and says what is wrong with its versions. */
export function platformProfile({
  versions: given,
  overrides = {},
  assume,
  publicGateway = 'bound',
}: PlatformSettings): ProfileCheck {
  const { versions, problems: unknown } = readVersions(given, assume);
  if (versions === undefined) return { profile: undefined, problems: unknown };
  const problems = [
    ...unknown,
    ...versionPairs(given, versions),
    ...overrideProblems(overrides, versions, given),
    ...behaviourProblems(given, versions),
  ];
  if (problems.some(({ kind }) => PROBLEM_SEVERITY[kind] === 'error'))
    return { profile: undefined, problems };

  const istio = valuesOf(ISTIO_RENDERING, versions);
  const localGateway = { ...valueOf(LOCAL_GATEWAY, versions), ...overrides.localGateway };
  const ingressGateway = overrides.ingressGateway ?? KNATIVE_INGRESS_GATEWAY;
  const rendered = {
    apiVersions: valuesOf(API_VERSIONS, versions),
    localGateway,
    gateways: [localGateway.gateway, ...(publicGateway === 'bound' ? [ingressGateway] : [])].map((gateway) =>
      gatewayReference(gateway, istio.gatewayReference),
    ),
    exportTo: overrides.exportTo,
    knative: valuesOf(KNATIVE_SPELLING, versions),
    knativeSecurity: valuesOf(KNATIVE_SECURITY, versions),
    features: valuesOf(FEATURES, versions),
    namespaceLabel: overrides.namespaceLabel ?? valueOf(NAMESPACE_LABEL_FACT, versions) ?? '',
    podSecurityRelease: valueOf(POD_SECURITY_RELEASE, versions),
  };
  const routing = valuesOf(RULE_FACTS, versions);
  const { pathNormalization = routing.pathNormalization } = overrides;
  const { zeroAttempts, faultPercentage, percentInHeaders, requestBound, mirrorShare } = istio;
  const profile = {
    // Of what Istio does with a VirtualService, the rest decides on whether one is rendered, not on how.
    key: JSON.stringify({
      ...rendered,
      zeroAttempts,
      faultPercentage,
      percentInHeaders,
      requestBound,
      mirrorShare,
    }),
    ...rendered,
    istio,
    istioMetrics: valuesOf(ISTIO_METRICS, versions),
    knativePod: enabledBy(overrides.knativeFeatures, valuesOf(KNATIVE_POD, versions)),
    knativeRouting: valuesOf(KNATIVE_ROUTING, versions),
    routing: { ...routing, pathNormalization },
    hasField: (field: string) => hasField(field, versions.istio),
    versions,
  };
  return { profile, problems };
}

/** All facts' values for a cluster. */
function valuesOf<Facts extends Readonly<Record<string, Fact<unknown>>>>(
  facts: Facts,
  versions: ParsedVersions,
): Values<Facts> {
  const entries = Object.entries<Fact<unknown>>(facts).map(([name, fact]) => [name, valueOf(fact, versions)]);
  return Object.fromEntries(entries) as Values<Facts>;
}

/** A Gateway as a VirtualService of another namespace names it. */
function gatewayReference(gateway: string, form: string): string {
  const [namespace = '', name = ''] = gateway.split('/');
  return form.replace('<namespace>', namespace).replace('<name>', name);
}
