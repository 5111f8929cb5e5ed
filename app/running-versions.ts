import { listOf, mappingOf, textOf, type Mapping } from '../base';
import type { Component, PlatformVersions } from '../platform';
import { groupKindOf, type LiveCluster } from '../snapshots';

/** A version that runs, and where it was read. */
export interface RunningVersion {
  readonly component: Component;
  readonly version: string;
  /** `Deployment istio-system/istiod`, or `the API server`. */
  readonly from: string;
}

/** The Deployments whose version is that of a component. istiod was called istio-pilot before Istio 1.5. */
const DEPLOYMENTS: Readonly<Record<string, Component>> = {
  'istio-system/istiod': 'istio',
  'istio-system/istio-pilot': 'istio',
  'knative-serving/controller': 'knative',
  'cert-manager/cert-manager': 'certManager',
};

/** The labels by which Deployments say their version: Kubernetes' own, and that of Knative before 1.0. */
const VERSION_LABELS = ['app.kubernetes.io/version', 'serving.knative.dev/release'] as const;

/** Returns the versions that run in a cluster, as far as it says them. */
export function runningVersions({ objects, kubernetes }: LiveCluster): readonly RunningVersion[] {
  const server: readonly RunningVersion[] =
    kubernetes === undefined
      ? []
      : [{ component: 'kubernetes', version: plain(kubernetes), from: 'the API server' }];
  const deployments = objects.flatMap((object): RunningVersion[] => {
    if (groupKindOf(object) !== 'apps/Deployment') return [];
    const { namespace, name } = mappingOf(object.metadata);
    const at = `${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`;
    // A revision of istiod has its name behind it: istiod-1-28.
    const component = DEPLOYMENTS[at] ?? (at.startsWith('istio-system/istiod-') ? 'istio' : undefined);
    const version = component === undefined ? undefined : versionOf(object);
    if (component === undefined || version === undefined) return [];
    return [{ component, version, from: `Deployment ${at}` }];
  });
  return [...server, ...deployments];
}

/** Returns the versions that are others than those that are declared. */
export function otherVersions(
  running: readonly RunningVersion[],
  declared: PlatformVersions,
): readonly RunningVersion[] {
  return running.filter(({ component, version }) => !isOf(version, declared[component]));
}

/** Whether a version is the declared one, which may leave out its last numbers: 1.33.4 is 1.33. */
function isOf(version: string, declared: string): boolean {
  const numbers = plain(declared).split('.');
  return version.split('.').slice(0, numbers.length).join('.') === numbers.join('.');
}

function versionOf({ metadata, spec }: Mapping): string | undefined {
  const labels = mappingOf(mappingOf(metadata).labels);
  const said = VERSION_LABELS.map((label) => textOf(labels[label])).find(isVersion);
  if (said !== undefined) return plain(said);
  const [container] = listOf(mappingOf(mappingOf(mappingOf(spec).template).spec).containers);
  const [, tag] = /:([^:/@]+)(?:@.*)?$/.exec(textOf(mappingOf(container).image) ?? '') ?? [];
  return isVersion(tag) ? plain(tag) : undefined;
}

function isVersion(text: string | undefined): text is string {
  return text !== undefined && /^v?\d+\.\d+/.test(text);
}

/** `1.28.6` of `v1.28.6-distroless`. */
function plain(version: string): string {
  return version.replace(/^v/, '').replace(/[-+].*$/, '');
}
