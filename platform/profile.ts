import { API_VERSIONS, type VersionedKind } from './api-versions';
import { COMPONENT_NAMES, KNOWN_RELEASES, type Component, type PlatformVersions } from './component';
import { FEATURES, type Feature } from './features';
import { knativeSpellingOf, type KnativeSpelling } from './knative-spelling';
import { KNATIVE_INGRESS_GATEWAY, localGatewayOf, type LocalGateway } from './local-gateway';
import { routingRulesOf, type RoutingRules } from './routing-rules';
import { atLeast, compareVersions, parseVersion, valueAt, type Version } from './version';

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
  readonly knative: KnativeSpelling;
  /** Whether the cluster has a field or label. */
  readonly features: Readonly<Record<Feature, boolean>>;
  /** How the cluster's Istio makes Envoy routes of VirtualServices; no part of the key, since it renders nothing. */
  readonly routing: RoutingRules;
  /** Kubernetes release as `v1.33`: the form in which Pod Security labels pin a version. */
  readonly kubernetesRelease: string;
}

/** Why there is no profile for some versions. */
export interface VersionProblem {
  /** The version string at fault. */
  readonly value: string;
  readonly message: string;
  readonly help: string;
}

/** Makes the profile of a cluster, or says which versions are unknown. */
export function platformProfile(versions: PlatformVersions): PlatformProfile | readonly VersionProblem[] {
  const parsed = new Map<Component, Version>();
  const problems: VersionProblem[] = [];
  for (const component of Object.keys(COMPONENT_NAMES) as Component[]) {
    const problem = checkVersion(component, versions[component]);
    const version = parseVersion(versions[component]);
    if (problem !== undefined) problems.push(problem);
    else if (version !== undefined) parsed.set(component, version);
  }
  const knative = parsed.get('knative');
  const kubernetes = parsed.get('kubernetes');
  if (problems.length > 0 || knative === undefined || kubernetes === undefined) return problems;

  const localGateway = known(localGatewayOf(knative));
  const consequences = {
    apiVersions: mapValues(API_VERSIONS, ({ component, rows }) =>
      known(valueAt(rows, known(parsed.get(component)))),
    ),
    localGateway,
    gateways: [localGateway.gateway, KNATIVE_INGRESS_GATEWAY],
    knative: known(knativeSpellingOf(knative)),
    features: mapValues(FEATURES, ([component, since]) => atLeast(known(parsed.get(component)), since)),
    kubernetesRelease: `v${kubernetes.major}.${kubernetes.minor}`,
  };
  return {
    key: JSON.stringify(consequences),
    ...consequences,
    routing: known(routingRulesOf(versions.istio)),
  };
}

function checkVersion(component: Component, value: string): VersionProblem | undefined {
  const name = COMPONENT_NAMES[component];
  const version = parseVersion(value);
  if (version === undefined) {
    const message = `"${value}" is not a version of ${name}`;
    return { value, message, help: `write it as ${KNOWN_RELEASES[component].newest} or with a patch level` };
  }
  const { oldest, newest } = KNOWN_RELEASES[component];
  const release = { ...version, patch: 0 };
  if (compareVersions(release, known(parseVersion(newest))) > 0) {
    const message = `${name} ${value} is newer than any release that KFaas knows`;
    return { value, message, help: `the newest known release is ${newest}; extend the tables in platform/` };
  }
  if (compareVersions(release, known(parseVersion(oldest))) < 0) {
    const message = `${name} ${value} is older than any release that KFaas renders for`;
    return { value, message, help: `the oldest is ${oldest}` };
  }
  return undefined;
}

/** The bounds in KNOWN_RELEASES make every look-up succeed; a gap in a table is a defect of this room. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a table in platform/ does not reach the oldest known release');
  return value;
}

function mapValues<K extends string, V, R>(
  record: Readonly<Record<K, V>>,
  map: (value: V) => R,
): Record<K, R> {
  const entries = Object.entries<V>(record).map(([key, value]) => [key, map(value)] as const);
  return Object.fromEntries(entries) as Record<K, R>;
}
