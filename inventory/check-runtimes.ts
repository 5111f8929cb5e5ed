import { parseQuantity, RESERVED_PORTS, type Runtime, type RuntimeDefaults } from '../base';
import type { Environment } from './environment';
import { problem, type InventoryProblem } from './problem';

/** Finds what is wrong with an environment's defaults of the runtimes. */
export function checkRuntimes({ runtimes = {} }: Environment): InventoryProblem[] {
  return Object.entries(runtimes).flatMap(([name, defaults]) => checkRuntime(name as Runtime, defaults));
}

function checkRuntime(
  name: Runtime,
  { port, cpu, memory, readinessPath, livenessPath }: Partial<RuntimeDefaults>,
): InventoryProblem[] {
  const own = ['runtimes', name];
  const problems: InventoryProblem[] = [];
  if (port !== undefined && RESERVED_PORTS.includes(port)) {
    problems.push(
      problem([...own, 'port'], `Knative's own container listens on ${port}`, 'write another, such as 8080'),
    );
  }
  const quantities = { cpu, 'memory.request': memory?.request, 'memory.limit': memory?.limit };
  for (const [field, quantity] of Object.entries(quantities)) {
    if (quantity === undefined || parseQuantity(quantity) !== undefined) continue;
    const path = [...own, ...field.split('.')];
    problems.push(
      problem(path, `"${quantity}" is not a Kubernetes quantity`, 'write it as 100m, 0.5, 256Mi or 1Gi'),
    );
  }
  const [request, limit] = [memory?.request, memory?.limit].map((quantity) => parseQuantity(quantity ?? ''));
  if (request !== undefined && limit !== undefined && request > limit) {
    const message = `the request of ${memory?.request} is above the limit of ${memory?.limit}`;
    problems.push(problem([...own, 'memory', 'request'], message, 'raise the limit'));
  }
  for (const [field, path] of Object.entries({ readinessPath, livenessPath })) {
    if (path === undefined || path.startsWith('/')) continue;
    problems.push(problem([...own, field], `"${path}" is no path`, 'begin it with /, as in /ready'));
  }
  return problems;
}
