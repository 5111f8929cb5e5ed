import { suggest, type ValuePath } from '../shape';
import { checkPeers } from './check-peers';
import { KFAAS_NAMESPACE, type Cluster } from './environment';
import { isDnsLabel, problem, type InventoryProblem } from './problem';

/** Namespaces that belong to Kubernetes, Istio or Knative: business configuration there ends with an upgrade. */
const FOREIGN_NAMESPACES = ['default', 'istio-system', 'knative-serving', 'kube-public', 'kube-system'];

/** The folder beside those of the function namespaces in a cluster's output. */
const SYSTEM_FOLDER = 'system';

/** Longest function namespace: `<namespace>-ingress-gateway` must be a Service name of at most 63 characters. */
const NAMESPACE_LIMIT = 63 - '-ingress-gateway'.length;

/**
 * Finds what is wrong in a cluster: its function namespaces, and who may send requests to them.
 * @param own the steps from the environment to the cluster
 */
export function checkCluster(cluster: Cluster, own: ValuePath): InventoryProblem[] {
  const { name, functionNamespaces, siteGateways = {} } = cluster;
  const problems: InventoryProblem[] = [];
  if (functionNamespaces.length === 0) {
    const path = [...own, 'functionNamespaces'];
    problems.push(problem(path, `cluster "${name}" has no function namespace`, 'name at least one'));
  }
  for (const [namespace, peers] of Object.entries(siteGateways)) {
    const path = [...own, 'siteGateways', namespace];
    problems.push(...checkPeers(peers, path));
    if (functionNamespaces.includes(namespace)) continue;
    const message = `cluster "${name}" names a site gateway of "${namespace}", which is none of its namespaces`;
    problems.push({ ...problem(path, message, suggest(namespace, functionNamespaces)), at: 'key' });
  }
  functionNamespaces.forEach((namespace, index) => {
    const path = [...own, 'functionNamespaces', index];
    if (namespace.includes('-ns-')) {
      const message = `function namespace "${namespace}" contains "-ns-"`;
      const help = 'the names of two VirtualServices could be one: <namespace>-ns-<team>-<name>; use another';
      problems.push(problem(path, message, help));
    } else if (namespace === KFAAS_NAMESPACE) {
      problems.push({
        code: 'KF304',
        path,
        message: `cluster "${name}" would get its functions rendered into ${KFAAS_NAMESPACE}`,
        help: 'a Knative Service there could take the name of a gateway host; use a namespace of its own',
      });
    } else if (namespace === SYSTEM_FOLDER) {
      const message = `function namespace "${namespace}" has the name of the folder for what is no function's`;
      problems.push(problem(path, message, 'use another, as in faas-prod'));
    } else if (FOREIGN_NAMESPACES.includes(namespace)) {
      const message = `function namespace "${namespace}" does not belong to KFaas`;
      problems.push(problem(path, message, 'use a namespace of its own, as in faas-prod'));
    } else if (!isDnsLabel(namespace) || namespace.length > NAMESPACE_LIMIT) {
      const message = `function namespace "${namespace}" is not a DNS label of at most ${NAMESPACE_LIMIT} characters`;
      problems.push(problem(path, message, 'use a-z, 0-9 and -, as in faas-prod'));
    } else if (functionNamespaces.indexOf(namespace) !== index) {
      const message = `function namespace "${namespace}" occurs twice in cluster "${name}"`;
      problems.push(problem(path, message, 'name it once'));
    }
  });
  return problems;
}
