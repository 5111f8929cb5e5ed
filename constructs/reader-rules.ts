import type { PlatformProfile } from '../platform';
import { RBAC, type AccessRule } from './access';

/** What a reader may read, by where it may. */
export interface ReaderRules {
  /** In all namespaces, and what is in none. */
  readonly everywhere: readonly AccessRule[];
  /** In the namespace of everything that is no function's. */
  readonly inSystemNamespace: readonly AccessRule[];
  /** In each function namespace. */
  readonly inFunctionNamespaces: readonly AccessRule[];
}

/** The name of the role, and of everything that is rendered to give it. */
export const READER = 'kfaas-reader';

/** Nothing is watched, and nothing changed. */
const READ = ['get', 'list'];

/**
 * The ConfigMaps of Istio and Knative that decide on requests: the mesh's configuration, and how Knative names hosts, which
 * class of ingress it uses and which fields it takes.
 */
const CONFIGURATION = ['istio', 'config-domain', 'config-features', 'config-istio', 'config-network'];

/**
 * The rules that suffice for reading a cluster with KFaas, and that allow nothing else: what is rendered, and what a proof of
 * its route tables needs to know of what others wrote. Secrets are not among them, nor are pods, which say nothing that their
 * Deployments and Knative Services do not say, nor Roles of other namespaces. Of ConfigMaps there are those of KFaas, and five
 * by their names, whatever their namespace: KFaas writes nothing into the namespaces of Istio and Knative, not even a Role, and
 * operators may have moved them. The version of the API server and the kinds that it serves are open to whoever can log in
 * (`system:discovery`).
 */
export function readerRules({ apiVersions }: PlatformProfile): ReaderRules {
  const read = (group: string, ...resources: readonly string[]): AccessRule => ({
    apiGroups: [group],
    resources,
    verbs: READ,
  });
  const groupOf = (version: string) => version.split('/')[0] ?? '';
  const roles = read(RBAC, 'rolebindings', 'roles');
  return {
    everywhere: [
      read('', 'namespaces', 'services'),
      read('apps', 'deployments'),
      read('autoscaling', 'horizontalpodautoscalers'),
      read('policy', 'poddisruptionbudgets'),
      read(groupOf(apiVersions.Ingress), 'ingresses'),
      read(groupOf(apiVersions.NetworkPolicy), 'networkpolicies'),
      read(
        'networking.istio.io',
        ...['destinationrules', 'envoyfilters', 'gateways', 'serviceentries', 'sidecars', 'virtualservices'],
      ),
      read('serving.knative.dev', 'configurations', 'revisions', 'routes', 'services'),
      read(groupOf(apiVersions.Certificate), 'certificates'),
      read('monitoring.coreos.com', 'podmonitors', 'prometheusrules'),
      read(
        'admissionregistration.k8s.io',
        ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
      ),
      { ...read(RBAC, 'clusterrolebindings', 'clusterroles'), resourceNames: [READER], verbs: ['get'] },
      { ...read('', 'configmaps'), resourceNames: CONFIGURATION, verbs: ['get'] },
    ],
    inSystemNamespace: [read('', 'configmaps', 'serviceaccounts'), roles],
    inFunctionNamespaces: [roles],
  };
}
