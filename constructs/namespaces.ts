import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KFAAS_NAMESPACE } from '../environments';
import type { PlatformProfile } from '../platform';
import { defineObject, MANAGED_BY } from './api-object';
import { FUNCTION_NAMESPACE_LABEL } from './network-peers';

export interface NamespacesProps {
  readonly functionNamespaces: readonly string[];
  readonly profile: PlatformProfile;
}

/**
 * The namespaces that KFaas writes to. Pods of `kfaas-system` keep to the `restricted` Pod Security standard and
 * get no Istio sidecar: the gateways speak to Envoy themselves. Functions keep to `baseline`, with a warning
 * where they would break `restricted`.
 */
export class Namespaces extends Construct {
  constructor(scope: Construct, id: string, { functionNamespaces, profile }: NamespacesProps) {
    super(scope, id);
    const define = (name: string, labels: Readonly<Record<string, string>>) =>
      defineObject(this, name, k8s.KubeNamespace, {
        metadata: { name, labels: { ...MANAGED_BY, ...labels } },
      });
    define(KFAAS_NAMESPACE, {
      'istio-injection': 'disabled',
      ...podSecurity(profile, { enforce: 'restricted', audit: 'restricted', warn: 'restricted' }),
    });
    for (const namespace of functionNamespaces) {
      define(namespace, {
        ...FUNCTION_NAMESPACE_LABEL,
        ...podSecurity(profile, { enforce: 'baseline', audit: 'restricted', warn: 'restricted' }),
      });
    }
  }
}

/** Pod Security labels, each pinned to the cluster's release so that an upgrade does not tighten them unseen. */
function podSecurity(
  { podSecurityRelease }: PlatformProfile,
  levels: Readonly<Record<string, string>>,
): Record<string, string> {
  if (podSecurityRelease === undefined) return {};
  return Object.fromEntries(
    Object.entries(levels).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, podSecurityRelease],
    ]),
  );
}
