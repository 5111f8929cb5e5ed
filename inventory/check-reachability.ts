import { isIP } from 'node:net';
import { isLabelName } from '../base';
import type { ValuePath } from '../shape';
import { containsAddress } from './address-ranges';
import { checkPeers } from './check-peers';
import type { Environment } from './environment';
import { problem, type InventoryProblem } from './problem';
import { registryServer, type Registry } from './reachability';

/**
 * Finds what is wrong in how the ingress gateways of a Java platform are reached from outside of the cluster.
 * @param above the steps from the environment to what has them
 */
export function checkReachability(
  { ingressGateway, registry }: Partial<Pick<Environment, 'ingressGateway' | 'registry'>>,
  above: ValuePath = [],
): InventoryProblem[] {
  const service = ingressGateway?.service;
  const annotations = [...above, 'ingressGateway', 'service', 'annotations'];
  return [
    ...(service?.kind === 'LoadBalancer' ? checkAnnotations(service.annotations, annotations) : []),
    ...(registry === undefined ? [] : checkRegistry(registry, [...above, 'registry'])),
  ];
}

function checkAnnotations(annotations: Readonly<Record<string, string>>, own: ValuePath): InventoryProblem[] {
  if (Object.keys(annotations).length === 0) {
    const message = 'a load balancer without annotations faces the internet with most cloud providers';
    const help = "write what makes it internal, such as 'networking.gke.io/load-balancer-type': 'Internal'";
    return [problem(own, message, help)];
  }
  return Object.keys(annotations)
    .filter((name) => !isLabelName(name))
    .map((name) => {
      const message = `${JSON.stringify(name)} is not the name of an annotation`;
      const help = 'write it as networking.gke.io/load-balancer-type';
      return { ...problem([...own, name], message, help), at: 'key' };
    });
}

function checkRegistry(registry: Registry, above: ValuePath): InventoryProblem[] {
  const { kind, servers, cidrs = [], namespaces = [] } = registry;
  const problems = checkPeers(registry, above);
  const own = [...above, 'servers'];
  if (servers.length === 0) problems.push(problem(own, 'the registry has no server', 'name at least one'));
  for (const [index, text] of servers.entries()) {
    const path = [...own, index];
    const server = registryServer(registry, text);
    if (server === undefined) {
      const form = kind === 'eureka' ? 'http://eureka:8761/eureka/, without a password' : 'nacos:8848';
      const message = `${JSON.stringify(text)} is not a server of ${kind === 'eureka' ? 'Eureka' : 'Nacos'}`;
      problems.push(problem(path, message, `write it as ${form}`));
    } else if (
      problems.length === 0 &&
      namespaces.length === 0 &&
      isIP(server.host) === 4 &&
      !containsAddress(cidrs, server.host)
    ) {
      problems.push({
        code: 'KF508',
        path,
        message: `the ingress gateways register at ${server.host}, and their network policies let out to ${cidrs.join(', ')} alone`,
        help: `add a range with ${server.host} to ${above.join('.')}.cidrs, or correct the server`,
      });
    }
  }
  if (kind === 'eureka') return problems;
  for (const field of ['nacosNamespace', 'group'] as const) {
    const value = registry[field];
    if (value === undefined || /^[\w.:-]{1,128}$/.test(value)) continue;
    const message = `${JSON.stringify(value)} is not a name that Nacos takes`;
    problems.push(problem([...above, field], message, 'use letters, digits and . _ : -'));
  }
  return problems;
}
