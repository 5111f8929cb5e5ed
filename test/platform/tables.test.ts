import { COMPONENTS, KNOWN_RELEASES, type Component } from '../../platform';
import { API_VERSIONS } from '../../platform/api-versions';
import { rowAt, valueOf, type Fact } from '../../platform/fact';
import { FEATURES } from '../../platform/features';
import { ISTIO_RENDERING } from '../../platform/istio-rendering';
import { KNATIVE_SECURITY } from '../../platform/knative-security';
import { KNATIVE_ROUTING, KNATIVE_SPELLING } from '../../platform/knative-spelling';
import { LOCAL_GATEWAY } from '../../platform/local-gateway';
import { NAMESPACE_LABEL_FACT } from '../../platform/overrides';
import { CEILINGS, FLOORS, TRIED_ISTIO, TRIED_KUBERNETES } from '../../platform/pair-tables';
import { RULE_FACTS } from '../../platform/routing-rules';
import { compareVersions, type Version } from '../../platform/version';
import { parsed, versionOf } from './versions';

/** Every table of the room, by its name. */
const TABLES = new Map<string, Fact<unknown>>([
  ...Object.entries<Fact<unknown>>({
    ...API_VERSIONS,
    ...FEATURES,
    ...ISTIO_RENDERING,
    ...KNATIVE_SPELLING,
    ...KNATIVE_ROUTING,
    ...KNATIVE_SECURITY,
    ...RULE_FACTS,
  }),
  ...[LOCAL_GATEWAY, NAMESPACE_LABEL_FACT, TRIED_ISTIO, TRIED_KUBERNETES, ...FLOORS, ...CEILINGS].map(
    (of: Fact<unknown>) => [of.what, of] as const,
  ),
]);

/** The last minor release before 1.0, and of a minor release the last patch that there could be. */
const LAST_OF_ZERO: Partial<Record<Component, number>> = { knative: 26, certManager: 16 };
const LAST_PATCH = 9999;

/** The newest version before another. */
function justBefore(component: Component, { major, minor, patch }: Version): Version {
  if (patch > 0) return { major, minor, patch: patch - 1 };
  if (minor > 0) return { major, minor: minor - 1, patch: LAST_PATCH };
  return { major: major - 1, minor: LAST_OF_ZERO[component] ?? 0, patch: LAST_PATCH };
}

describe.each([...TABLES])('the table of %s', (_, of) => {
  test('is in ascending order, without a row that changes nothing', () => {
    const versions = of.rows.map(([since]) => versionOf(since));
    expect([...versions].sort(compareVersions)).toEqual(versions);
    expect(new Set(of.rows.map(([since]) => since)).size).toBe(of.rows.length);
    of.rows.slice(1).forEach(([, value], index) => expect(value).not.toEqual(of.rows[index]?.[1]));
  });

  test('reaches the oldest known release, and no row is newer than the newest', () => {
    const { oldest, newest } = KNOWN_RELEASES[of.component];
    expect(rowAt(of, versionOf(oldest))).toBeDefined();
    const last = versionOf(of.rows.at(-1)?.[0] ?? '');
    expect(compareVersions({ ...last, patch: 0 }, versionOf(newest))).toBeLessThanOrEqual(0);
  });

  test('turns at each of its releases, and not before', () => {
    of.rows.forEach((row, index) => {
      const at = versionOf(row[0]);
      expect(rowAt(of, at)).toBe(row);
      if (index > 0) expect(rowAt(of, justBefore(of.component, at))).toBe(of.rows[index - 1]);
    });
  });

  test('says why, in every row, and spells every value', () => {
    for (const [, value, why] of of.rows) {
      expect(why).not.toBe('');
      expect(of.spell(value)).toMatch(/\S/);
      expect(of.spell(value)).not.toMatch(/undefined|Infinity|\[object|NaN/);
    }
  });
});

/** What the tables are relied on for: the value on each of some releases, on both snapshots of every turn. */
const EXPECTED: Readonly<Record<string, readonly (readonly [version: string, value: unknown])[]>> = {
  VirtualService: [
    ['1.0.1', 'networking.istio.io/v1alpha3'],
    ['1.4.10', 'networking.istio.io/v1alpha3'],
    ['1.5.0', 'networking.istio.io/v1beta1'],
    ['1.21.6', 'networking.istio.io/v1beta1'],
    ['1.22.0', 'networking.istio.io/v1'],
    ['1.31', 'networking.istio.io/v1'],
  ],
  KnativeService: [
    ['0.7', 'serving.knative.dev/v1alpha1'],
    ['0.9', 'serving.knative.dev/v1alpha1'],
    ['0.10', 'serving.knative.dev/v1'],
    ['1.23', 'serving.knative.dev/v1'],
  ],
  HorizontalPodAutoscaler: [
    ['1.11', 'autoscaling/v2beta1'],
    ['1.12', 'autoscaling/v2beta2'],
    ['1.22', 'autoscaling/v2beta2'],
    ['1.23', 'autoscaling/v2'],
  ],
  PodDisruptionBudget: [
    ['1.20', 'policy/v1beta1'],
    ['1.21', 'policy/v1'],
  ],
  Ingress: [
    ['1.13', 'extensions/v1beta1'],
    ['1.14', 'networking.k8s.io/v1beta1'],
    ['1.18', 'networking.k8s.io/v1beta1'],
    ['1.19', 'networking.k8s.io/v1'],
  ],
  NetworkPolicy: [['1.11', 'networking.k8s.io/v1']],
  Certificate: [
    ['0.10', 'certmanager.k8s.io/v1alpha1'],
    ['0.11', 'cert-manager.io/v1alpha2'],
    ['0.15', 'cert-manager.io/v1alpha2'],
    ['0.16', 'cert-manager.io/v1beta1'],
    ['1.0', 'cert-manager.io/v1'],
  ],
  gatewayReference: [
    ['1.0.9', '<name>.<namespace>.svc.cluster.local'],
    ['1.1', '<namespace>/<name>'],
  ],
  destinationHost: [
    ['1.0.9', false],
    ['1.1', true],
    ['1.9.9', true],
    ['1.10.0', false],
    ['1.10.1', true],
  ],
  weights: [
    ['1.14.6', 'sum to 100'],
    ['1.15', 'any, above 0 in sum'],
  ],
  zeroAttempts: [
    ['1.1.17', false],
    ['1.2', true],
  ],
  defaultRetries: [
    ['1.0.9', 0],
    ['1.1', 2],
  ],
  faultPercentage: [
    ['1.0.9', false],
    ['1.1', true],
  ],
  authorityRegexLimit: [
    ['1.3.8', Number.POSITIVE_INFINITY],
    ['1.4', 100],
  ],
  hostsPerVirtualService: [
    ['1.6.14', 'any'],
    ['1.7', 'one'],
    ['1.21.6', 'one'],
    ['1.22.0', 'any'],
  ],
  percentInHeaders: [
    ['1.7.8', '%'],
    ['1.8', '%%'],
  ],
  exportTo: [
    ['1.0.9', 'none'],
    ['1.1', 'one'],
    ['1.6.14', 'one'],
    ['1.7', 'namespaces'],
  ],
  merges: [
    ['1.0.0', false],
    ['1.0.1', true],
  ],
  tieBreak: [
    ['1.1.6', 'none'],
    ['1.1.7', 'dotted-name'],
    ['1.22.8', 'dotted-name'],
    ['1.23.0', 'name'],
  ],
  endsAt: [
    ['1.4.10', 'catch-all'],
    ['1.5.0', 'any-root-prefix'],
    ['1.7.8', 'any-root-prefix'],
    ['1.8.0', 'catch-all'],
  ],
  catchAllRegex: [
    ['1.19.7', '*'],
    ['1.19.8', '.*'],
    ['1.20.0', '*'],
    ['1.20.3', '*'],
    ['1.20.4', '.*'],
    ['1.21', '.*'],
  ],
  regex: [
    ['1.3.8', 'std::regex'],
    ['1.4.0', 'RE2'],
  ],
  regexProgramLimit: [
    ['1.3.8', Number.POSITIVE_INFINITY],
    ['1.4', 1024],
    ['1.6.14', 1024],
    ['1.7', 32_768],
  ],
  ignoreUriCase: [
    ['1.2.2', false],
    ['1.2.3', true],
  ],
  queryParams: [
    ['1.2.10', false],
    ['1.3', true],
  ],
  queryPrefix: [
    ['1.17.8', false],
    ['1.18', true],
  ],
  withoutHeaders: [
    ['1.5.10', 'ignored'],
    ['1.6', 'needs-header'],
    ['1.21.6', 'needs-header'],
    ['1.22', 'absent-is-empty'],
  ],
  sourceNamespace: [
    ['1.5.10', false],
    ['1.6', true],
  ],
  directResponse: [
    ['1.14.6', false],
    ['1.15', true],
  ],
  delegate: [
    ['1.7.8', 'ignored'],
    ['1.8', 'without-regex'],
    ['1.14.6', 'without-regex'],
    ['1.15', 'with-regex'],
  ],
  pathNormalization: [
    ['1.1.17', 'NONE'],
    ['1.2', 'BASE'],
    ['1.31', 'BASE'],
  ],
  visibilityLabel: [
    ['0.17', 'serving.knative.dev/visibility'],
    ['0.18', 'networking.knative.dev/visibility'],
  ],
  minScale: [
    ['1.0', 'autoscaling.knative.dev/minScale'],
    ['1.1', 'autoscaling.knative.dev/min-scale'],
  ],
  maxScale: [
    ['1.0', 'autoscaling.knative.dev/maxScale'],
    ['1.1', 'autoscaling.knative.dev/max-scale'],
  ],
  needsVisibilityLabel: [
    ['0.7', true],
    ['0.8', true],
    ['0.9', false],
  ],
  hostMatch: [
    ['0.9', 'regex'],
    ['0.10', 'prefix'],
  ],
};

const CASES = Object.entries(EXPECTED).flatMap(([name, rows]) =>
  rows.map(([version, value]) => [name, version, value] as const),
);

test.each(CASES)('%s of %s is %s', (name, version, value) => {
  const of = TABLES.get(name);
  if (of === undefined) throw new Error(`there is no table of ${name}`);
  expect(valueOf(of, parsed(of.component, version))).toBe(value);
});

test.each([
  ['hpaBehavior', '1.17', '1.18'],
  ['topologySpread', '1.17', '1.18'],
  ['startupProbe', '1.17', '1.18'],
  ['ingressClassName', '1.17', '1.18'],
  ['ingressPathType', '1.17', '1.18'],
  ['appProtocol', '1.18', '1.19'],
  ['seccompProfile', '1.18', '1.19'],
  ['unhealthyPodEvictionPolicy', '1.26', '1.27'],
  ['spreadMatchLabelKeys', '1.26', '1.27'],
  ['preStopSleep', '1.29', '1.30'],
  ['admissionPolicy', '1.29', '1.30'],
  ['certificateIssuerGroup', '0.10', '0.11'],
  ['certificatePrivateKey', '0.15', '0.16'],
] as const)('%s is not there on %s, but on %s', (name, before, from) => {
  const of = FEATURES[name];
  expect([before, from].map((version) => valueOf(of, parsed(of.component, version)))).toEqual([false, true]);
});

test('every component has tables', () => {
  expect(new Set([...TABLES.values()].map(({ component }) => component))).toEqual(new Set(COMPONENTS));
});
