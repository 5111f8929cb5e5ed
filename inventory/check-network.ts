import { isObjectName } from '../base';
import { platformProfile } from '../platform';
import { checkPeers } from './check-peers';
import { platformOf, type Environment } from './environment';
import { problem, type InventoryProblem } from './problem';

/** Finds what is wrong in who else speaks with the gateways. */
export function checkNetwork({ network = {} }: Environment): InventoryProblem[] {
  return (['dns', 'metrics'] as const).flatMap((field) => {
    const peers = network[field];
    return peers === undefined ? [] : checkPeers(peers, ['network', field]);
  });
}

/** Finds what is wrong in the Secrets with which images are pulled, and clusters whose functions cannot name them. */
export function checkPullSecrets(environment: Environment): InventoryProblem[] {
  const { imagePullSecrets = [], clusters } = environment;
  const own = ['imagePullSecrets'];
  const problems = imagePullSecrets.flatMap((name, index) => {
    const path = [...own, index];
    if (!isObjectName(name)) {
      return [problem(path, `${JSON.stringify(name)} is not the name of a Secret`, 'use a-z, 0-9 and -')];
    }
    if (imagePullSecrets.indexOf(name) === index) return [];
    return [problem(path, `the Secret "${name}" is named twice`, 'name it once')];
  });
  const lacking = clusters.filter((cluster) => {
    const { profile } = platformProfile(platformOf(environment, cluster));
    return profile !== undefined && !profile.features.functionPullSecrets;
  });
  if (imagePullSecrets.length === 0 || lacking.length === 0) return problems;
  const named = lacking.map(({ name, platform }) => `${name} (Knative ${platform.knative})`).join(', ');
  return [
    ...problems,
    {
      code: 'KF701',
      severity: 'warning',
      path: own,
      message: `Knative Services are rendered without imagePullSecrets on ${named}: Knative refuses the field there`,
      help: 'Knative 0.11 has it: upgrade, or name the Secrets in the default service account of the function namespaces',
    },
  ];
}
