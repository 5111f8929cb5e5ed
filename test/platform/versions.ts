import {
  platformProfile,
  type Component,
  type PlatformOverrides,
  type PlatformProfile,
  type PlatformVersions,
  type ProfileCheck,
} from '../../platform';
import type { ParsedVersions } from '../../platform/component';
import { parseVersion, type Version } from '../../platform/version';

/** Versions that were tested together, of different years. */
export const STACKS = {
  istio10: { kubernetes: '1.13', istio: '1.0.6', knative: '0.7', certManager: '0.6' },
  istio11: { kubernetes: '1.14', istio: '1.1.7', knative: '0.8', certManager: '0.9' },
  istio14: { kubernetes: '1.15', istio: '1.4.6', knative: '0.14', certManager: '0.12' },
  istio15: { kubernetes: '1.16', istio: '1.5.4', knative: '0.15', certManager: '0.12' },
  today: { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
} as const satisfies Record<string, PlatformVersions>;

/** A label that operators set, without which network policies have none before Kubernetes 1.21. */
export const LABELLED: PlatformOverrides = { namespaceLabel: 'name' };

/** Reads a version that is one. */
export function versionOf(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`${text} is no version`);
  return version;
}

/** Today's versions with one of another release. */
export function parsed(component: Component, version: string): ParsedVersions {
  const today = {
    kubernetes: versionOf(STACKS.today.kubernetes),
    istio: versionOf(STACKS.today.istio),
    knative: versionOf(STACKS.today.knative),
    certManager: versionOf(STACKS.today.certManager),
  };
  return { ...today, [component]: versionOf(version) };
}

/** What is reported about versions; namespaces have a label by their operators. */
export function checked(
  stack: keyof typeof STACKS,
  change: Partial<PlatformVersions> = {},
  overrides: PlatformOverrides = LABELLED,
): ProfileCheck {
  return platformProfile({ versions: { ...STACKS[stack], ...change }, overrides });
}

/** The profile of versions that are not refused. */
export function profileOf(...args: Parameters<typeof checked>): PlatformProfile {
  const { profile, problems } = checked(...args);
  if (profile === undefined) throw new Error(JSON.stringify(problems));
  return profile;
}
