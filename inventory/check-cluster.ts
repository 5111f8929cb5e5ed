import { DEFAULT_NAMES, NAMESPACE_HOLE, type Names } from '../base';
import { suggest, type ValuePath } from '../shape';
import { checkPeers } from './check-peers';
import type { Cluster } from './environment';
import { isDnsLabel, problem, type InventoryProblem } from './problem';

/** Namespaces that belong to Kubernetes, Istio or Knative: business configuration there ends with an upgrade. */
const FOREIGN_NAMESPACES = ['default', 'istio-system', 'knative-serving', 'kube-public', 'kube-system'];

/** How long the placeholder of a function namespace is. */
const HOLE = NAMESPACE_HOLE.length;

/** The folder beside those of the function namespaces in a cluster's output. */
const SYSTEM_FOLDER = 'system';

/**
 * Finds what is wrong in a cluster: its function namespaces, and who may send requests to them.
 * @param own the steps from the environment to the cluster
 * @param names what the company calls things
 */
export function checkCluster(cluster: Cluster, own: ValuePath, names: Names): InventoryProblem[] {
  const limit = namespaceLimit(names);
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
    if (!names.isTellable(namespace)) {
      const message = untellable(namespace, names);
      const help = `the names of two VirtualServices could be one: ${names.settings.virtualService}; use another`;
      problems.push(problem(path, message, help));
    } else if (namespace === names.namespace || namespace === DEFAULT_NAMES.namespace) {
      problems.push({
        code: 'KF304',
        path,
        message: `cluster "${name}" would get its functions rendered into ${namespace}`,
        help: 'a Knative Service there could take the name of a gateway host; use a namespace of its own',
      });
    } else if (namespace === SYSTEM_FOLDER) {
      const message = `function namespace "${namespace}" has the name of the folder for what is no function's`;
      problems.push(problem(path, message, 'use another, as in faas-prod'));
    } else if (FOREIGN_NAMESPACES.includes(namespace)) {
      const message = `function namespace "${namespace}" does not belong to KFaas`;
      problems.push(problem(path, message, 'use a namespace of its own, as in faas-prod'));
    } else if (!isDnsLabel(namespace) || namespace.length > limit) {
      const message = `function namespace "${namespace}" is not a DNS label of at most ${limit} characters`;
      problems.push(problem(path, message, 'use a-z, 0-9 and -, as in faas-prod'));
    } else if (functionNamespaces.indexOf(namespace) !== index) {
      const message = `function namespace "${namespace}" occurs twice in cluster "${name}"`;
      problems.push(problem(path, message, 'name it once'));
    }
  });
  return problems;
}

/** Longest function namespace: the names of its Services have at most 63 characters. */
function namespaceLimit({ settings }: Names): number {
  const around = [settings.gatewayService, settings.ingressGateway].map((name) => name.length - HOLE);
  return 63 - Math.max(...around);
}

function untellable(namespace: string, { separator }: Names): string {
  const shown = JSON.stringify(separator);
  const how = namespace.includes(separator) ? `contains ${shown}` : `makes ${shown} begin early`;
  return `function namespace "${namespace}" ${how}`;
}
