import type { Names } from '../base';
import { checkJavaPlatform, checkWorkload } from './check-gateways';
import { checkWorkloadLoad } from './check-load';
import { checkPeers } from './check-peers';
import { checkReachability } from './check-reachability';
import type { Environment } from './environment';
import { isDnsLabel, problem, type InventoryProblem } from './problem';

/** Longest name of a Service. */
const SERVICE_LIMIT = 63;

/**
 * Finds what is wrong in the Java platforms beside the company's own.
 * @param names what the company calls things
 */
export function checkJavaPlatforms(environment: Environment, names: Names): InventoryProblem[] {
  const { javaPlatforms = {} } = environment;
  return Object.entries(javaPlatforms).flatMap(([name, platform]) => {
    const own = ['javaPlatforms', name];
    const { siteGateway, ingressGateway, egressGateway } = platform;
    const ingress = [...own, 'ingressGateway'];
    const egress = [...own, 'egressGateway'];
    return [
      ...checkName(name, environment, names),
      ...checkJavaPlatform(platform, own),
      ...checkReachability(platform, own),
      ...(siteGateway === undefined ? [] : checkPeers(siteGateway, [...own, 'siteGateway'])),
      ...(ingressGateway === undefined
        ? []
        : [
            ...checkUse(siteGateway === undefined, ingress),
            ...checkWorkload(ingressGateway, ingress),
            // The program is the environment's, whatever its size here.
            ...checkWorkloadLoad(environment, { ...environment.ingressGateway, ...ingressGateway }, ingress),
          ]),
      ...(egressGateway === undefined
        ? []
        : [
            ...checkWorkload(egressGateway, egress),
            ...checkWorkloadLoad(environment, egressGateway, egress),
          ]),
      ...(platform.registry !== undefined && siteGateway === undefined
        ? checkUse(true, [...own, 'registry'])
        : []),
    ];
  });
}

/** A name becomes a part of the names of Services. */
function checkName(
  name: string,
  { clusters, javaPlatforms = {} }: Environment,
  names: Names,
): InventoryProblem[] {
  const path = ['javaPlatforms', name];
  if (!isDnsLabel(name)) {
    const message = `Java platform ${JSON.stringify(name)} is not a DNS label`;
    return [{ ...problem(path, message, 'use a-z, 0-9 and -, as in acquired'), at: 'key' }];
  }
  const isEntered = javaPlatforms[name]?.siteGateway !== undefined;
  const problems = clusters.flatMap((cluster): InventoryProblem[] => {
    const namespaces = isEntered ? cluster.functionNamespaces : [];
    const tooLong = [
      names.egressGatewayName(name),
      ...namespaces.map((namespace) => names.ingressGatewayName(namespace, name)),
    ].find((service) => service.length > SERVICE_LIMIT);
    if (tooLong !== undefined) {
      const message = `the Java platform "${name}" gives a Service the name ${tooLong}, which has more than ${SERVICE_LIMIT} characters`;
      return [{ ...problem(path, message, 'choose a shorter name'), at: 'key' }];
    }
    const taken = namespaces.find((namespace) => namespaces.includes(`${namespace}-${name}`));
    if (taken === undefined) return [];
    const message = `two ingress gateways of cluster "${cluster.name}" would be called ${names.ingressGatewayName(taken, name)}: that of the function namespace ${taken}-${name}, and that of the Java platform "${name}" for ${taken}`;
    return [{ ...problem(path, message, 'choose another name'), at: 'key' }];
  });
  // Clusters with the same namespaces have the same problem.
  return problems.slice(0, 1);
}

/** What is declared of ingress gateways, and there are none. */
function checkUse(isUnused: boolean, path: readonly string[]): InventoryProblem[] {
  if (!isUnused) return [];
  const message = `${path.join('.')} is of ingress gateways, which a Java platform without a siteGateway does not have`;
  return [problem([...path], message, 'name where its requests come from in siteGateway, or leave it out')];
}
