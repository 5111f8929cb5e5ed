import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ANNOTATION, type Names } from '../base';
import type { PodSecurityLevel } from '../catalog';
import type { Cluster, Environment } from '../inventory';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY } from './api-object';
import { namesOf } from './names';
import { FUNCTION_NAMESPACE_LABEL } from './network-peers';

/**
 * Tell Argo CD and Flux not to take a namespace away, and everything in it with it, when its file is gone: functions of other
 * pipelines and Secrets are there too. Whoever means it deletes it by hand.
 */
const KEPT = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
} as const;

export interface NamespacesProps {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly profile: PlatformProfile;
  /** The Pod Security standard that holds in every function namespace. */
  readonly functionSecurity: PodSecurityLevel;
}

/**
 * The namespaces that KFaas writes to. Pods of `kfaas-system` keep to the `restricted` Pod Security standard and
 * get no Istio sidecar: the gateways speak to Envoy themselves. Function
 * namespaces enforce what all of their functions keep to, with a warning where one would break `restricted`.
 *
 * The Namespace `kfaas-system` declares the cluster: its annotations name the environment, the cluster and the versions
 * that everything in the cluster's folder was rendered for.
 */
export class Namespaces extends Construct {
  constructor(scope: Construct, id: string, props: NamespacesProps) {
    super(scope, id);
    const { environment, cluster, profile, functionSecurity } = props;
    const names = namesOf(this);
    const define = (
      name: string,
      labels: Readonly<Record<string, string>>,
      annotations?: Record<string, string>,
    ) =>
      defineObject(this, name, k8s.KubeNamespace, {
        metadata: { name, labels: { ...MANAGED_BY, ...labels }, annotations: { ...KEPT, ...annotations } },
      });
    define(
      names.namespace,
      {
        'istio-injection': 'disabled',
        ...podSecurity(profile, { enforce: 'restricted', audit: 'restricted', warn: 'restricted' }),
      },
      declaration(environment, cluster, names),
    );
    for (const namespace of cluster.functionNamespaces) {
      define(namespace, {
        ...FUNCTION_NAMESPACE_LABEL,
        ...podSecurity(profile, { enforce: functionSecurity, audit: 'restricted', warn: 'restricted' }),
      });
    }
  }
}

/** The annotations that declare a cluster. */
function declaration(
  environment: Environment,
  { name, platform }: Cluster,
  names: Names,
): Record<string, string> {
  const spelled = names.spelled();
  return {
    [ANNOTATION.environment]: environment.name,
    [ANNOTATION.cluster]: name,
    [ANNOTATION.kubernetes]: platform.kubernetes,
    [ANNOTATION.istio]: platform.istio,
    [ANNOTATION.knative]: platform.knative,
    [ANNOTATION.certManager]: platform.certManager,
    ...(spelled === '' ? {} : { [ANNOTATION.names]: spelled }),
  };
}

/** Pod Security labels, each pinned to the cluster's release so that an upgrade does not tighten them unseen. */
function podSecurity(
  { podSecurityRelease }: PlatformProfile,
  levels: Readonly<Record<string, PodSecurityLevel>>,
): Record<string, string> {
  if (podSecurityRelease === undefined) return {};
  return Object.fromEntries(
    Object.entries(levels).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, podSecurityRelease],
    ]),
  );
}
