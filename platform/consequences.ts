import { API_VERSIONS } from './api-versions';
import { COMPONENT_NAMES, KNOWN_RELEASES, type Component, type ParsedVersions } from './component';
import { fact, OLDEST, rowAt, type Fact } from './fact';
import { FEATURES, POD_SECURITY_RELEASE } from './features';
import { ISTIO_METRICS } from './istio-metrics';
import { ISTIO_RENDERING } from './istio-rendering';
import { KNATIVE_SECURITY } from './knative-security';
import { KNATIVE_POD } from './knative-pod';
import { KNATIVE_ROUTING, KNATIVE_SPELLING } from './knative-spelling';
import { KNATIVE_INGRESS_GATEWAY, LOCAL_GATEWAY } from './local-gateway';
import { NAMESPACE_LABEL_FACT, type PlatformOverrides } from './overrides';
import { PAIR_FACTS, TRIED_KUBERNETES } from './pair-tables';
import { ROUTING_FACTS } from './routing-rules';
import { atLeast, compareVersions, parseVersion, type Version } from './version';
import { hasField, VIRTUAL_SERVICE_FIELDS } from './virtual-service-fields';

/** One thing that follows from a cluster's versions, as people read it. */
export interface Consequence {
  readonly component: Component;
  readonly what: string;
  readonly value: string;
  readonly why: string;
}

/** What another version of a component changes. */
export interface VersionChange {
  readonly what: string;
  /** The value now, and the one then; undefined for a field that is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly why: string;
}

/** A later release, and what changes at it. */
export interface NextRelease {
  readonly component: Component;
  readonly release: string;
  readonly changes: readonly VersionChange[];
}

const OVERRIDDEN = 'overridden in environments/';

/** Every fact of this room, in display order, with the overrides of the operators of a cluster. */
function factsOf({
  localGateway,
  ingressGateway,
  ...overrides
}: PlatformOverrides): readonly Fact<unknown>[] {
  const { exportTo, pathNormalization, namespaceLabel } = overrides;
  const { pathNormalization: normalization, ...routing } = ROUTING_FACTS;
  const reason = `${OVERRIDDEN}: ${Object.keys(localGateway ?? {}).join(', ')}`;
  return [
    ...Object.values(API_VERSIONS),
    ...Object.values(FEATURES),
    POD_SECURITY_RELEASE,
    repointed(NAMESPACE_LABEL_FACT, namespaceLabel, (value) => namespaceLabel ?? value),
    ...Object.values(ISTIO_RENDERING),
    ...Object.values(ISTIO_METRICS),
    ...(exportTo === undefined
      ? []
      : [fact('istio', 'exportTo of VirtualServices', [[OLDEST, exportTo.join(', '), OVERRIDDEN]])]),
    ...Object.values(routing),
    repointed(normalization, pathNormalization, (value) => pathNormalization ?? value),
    repointed(LOCAL_GATEWAY, localGateway, (value) => ({ ...value, ...localGateway }), reason),
    repointed(INGRESS_GATEWAY, ingressGateway, (value) => ingressGateway ?? value),
    ...Object.values(KNATIVE_SPELLING),
    ...Object.values(KNATIVE_SECURITY),
    ...Object.values(KNATIVE_POD),
    ...Object.values(KNATIVE_ROUTING),
    ...PAIR_FACTS,
    TRIED_KUBERNETES,
  ];
}

const INGRESS_GATEWAY = fact<string>('knative', 'ingress gateway', [
  [OLDEST, KNATIVE_INGRESS_GATEWAY, 'the same in every version'],
]);

/** A fact with what operators say in its place; it is then the same at every version, or nearly. */
function repointed<T>(fact: Fact<T>, by: unknown, change: (value: T) => T, why = OVERRIDDEN): Fact<T> {
  if (by === undefined) return fact;
  const rows = fact.rows.map(([since, value]) => [since, change(value), why] as const);
  return { ...fact, rows };
}

/** Everything that follows from the versions of a cluster and from its overrides, each with its reason. */
export function consequencesOf(versions: ParsedVersions, overrides: PlatformOverrides = {}): Consequence[] {
  return factsOf(overrides).flatMap((fact) => {
    const row = rowAt(fact, versions[fact.component]);
    if (row === undefined) return [];
    const [, value, why] = row;
    return [{ component: fact.component, what: fact.what, value: fact.spell(value), why }];
  });
}

/** What changes between two versions of a component; nothing where they have the same consequences. */
export function changesBetween(
  component: Component,
  from: Version,
  to: Version,
  overrides: PlatformOverrides = {},
): VersionChange[] {
  const mine = factsOf(overrides).filter((fact) => fact.component === component);
  const facts = mine.flatMap((fact): VersionChange[] => {
    const [before, after] = [rowAt(fact, from), rowAt(fact, to)];
    const [old, now] = [before, after].map((row) => (row === undefined ? undefined : fact.spell(row[1])));
    if (after === undefined || old === now) return [];
    return [{ what: fact.what, before: old, after: now, why: after[2] }];
  });
  return component === 'istio' ? [...facts, ...fieldChanges(from, to)] : facts;
}

/** Fields of VirtualServices that come or go; what is in a field that comes is not reported again. */
function fieldChanges(from: Version, to: Version): VersionChange[] {
  const changed = [...VIRTUAL_SERVICE_FIELDS.keys()].filter(
    (field) => hasField(field, from) !== hasField(field, to),
  );
  const outer = changed.filter((field) => !changed.some((other) => field.startsWith(`${other}.`)));
  return outer.map((field) => {
    const [before, after] = [from, to].map((version) => (hasField(field, version) ? 'there' : undefined));
    const { since, removedIn } = VIRTUAL_SERVICE_FIELDS.get(field) ?? {};
    const isTakenBack = removedIn !== undefined && atLeast(to, removedIn);
    const why = isTakenBack ? `taken back in ${removedIn}` : `it came with ${since ?? ''}`;
    return { what: `VirtualService field ${field}`, before, after, why };
  });
}

/**
 * The next minor release of a component after a version, and, where that changes nothing, the first one after it that
 * does; `undefined` where no newer one is known.
 */
export function nextRelease(
  component: Component,
  version: Version,
  overrides: PlatformOverrides = {},
): NextRelease | undefined {
  for (const release of releasesAfter(component, version)) {
    const to = parseVersion(release);
    const changes = to === undefined ? [] : changesBetween(component, version, to, overrides);
    if (changes.length > 0) return { component, release, changes };
  }
  return undefined;
}

/** The known minor releases after a version, oldest first. */
export function releasesAfter(component: Component, version: Version): string[] {
  const newest = parseVersion(KNOWN_RELEASES[component].newest);
  if (newest === undefined) return [];
  const releases: Version[] = [];
  let next: Version = { ...version, minor: version.minor + 1, patch: 0 };
  while (compareVersions(next, newest) <= 0) {
    // Knative went from 0.26 to 1.0, cert-manager from 0.16 to 1.0.
    const last = LAST_OF_ZERO[component];
    if (next.major === 0 && last !== undefined && next.minor > last) next = { major: 1, minor: 0, patch: 0 };
    releases.push(next);
    next = { ...next, minor: next.minor + 1 };
  }
  return releases.map(({ major, minor }) => `${major}.${minor}`);
}

/** The last minor release before 1.0. */
const LAST_OF_ZERO: Partial<Record<Component, number>> = { knative: 26, certManager: 16 };

/** A version as people write it: `Istio 1.28.6`. */
export function spellVersion(component: Component, { major, minor, patch }: Version): string {
  return `${COMPONENT_NAMES[component]} ${major}.${minor}${patch > 0 ? `.${patch}` : ''}`;
}
