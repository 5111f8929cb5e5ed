import { GATEWAY_NAMES, gatewayKind, parseQuantity } from '../base';
import { platformProfile } from '../platform';
import type { ValuePath } from '../shape';
import { platformOf, type Environment, type GatewayWorkload } from './environment';
import {
  BUSY_THREADS,
  GATEWAY_THREADS,
  LEAST_MEMORY,
  OPEN_REQUESTS,
  PEAK_MEMORY,
  requestBound,
} from './gateway-load';
import { problem, type InventoryProblem } from './problem';

/** Finds what a gateway would not stand under load: too little memory, no bound, a metric that nobody can read. */
export function checkLoad(environment: Environment): InventoryProblem[] {
  const { ingressGateway, egressGateway } = environment;
  return [
    ...checkBound(environment),
    ...checkWorkloadLoad(environment, ingressGateway, ['ingressGateway']),
    ...checkWorkloadLoad(environment, egressGateway, ['egressGateway']),
  ];
}

/**
 * Finds what one direction of the gateways would not stand.
 * @param own the steps from the environment to it
 */
export function checkWorkloadLoad(
  environment: Environment,
  workload: GatewayWorkload,
  own: ValuePath,
): InventoryProblem[] {
  return [...checkMemory(workload, own), ...checkMetric(environment, workload, own)];
}

function checkBound(environment: Environment): InventoryProblem[] {
  const path = ['requestsPerFunction'];
  const bound = requestBound(environment);
  if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 31 - 1) {
    return [problem(path, `${bound} is no number of requests`, 'write a whole number of at least 1')];
  }
  if (environment.requestsPerFunction === undefined) return [];
  const threads = GATEWAY_THREADS * environment.ingressGateway.replicas.min;
  return [...checkSupport(environment), ...(bound < threads ? [] : [unsparing(bound, threads)])];
}

/** What is asked for, and clusters do not have. */
function checkSupport(environment: Environment): InventoryProblem[] {
  const lacking = environment.clusters.filter(
    (cluster) => platformProfile(platformOf(environment, cluster)).profile?.istio.requestBound === 'none',
  );
  if (lacking.length === 0) return [];
  const named = lacking.map(({ name, platform }) => `${name} (Istio ${platform.istio})`).join(', ');
  return [
    {
      code: 'KF505',
      severity: 'warning',
      path: ['requestsPerFunction'],
      message: `nothing bounds the requests to one function on ${named}: a slow one can take all that the gateways forward at once`,
      help: 'upgrade to Istio 1.5; until then give the Service of a slow revision a DestinationRule of its own, with connectionPool.tcp.maxConnections, and tls as the mesh has it',
    },
  ];
}

function unsparing(bound: number, threads: number): InventoryProblem {
  return {
    code: 'KF512',
    severity: 'warning',
    path: ['requestsPerFunction'],
    message: `one function gets ${bound} requests at once, and the fewest ingress gateways of a namespace forward ${threads} in all: a slow function stops the others`,
    help: `write less than ${threads}, or raise ingressGateway.replicas.min`,
  };
}

function checkMemory(workload: GatewayWorkload, own: ValuePath): InventoryProblem[] {
  const { memory } = workload.resources;
  if ((parseQuantity(memory) ?? LEAST_MEMORY) >= LEAST_MEMORY) return [];
  const kind = gatewayKind(workload);
  return [
    {
      code: 'KF511',
      severity: 'warning',
      path: [...own, 'resources', 'memory'],
      message: `${own.join('.')} has ${memory} of memory for ${GATEWAY_THREADS} requests at once: with all of them open, its pods may be killed`,
      help: `write at least 512Mi: ${GATEWAY_NAMES[kind]} took ${PEAK_MEMORY[kind]} MiB of them, with a heap of half of it`,
    },
  ];
}

function checkMetric(
  { network }: Environment,
  workload: GatewayWorkload,
  own: ValuePath,
): InventoryProblem[] {
  const { scaling } = workload;
  if (scaling === undefined) return [];
  const kind = gatewayKind(workload);
  const { name, average } = scaling.metric;
  const field = own.join('.');
  const path = [...own, 'scaling', 'metric'];
  const problems: InventoryProblem[] = [];
  if (!/^[A-Za-z_:][\w:./-]{0,252}$/.test(name)) {
    const message = `${JSON.stringify(name)} is not the name of a metric`;
    problems.push(
      problem([...path, 'name'], message, `write it as ${kind === 'zuul' ? BUSY_THREADS : OPEN_REQUESTS}`),
    );
  } else if (name === BUSY_THREADS && kind !== 'zuul') {
    const message = `${field} is ${GATEWAY_NAMES[kind]}, which has no threads of Tomcat: nobody serves ${name}`;
    problems.push(problem([...path, 'name'], message, `name another metric, such as ${OPEN_REQUESTS}`));
  }
  if ((parseQuantity(average) ?? 0) === 0) {
    const message = `${JSON.stringify(average)} is not a Kubernetes quantity above 0`;
    problems.push(problem([...path, 'average'], message, "write it as '200'"));
  } else if (kind === 'zuul' && name === BUSY_THREADS && Number(average) >= GATEWAY_THREADS) {
    const message = `no pod has more than ${GATEWAY_THREADS} busy threads, so that an average of ${average} starts none`;
    problems.push(problem([...path, 'average'], message, `write less than ${GATEWAY_THREADS}, as in '200'`));
  }
  if (network?.metrics !== undefined) return problems;
  const message = `${field} scales by ${name}, and its network policy lets nobody collect metrics`;
  const help = "name who collects them in network.metrics, as in { namespaces: ['monitoring'] }";
  return [...problems, { code: 'KF508', path, message, help }];
}
