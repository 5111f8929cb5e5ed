import { Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { platformProfile, type PlatformProfile, type PlatformVersions } from '../../platform';

/** Versions that belong together, oldest first, each named by its Kubernetes. */
const STACKS: readonly PlatformVersions[] = [
  { kubernetes: '1.11', istio: '1.0.6', knative: '0.7', certManager: '0.6' },
  { kubernetes: '1.13', istio: '1.1.7', knative: '0.8', certManager: '0.8.1' },
  { kubernetes: '1.14', istio: '1.1.7', knative: '0.9', certManager: '0.10' },
  { kubernetes: '1.15', istio: '1.4.6', knative: '0.14', certManager: '0.12' },
  { kubernetes: '1.17', istio: '1.5.4', knative: '0.15', certManager: '0.15' },
  { kubernetes: '1.18', istio: '1.5.4', knative: '0.15', certManager: '0.16' },
  { kubernetes: '1.19', istio: '1.5.4', knative: '0.15', certManager: '1.0' },
  { kubernetes: '1.21', istio: '1.5.4', knative: '0.15', certManager: '1.0' },
  { kubernetes: '1.33', istio: '1.28.6', knative: '1.21', certManager: '1.18.0' },
];

/** The label in place of Kubernetes' own where there is none. */
export const NAMESPACE_LABEL = 'example.com/namespace';

/** The profile of a cluster by its Kubernetes, with what ran on it at the time, or with another cert-manager. */
export function profileOf(kubernetes: string, certManager?: string): PlatformProfile {
  const stack = STACKS.find((versions) => versions.kubernetes === kubernetes);
  if (stack === undefined) throw new Error(`no stack for Kubernetes ${kubernetes}`);
  const versions = { ...stack, certManager: certManager ?? stack.certManager };
  // Before Kubernetes 1.21 operators must say by which label network policies tell namespaces.
  const overrides = Number(kubernetes.slice(2)) < 21 ? { namespaceLabel: NAMESPACE_LABEL } : {};
  const { profile, problems } = platformProfile({ versions, overrides });
  if (profile === undefined) throw new Error(JSON.stringify(problems));
  return profile;
}

/** A rendered object, in so far as every kind has it. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec?: unknown;
}

/** What a construct renders. */
export function render(define: (scope: Construct) => unknown): readonly Rendered[] {
  const chart = new Chart(Testing.app(), 'test');
  define(chart);
  return Testing.synth(chart) as Rendered[];
}

/** The one object of a kind, and, where several may be meant, of a name. */
export function only(objects: readonly Rendered[], kind: string, name?: string): Rendered {
  const found = objects.filter(
    (object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name,
  );
  const [object] = found;
  if (object === undefined || found.length > 1) throw new Error(`${found.length} objects of kind ${kind}`);
  return object;
}

/** All names of fields, labels and annotations that are anywhere in a value. */
export function keysIn(value: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  JSON.stringify(value, (key, of: unknown) => {
    keys.add(key);
    return of;
  });
  return keys;
}
